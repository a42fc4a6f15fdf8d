"""What somebody has at the time that they ask for, in whatever place."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from maillage.base import clock
from spaces.booking.models import Booking


def theirs_at(person: Any, *, start: datetime, end: datetime) -> QuerySet[Booking]:
    """The bookings of this person that hold a place at some of that time, the first first."""
    return Booking.objects.of(person).holding(clock.now()).overlapping(start, end).order_by("start_at", "pk")
