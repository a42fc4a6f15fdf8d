"""Other times that somebody could have instead, spread over several days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from maillage.base import clock, dates
from spaces.booking.models import Booking
from spaces.booking.rules.availability import MOST_DAYS, starts
from spaces.booking.services.availability import ask, read_days
from spaces.catalogue.models import Resource

MOST = 3
ONE_DAY = timedelta(1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Offer:
    """A time of the resource, on the clock of the place."""

    resource: Resource
    start: datetime
    end: datetime

    @property
    def url(self) -> str:
        """The booking form for it."""
        path = reverse("booking:reserve", args=[self.resource.space.slug, self.resource.slug])
        return f"{path}?{urlencode({'debut': self.start.isoformat(), 'fin': self.end.isoformat()})}"


def other_times(booking: Booking, *, most: int = MOST) -> list[Offer]:
    """The same resource for as long, at the nearest days and hours: one time a day. Four queries.

    Others may take them before anybody answers: they are judged again then.
    """
    resource, zone = booking.resource, booking.zone
    wanted = dates.local(booking.start_at, zone)
    first = max(clock.today(zone), wanted.date())
    length = booking.end_at - booking.start_at
    question = ask(first, first + (MOST_DAYS - 1) * ONE_DAY, length // MINUTE, booking.seats)
    by_day: dict[date, datetime] = {}
    for start in starts(read_days([resource], question).bookable(resource, booking.seats), question):
        day = start.date()
        if day not in by_day or _apart(start, wanted) < _apart(by_day[day], wanted):
            by_day[day] = start
    chosen = sorted(by_day)[:most]
    return [Offer(resource, by_day[day], dates.local(dates.local(by_day[day], "UTC") + length, zone)) for day in chosen]


def _apart(start: datetime, wanted: datetime) -> int:
    """Minutes between two times of the day."""
    return abs((start.hour * 60 + start.minute) - (wanted.hour * 60 + wanted.minute))
