"""A booking that a program asks for: how it is made, and what is answered."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maillage.users.requests import MemberRequest
from spaces.booking.api.asker import Asker
from spaces.booking.api.resources import find
from spaces.booking.api.schemas.bookings import BookingAsked
from spaces.booking.documents import Document, booking_document, series_document
from spaces.booking.models import Source
from spaces.booking.services.booking import book
from spaces.booking.services.previews import refusal_of
from spaces.booking.services.series import book_series, preview_series, said
from spaces.catalogue.models import Resource

ONCE = "FREQ=DAILY;COUNT=1"


@dataclass(frozen=True)
class Wish:
    """One booking, or with “rrule” a series."""

    request: MemberRequest
    asked: BookingAsked

    @cached_property
    def resource(self) -> Resource:
        return find(self.request.user, self.asked.resource)

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.request.user, self.asked.on_behalf_of, [self.resource])

    def preview(self) -> list[Document]:
        """Each date with what would become of it; without a series, its one date."""
        rrule = self.asked.rrule or ONCE
        who: dict[str, Any] = {"by": self.request.user, "organisation": self._asker.organisation}
        return [said(one) for one in preview_series(self.resource, rrule=rrule, **who, **self._wanted)]

    def look(self) -> None:
        """Series, overrides and what the team books for others are judged when they are made."""
        wanted, organisation = self._wanted, self._asker.organisation  # who may not ask this leaves no trace
        if self.asked.rrule is None and not self.asked.override_reason and self._asker.person == self.request.user:
            refusal_of(self.resource, **wanted, organisation=organisation)

    def book(self) -> Document:
        absolute = self.request.build_absolute_uri
        if self.asked.rrule is None:
            return booking_document(book(self.resource, **self._wanted, **self._more), absolute)
        on_conflict = self.asked.on_conflict
        series, bookings = book_series(
            self.resource, rrule=self.asked.rrule, on_conflict=on_conflict, **self._wanted, **self._more
        )
        return series_document(series, bookings, absolute)

    @property
    def _wanted(self) -> dict[str, Any]:
        asked = self.asked
        return {"person": self._asker.person, "start": asked.start, "end": asked.end, "seats": asked.seats}

    @property
    def _more(self) -> dict[str, Any]:
        return {
            "by": self.request.user,
            "note": self.asked.note,
            "organisation": self._asker.organisation,
            "source": Source.API,
            "with_passes": self.asked.with_passes,
            "override_reason": self.asked.override_reason,
        }
