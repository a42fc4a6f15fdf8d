"""Somebody says by themselves that they are there; what to say to those who come too early, too late, or again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock, dates
from spaces.booking.models import Booking, State
from spaces.booking.rules.arriving import Arrival, arrival, opens_at
from spaces.booking.services.refusals import BookingRefused, another_day
from spaces.booking.services.states import check_in
from spaces.catalogue.models import Space

WITHIN = timedelta(hours=24)  # an arrival that a tablet could not send


def arrival_of(booking: Booking, at: datetime) -> Arrival:
    """How a booking stands for who arrives at `at`."""
    return arrival(booking.state, booking.start_at, booking.end_at, at=at, zone=booking.zone)


def said(booking: Booking, at: datetime) -> str:
    """The same in a sentence, for its person and for the team; "" where they are expected."""
    return SENTENCES[arrival_of(booking, at)](booking)


def arrive(booking: Booking, *, by: Any, at: datetime | None = None, where: str = "") -> Booking:
    """Its person is there, or was `at`, within a day: from a quarter of an hour before the start until the end.

    Raises BookingRefused with the sentence that says why not. Twice is once.
    """
    now = clock.now()
    came_at = at or now
    if not now - WITHIN <= came_at <= now:
        raise BookingRefused("too_late", _("This was too long ago to be noted now. Tell the team."))
    gone_at = booking.given_back_at
    was_in_time = at is not None and gone_at is not None and came_at < gone_at
    state = State.CONFIRMED if was_in_time else booking.state
    standing = arrival(state, booking.start_at, booking.end_at, at=came_at, zone=booking.zone)
    if standing == Arrival.ALREADY:
        return booking
    if standing != Arrival.EXPECTED:
        raise BookingRefused(standing, SENTENCES[standing](booking))
    return check_in(booking, by=by, at=at, where=where)


def too_early(booking: Booking) -> str:
    """From when on it may be said, for who comes before."""
    hours = {"hour": dates.clock_time(booking.start_at, booking.zone)}
    hours["from"] = dates.clock_time(opens_at(booking.start_at), booking.zone)
    return _("It begins at %(hour)s: say that you are there from %(from)s on.") % hours


def theirs_today(person: Any, space: Space) -> list[Booking]:
    """What they have in a space from now to the end of its day, the next first. One query."""
    now = clock.now()
    holding = Booking.objects.of(person).filter(resource__space=space, state__in=State.SETTLED)
    found = list(holding.upcoming(now).for_listing()[:MOST_A_DAY])
    return [booking for booking in found if arrival_of(booking, now) != Arrival.ANOTHER_DAY]


def _already(booking: Booking) -> str:
    since = booking.checked_in_at or booking.updated_at
    return _("The arrival was noted at %(hour)s.") % {"hour": dates.clock_time(since, booking.zone)}


def _another_day(booking: Booking) -> str:
    return another_day(booking).message


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
    Arrival.EARLY: too_early,
    Arrival.ANOTHER_DAY: _another_day,
    Arrival.OVER: _over,
    Arrival.GIVEN_BACK: _given_back,
    Arrival.UNSETTLED: _unsettled,
}
