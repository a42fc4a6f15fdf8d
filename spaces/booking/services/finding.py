"""A kind of thing across the network: what is free at a time, and when the rest is free nearest to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from maillage.base.instants import Instant, days, from_wall, local_day, to_instant, to_utc
from maillage.base.zones import get_zone
from spaces.booking.rules.nearness import Apart, apart
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.availability import ask, free_starts, is_free, read_days, refusal
from spaces.booking.services.pricing import price_of
from spaces.booking.services.reading import Reading
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote

DAYS = 7


@dataclass(frozen=True)
class Offer:
    """A resource at the time asked for, or (`is_then` False) at the nearest that is free."""

    request: Request
    is_then: bool
    apart: Apart

    @property
    def resource(self) -> Resource:
        return self.request.resource

    @property
    def start(self) -> datetime:
        return self.request.start_at.astimezone(self.request.zone)

    @property
    def end(self) -> datetime:
        return self.request.end_at.astimezone(self.request.zone)

    @property
    def seats(self) -> int:
        return self.request.seats

    @cached_property
    def quote(self) -> Quote | None:
        return price_of(self.request)


@dataclass(frozen=True)
class DayOffer:
    """A resource on one day: what can be had, or why nothing can."""

    on: date
    offer: Offer | None
    code: Refusal | None = None


@dataclass(frozen=True)
class Week:
    """A resource on seven days, at the same hours each day."""

    resource: Resource
    days: list[DayOffer]

    @property
    def first_then(self) -> int:
        """How many days until it is free at these hours; if it never is, a week and until it is free at all."""
        then = [count for count, day in enumerate(self.days) if day.offer and day.offer.is_then]
        return min(then, default=DAYS + min(count for count, day in enumerate(self.days) if day.offer))


@dataclass(frozen=True)
class Hours:
    """What so many people ask for: from one minute of the day to another, on the clock of each place."""

    from_min: int
    until_min: int
    people: int = 1

    def suit(self, resource: Resource) -> bool:
        """Whether so many people find a place in it."""
        if resource.is_pool or self.people == 1:
            return resource.capacity >= self.people
        return resource.people is not None and resource.people >= self.people

    def read(self, resources: Iterable[Resource], on: date) -> Reading:
        """What decides about a week of them."""
        length = self.until_min - self.from_min + 60  # an hour for the clocks' change
        return read_days(resources, ask(on, on + timedelta(DAYS - 1), length))

    def on(self, day: date, resource: Resource) -> Request | None:
        """None where the clock skips all of it."""
        zone = get_zone(resource.space.time_zone)
        start, end = (from_wall(day, minute, zone) for minute in (self.from_min, self.until_min))
        if end <= start:
            return None
        seats = self.people if resource.is_pool else 1
        return Request.new(resource, start=to_utc(start), end=to_utc(end), person=None, by=None, seats=seats)


def offers(resources: Iterable[Resource], hours: Hours, *, on: date) -> list[Offer]:
    """What can be had of `resources` (with their space and prices at hand).

    Nothing of those that are free on none of the next seven days. Four queries, whatever the number of resources.
    """
    fitting = [resource for resource in resources if hours.suit(resource)]
    if not fitting:
        return []
    reading = hours.read(fitting, on)
    asked = [request for resource in fitting if (request := hours.on(on, resource))]
    found = [_offer(request, reading, on) for request in asked]
    return [offer for offer in found if offer is not None]


def weeks(resources: Iterable[Resource], hours: Hours, *, on: date) -> list[Week]:
    """The same for each of seven days. As many queries."""
    fitting = [resource for resource in resources if hours.suit(resource)]
    if not fitting:
        return []
    reading = hours.read(fitting, on)
    found = [_week(resource, hours, reading, on) for resource in fitting]
    return [week for week in found if any(day.offer for day in week.days)]


def _offer(asked: Request, reading: Reading, on: date) -> Offer | None:
    if is_free(asked, reading):
        return _nearest(asked, [to_instant(asked.start_at)])
    return _nearest(asked, free_starts(asked, reading, from_on=on, days=DAYS))


def _nearest(asked: Request, starts: Iterable[Instant]) -> Offer | None:
    """The start that suits best of those that are free."""
    wanted = to_instant(asked.start_at)
    found = min(((apart(start, wanted, asked.zone), start) for start in starts), default=None)
    if found is None:
        return None
    far, start = found
    start_at = to_utc(start)
    request = replace(asked, start_at=start_at, end_at=start_at + (asked.end_at - asked.start_at))
    return Offer(request, start == wanted, far)


def _week(resource: Resource, hours: Hours, reading: Reading, on: date) -> Week:
    asked = {day: hours.on(day, resource) for day in days(on, on + timedelta(DAYS - 1))}
    lengths = {request.minutes: request for request in asked.values() if request}  # one, but when the clocks change
    free: defaultdict[tuple[int, date], list[Instant]] = defaultdict(list)
    for minutes, request in lengths.items():
        for start in free_starts(request, reading, from_on=on, days=DAYS):
            free[minutes, local_day(start, request.zone)].append(start)
    return Week(resource, [_day(day, request, reading, free) for day, request in asked.items()])


def _day(on: date, asked: Request | None, reading: Reading, free: Mapping[tuple[int, date], list[Instant]]) -> DayOffer:
    if asked is None:
        return DayOffer(on, None, Refusal.CLOSED)
    if starts := free.get((asked.minutes, on)):
        return DayOffer(on, _nearest(asked, starts))
    return DayOffer(on, None, refusal(asked, reading))
