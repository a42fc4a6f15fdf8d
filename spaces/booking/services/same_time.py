"""What somebody has at the time that they ask for, in whatever place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from maillage.base import clock
from spaces.booking.models import Booking


def theirs_at(person: Any, *, start: datetime, end: datetime) -> QuerySet[Booking]:
    """The bookings of this person that hold a place at some of that time, the first first."""
    return Booking.objects.of(person).holding(clock.now()).overlapping(start, end).order_by("start_at", "pk")


def theirs_at_each(person: Any, times: Sequence[tuple[datetime, datetime]]) -> list[list[Booking]]:
    """The same for each of some times, from when to when, with the place and the series of each. One query."""
    if not times:
        return []
    first, last = min(start for start, _end in times), max(end for _start, end in times)
    found = list(theirs_at(person, start=first, end=last).select_related("series", "resource__space"))
    return [[one for one in found if one.start_at < end and start < one.end_at] for start, end in times]
