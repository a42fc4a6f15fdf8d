"""Somebody says by themselves that they are there; what to say to those who come too early, too late, or again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock, dates
from spaces.booking.models import Booking, State
from spaces.booking.rules.arriving import EARLIEST, Arrival, arrival
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import check_in
from spaces.catalogue.models import Space


def arrival_of(booking: Booking, at: datetime) -> Arrival:
    """How a booking stands for who arrives at `at`."""
    return arrival(booking.state, booking.start_at, booking.end_at, at=at, zone=booking.zone)


def said(booking: Booking, at: datetime) -> str:
    """The same in a sentence, for its person and for the team; "" where they are expected."""
    return SENTENCES[arrival_of(booking, at)](booking)


def arrive(booking: Booking, *, by: Any) -> Booking:
    """Its person is there: from a quarter of an hour before the start until the end.

    Raises BookingRefused with the sentence that says why not. Twice is once.
    """
    standing = arrival_of(booking, clock.now())
    if standing == Arrival.ALREADY:
        return booking
    if standing != Arrival.EXPECTED:
        raise BookingRefused(standing, said(booking, clock.now()))
    return check_in(booking, by=by)


def theirs_today(person: Any, space: Space) -> list[Booking]:
    """What they have in a space from now to the end of its day, the next first. One query."""
    now = clock.now()
    holding = Booking.objects.of(person).filter(resource__space=space, state__in=State.SETTLED)
    found = list(holding.upcoming(now).for_listing()[:MOST_A_DAY])
    return [booking for booking in found if arrival_of(booking, now) != Arrival.ANOTHER_DAY]


def _already(booking: Booking) -> str:
    since = booking.checked_in_at or booking.updated_at
    return _("The arrival was noted at %(hour)s.") % {"hour": dates.clock_time(since, booking.zone)}


def _early(booking: Booking) -> str:
    hours = {"hour": dates.clock_time(booking.start_at, booking.zone)}
    hours["from"] = dates.clock_time(booking.start_at - EARLIEST, booking.zone)
    return _("It begins at %(hour)s: say that you are there from %(from)s on.") % hours


def _another_day(booking: Booking) -> str:
    return _("It is for another day: %(when)s.") % {"when": dates.when(booking.start_at, booking.end_at, booking.zone)}


def _over(booking: Booking) -> str:
    return _("It is over: it ended %(when)s.") % {"when": dates.when(booking.end_at, None, booking.zone)}


def _given_back(_booking: Booking) -> str:
    return _("Nobody had come in time: the place was given back. Look at what is free now.")


def _unsettled(booking: Booking) -> str:
    return _("Nobody is expected for this booking: %(state)s.") % {"state": booking.get_state_display()}


MOST_A_DAY = 20
SENTENCES: dict[Arrival, Callable[[Booking], str]] = {
    Arrival.EXPECTED: lambda _booking: "",
    Arrival.ALREADY: _already,
    Arrival.EARLY: _early,
    Arrival.ANOTHER_DAY: _another_day,
    Arrival.OVER: _over,
    Arrival.GIVEN_BACK: _given_back,
    Arrival.UNSETTLED: _unsettled,
}
