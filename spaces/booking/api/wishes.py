"""A booking that a program asks for: how it is made, and what is answered."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.api.errors import ApiError, bad_value
from maillage.base.errors import NotAllowed
from maillage.users.models import User
from maillage.users.requests import MemberRequest
from members.directory.models import Organisation
from spaces.booking.api.resources import find
from spaces.booking.api.schemas import BookingAsked
from spaces.booking.documents import Document, booking_document, series_document
from spaces.booking.models import Source
from spaces.booking.permissions import can_book_for_others
from spaces.booking.services.answers import CREATED, Answer, answer_once
from spaces.booking.services.booking import book
from spaces.booking.services.previews import refusal_of
from spaces.booking.services.series import book_series, preview_series, said
from spaces.catalogue.models import Resource

ONCE = "FREQ=DAILY;COUNT=1"


class Repeated(ApiError):
    """A refusal that was given before, given again."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body["code"], answer.body["message"], answer.body["detail"])
        self.status, self.headers = answer.status, replayed(answer)


def replayed(answer: Answer) -> dict[str, str]:
    """The header that tells an answer that had been given before."""
    return {"Idempotency-Replayed": "true"} if answer.is_repeated else {}


@dataclass(frozen=True)
class Wish:
    """What the asker wants: for themselves, for an organisation of theirs, or as a team for somebody else."""

    request: MemberRequest
    asked: BookingAsked

    @cached_property
    def resource(self) -> Resource:
        return find(self.request.user, self.asked.resource)

    def answer(self, key: str | None) -> Answer:
        """Book. With a key, once. Raises what refuses, ApiError for a refusal that is repeated."""
        more = self._more  # who asks for others without being allowed to leaves no trace
        if key is None:
            return Answer(CREATED, self._book(more))
        asked = json.dumps([self.request.path, json.loads(self.request.body)], sort_keys=True)
        answer = answer_once(
            self.request.user,
            key=key,
            asked=asked,
            space_id=self.resource.space_id,
            look=self._look,
            work=lambda: self._book(more),
        )
        if answer.status != CREATED:
            raise Repeated(answer)
        return answer

    def preview(self) -> list[Document]:
        """Each date with what would become of it; without a series, its one date."""
        rrule = self.asked.rrule or ONCE
        who: dict[str, Any] = {"by": self.request.user, "organisation": self._organisation}
        return [said(one) for one in preview_series(self.resource, rrule=rrule, **who, **self._wanted)]

    @cached_property
    def person(self) -> User:
        """Who is to have the booking. Only the space's team is told whether somebody has an account."""
        email = self.asked.on_behalf_of
        if email is None or "@" not in email:
            return self.request.user
        if not can_book_for_others(self.request.user, self.resource):
            raise NotAllowed(
                _("Only the space's team books for others. Leave “on_behalf_of” out to book for yourself.")
            )
        found = User.objects.find_active(email)
        if found is None:
            message = _("Nobody has an account with the address “%(value)s”.") % {"value": email}
            raise bad_value("on_behalf_of", message, place="body")
        return found

    @property
    def _wanted(self) -> dict[str, Any]:
        asked = self.asked
        return {"person": self.person, "start": asked.start, "end": asked.end, "seats": asked.seats}

    @property
    def _more(self) -> dict[str, Any]:
        return {
            "by": self.request.user,
            "note": self.asked.note,
            "organisation": self._organisation,
            "source": Source.API,
            "override_reason": self.asked.override_reason,
        }

    def _look(self) -> None:
        """Series, overrides and what the team books for others are judged when they are made."""
        if self.asked.rrule is None and not self.asked.override_reason and self.person == self.request.user:
            refusal_of(self.resource, **self._wanted, organisation=self._organisation)

    def _book(self, more: dict[str, Any]) -> Document:
        absolute = self.request.build_absolute_uri
        if self.asked.rrule is None:
            return booking_document(book(self.resource, **self._wanted, **more), absolute)
        on_conflict = self.asked.on_conflict
        series, bookings = book_series(
            self.resource, rrule=self.asked.rrule, on_conflict=on_conflict, **self._wanted, **more
        )
        return series_document(series, bookings, absolute)

    @cached_property
    def _organisation(self) -> Organisation | None:
        """The one to book for. Being in its team is asked for, editing everything is not enough."""
        slug = self.asked.on_behalf_of
        if slug is None or "@" in slug:
            return None
        found = Organisation.objects.visible_to(self.request.user).filter(slug=slug).first()
        if found is None:
            message = _("There is no organisation “%(value)s”.") % {"value": slug}
            raise bad_value("on_behalf_of", message, place="body")
        if not found.team.filter(user=self.request.user).exists():
            raise NotAllowed(_("You book only for organisations in whose team you are. Ask them to add you."))
        return found
