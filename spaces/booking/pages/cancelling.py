"""Giving bookings back: which of them still can be, and what each costs."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.base import figures
from maillage.users.permissions import Anyone
from spaces.booking.given_back import would_give_back
from spaces.booking.models import Booking
from spaces.booking.permissions import can_cancel
from spaces.booking.services.policies import check_still_time, kept_when_cancelled
from spaces.booking.services.refusals import BookingRefused


def is_still_cancellable(user: Anyone, booking: Booking, now: datetime) -> bool:
    """Whether `user` may give it back without calling the team."""
    return can_cancel(user, booking) and is_still_time(user, booking, now)


def is_still_time(user: Anyone, booking: Booking, now: datetime) -> bool:
    """Whether `user` may change or cancel it without calling the team."""
    try:
        check_still_time(booking, by=user, at=now)
    except BookingRefused:
        return False
    return True


def given_back(user: Anyone, bookings: Iterable[Booking], now: datetime) -> str:
    """What cancelling all of them would bring back of passes, in sentences; nothing where no pass has paid."""
    return would_give_back((one, kept_when_cancelled(one, by=user, at=now)) for one in bookings)


def still_owed(user: Anyone, booking: Booking, now: datetime) -> str:
    """« il reste 12 € à payer », nothing where it is free of charge."""
    kept = kept_when_cancelled(booking, by=user, at=now).cents
    return _("you still owe %(kept)s") % {"kept": figures.cents(kept, booking.currency)} if kept else ""
