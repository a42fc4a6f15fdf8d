"""Other times that somebody could have instead, spread over several days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from maillage.base import clock
from maillage.base.instants import Instant, local_day, to_instant, to_local
from spaces.booking.models import Booking
from spaces.booking.rules.availability import MOST_DAYS
from spaces.booking.rules.nearness import apart
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
    """The same resource for as long, at the nearest days and hours: one time a day, never its own. Four queries.

    Others may take them before anybody answers: they are judged again then.
    """
    resource, zone = booking.resource, booking.zone
    request = Request.again(booking, by=None, now=clock.now())
    wanted = to_instant(booking.start_at)
    first = max(clock.today(zone), local_day(wanted, zone))
    question = ask(first, first + (MOST_DAYS - 1) * ONE_DAY, request.minutes, booking.seats)
    by_day: dict[date, Instant] = {}
    for start in free_starts(request, read_days([resource], question), from_on=first, days=MOST_DAYS):
        day = local_day(start, zone)
        if start == wanted:  # somebody has just said no to it
            continue
        if day not in by_day or apart(start, wanted, zone) < apart(by_day[day], wanted, zone):
            by_day[day] = start
    length = to_instant(booking.end_at) - wanted
    chosen = [by_day[day] for day in sorted(by_day)[:most]]
    return [OtherTime(resource, to_local(start, zone), to_local(start + length, zone)) for start in chosen]
