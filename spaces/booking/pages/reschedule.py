"""A booking about to be given another time: when, until when, what it would cost instead."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import clock, dates, figures
from maillage.base.instants import to_instant
from maillage.users.permissions import Anyone
from spaces.booking import permissions, wording
from spaces.booking.addresses import BoardAddress, reschedule_url
from spaces.booking.models import Booking
from spaces.booking.pages.cancelling import is_still_time
from spaces.booking.pages.reserve import offered_ends
from spaces.booking.questions import BoardQuestion, Wanted, moment
from spaces.booking.services.alternatives import Alternative
from spaces.booking.services.policies import check_stays_whole
from spaces.booking.services.previews import Preview, preview
from spaces.booking.services.refusals import BookingRefused

Item = dict[str, Any]


def is_movable(user: Anyone, booking: Booking) -> bool:
    """Whether `user` may still give it another time without a call: it is somebody's, and not over."""
    now = clock.now()
    if booking.end_at <= now or booking.person is None or not permissions.can_move(user, booking):
        return False
    return is_still_time(user, booking, now)


@dataclass(frozen=True, eq=False)
class ReschedulePage:
    """`wanted`: the time asked for; the booking's own at first. `refused`: what the service said when they tried."""

    request: HttpRequest
    booking: Booking
    wanted: Wanted
    refused: BookingRefused | None = None

    @cached_property
    def preview(self) -> Preview:
        one, wanted = self.booking, self.wanted
        asked: dict[str, Any] = {"start": wanted.start, "end": wanted.end, "seats": one.seats, "besides": one}
        return preview(one.resource, person=one.person, organisation=one.organisation, **asked)

    @property
    def refusal(self) -> BookingRefused | None:
        return self.refused or (None if self.is_same else self.preview.refusal or self._too_short)

    @property
    def _too_short(self) -> BookingRefused | None:
        """What speaks against giving some of it back so late."""
        minutes = wording.minutes(self.wanted.start, self.wanted.end) * self.booking.seats
        try:
            check_stays_whole(self.booking, by=self.request.user, at=clock.now(), minutes=minutes)
        except BookingRefused as refusal:
            return refusal
        return None

    @property
    def is_same(self) -> bool:
        """Nothing would change."""
        asked = [to_instant(self.wanted.start), to_instant(self.wanted.end)]
        return asked == [to_instant(self.booking.start_at), to_instant(self.booking.end_at)]

    @property
    def has_begun(self) -> bool:
        """Only its end can still change."""
        return self.booking.start_at <= clock.now()

    def context(self) -> Item:
        booking = self.booking
        return {
            "booking": booking,
            "resource": booking.resource,
            "space": booking.resource.space,
            "when": dates.when(self.wanted.start, self.wanted.end),
            "wanted": self.wanted.asked(),
            "is_same": self.is_same,
            "refusal": self.refusal.message if self.refusal else "",
            "alternatives": self._alternatives(),
            "ends": self._ends(),
            "facts": self._facts(),
            "total": wording.total(self.preview.quote, is_covered=bool(self.preview.use.parts)),
            "total_note": self._price_change(),
            "board_url": "" if self.has_begun else self._board_url(),
            "reschedule_url": reverse("booking:reschedule", args=[booking.uuid]),
            "waits": booking.resource.requires_approval,
            "breadcrumb": [
                {"label": booking.resource.name, "url": booking.get_absolute_url()},
                {"label": pgettext("page", "Move")},
            ],
        }

    def _facts(self) -> list[Item]:
        booking, wanted = self.booking, self.wanted
        facts = [{"label": _("What"), "value": booking.resource.name, "detail": wording.places(booking)}]
        if not self.is_same:
            was = dates.when(booking.start_at, booking.end_at, booking.zone)
            facts.append({"label": pgettext("a booking", "Was"), "value": was})
        return [
            *facts,
            {"label": _("When"), "value": dates.when(wanted.start, wanted.end)},
            *wording.duration_fact(wanted.start, wanted.end),
        ]

    def _price_change(self) -> str:
        """What it cost so far, where that changes."""
        quote, was = self.preview.quote, self.booking.price_cents or 0
        if was == (quote.amount_cents if quote else 0):
            return _("The price does not change.") if was else ""
        return _("instead of %(amount)s") % {"amount": figures.cents(was, self.booking.currency)}

    def _ends(self) -> list[Item]:
        return offered_ends(
            self.preview, self.wanted.start, self.booking.zone, lambda *times: {"url": self._url(*times)}
        )

    def _alternatives(self) -> list[Item]:
        """Other times of the same resource: a booking stays where it is."""
        found: list[Alternative] = self.refusal.detail.get("alternatives", []) if self.refusal else []
        return [self._alternative(one) for one in found if one["resource"] == self.booking.resource.path]

    def _alternative(self, one: Alternative) -> Item:
        start, end = moment(one["start"], self.booking.zone), moment(one["end"], self.booking.zone)
        is_that_day = start.date() == end.date() == self.wanted.start.date()
        return {
            "label": dates.hours(start, end),
            "note": "" if is_that_day else dates.day_long(start.date()),
            "url": self._url(start, end),
        }

    def _url(self, start: datetime, end: datetime) -> str:
        return reschedule_url(self.booking, start, end)

    def _board_url(self) -> str:
        asked = BoardQuestion(day=self.wanted.start.date(), moving=self.booking.uuid)
        return BoardAddress(self.booking.resource.space, asked).having()
