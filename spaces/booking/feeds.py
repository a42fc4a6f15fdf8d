"""Bookings as calendar entries, for feeds and files."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from maillage.base import clock, ical
from spaces.booking.models import Booking, State
from spaces.booking.services.calendar_entries import entry_of

__all__ = ["entries_of", "entry_of"]

PAST_KEPT = timedelta(days=366)
CANCELLED_KEPT = timedelta(days=30)  # long enough for every program that subscribes to notice


def entries_of(user: Any) -> list[ical.Entry]:
    """Somebody's bookings of a year back and all to come, in the language in use; one query.

    What no longer holds its place stays for 30 days as cancelled, so that calendars drop it.
    """
    now = clock.now()
    gone = Q(updated_at__gte=now - CANCELLED_KEPT) & ~Q(state=State.EXPIRED)
    shown = Q(state__in=State.HOLDING - {State.HOLD}) | (~Q(state__in=State.HOLDING) & gone)
    bookings = Booking.objects.of(user).filter(shown, end_at__gt=now - PAST_KEPT).for_listing()
    return [entry_of(booking) for booking in bookings.order_by("start_at", "pk")]
