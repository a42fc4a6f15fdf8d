"""Other times that somebody could have instead, spread over several days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from maillage.base import clock, dates
from maillage.base.instants import to_local
from spaces.booking.models import Booking
from spaces.booking.rules.availability import MOST_DAYS
from spaces.booking.services.availability import ask, free_starts, read_days
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource

MOST = 3
ONE_DAY = timedelta(1)


@dataclass(frozen=True)
class OtherTime:
    """A time of the resource, on the clock of the place."""

    resource: Resource
    start: datetime
    end: datetime

    @property
    def url(self) -> str:
        """The booking form for it."""
        path = reverse("booking:reserve", args=[self.resource.space.slug, self.resource.slug])
        return f"{path}?{urlencode({'debut': self.start.isoformat(), 'fin': self.end.isoformat()})}"


def other_times(booking: Booking, *, most: int = MOST) -> list[OtherTime]:
    """The same resource for as long, at the nearest days and hours: one time a day. Four queries.

    Others may take them before anybody answers: they are judged again then.
    """
    resource, zone = booking.resource, booking.zone
    request = Request.again(booking, by=None, now=clock.now())
    wanted = dates.local(booking.start_at, zone)
    first = max(clock.today(zone), wanted.date())
    question = ask(first, first + (MOST_DAYS - 1) * ONE_DAY, request.minutes, booking.seats)
    by_day: dict[date, datetime] = {}
    for instant in free_starts(request, read_days([resource], question), from_on=first, days=MOST_DAYS):
        start = to_local(instant, zone)
        day = start.date()
        if day not in by_day or _apart(start, wanted) < _apart(by_day[day], wanted):
            by_day[day] = start
    length = booking.end_at - booking.start_at
    chosen = sorted(by_day)[:most]
    return [
        OtherTime(resource, by_day[day], dates.local(dates.local(by_day[day], "UTC") + length, zone)) for day in chosen
    ]


def _apart(start: datetime, wanted: datetime) -> int:
    """Minutes between two times of the day."""
    return abs((start.hour * 60 + start.minute) - (wanted.hour * 60 + wanted.minute))
