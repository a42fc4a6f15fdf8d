"""A kind of thing across the network: what is free at a time, and when the rest is free first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from maillage.base.instants import MINUTE, Instant, from_wall, to_local, to_utc
from maillage.base.zones import get_zone
from spaces.booking.rules import availability as rules
from spaces.booking.rules.availability import Wish
from spaces.booking.services.availability import ask, read_days
from spaces.booking.services.pricing import price_of
from spaces.booking.services.reading import Reading
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote

LOOK_AHEAD = timedelta(days=6)


@dataclass(frozen=True)
class Offer:
    """A resource at the time asked for, or (`is_then` False) at the first that is free from that day on."""

    resource: Resource
    start: datetime
    end: datetime
    seats: int
    is_then: bool
    quote: Quote | None


def offers(resources: Iterable[Resource], *, on: date, from_min: int, until_min: int, people: int = 1) -> list[Offer]:
    """What so many people can have of `resources` (with their space and prices at hand), on the clock of each place.

    `from_min` and `until_min` count from midnight. Nothing of those that are free on none of the next seven days.
    Four queries, whatever the number of resources.
    """
    fitting = [resource for resource in resources if _fits(resource, people)]
    if not fitting:
        return []
    reading = read_days(fitting, ask(on, on + LOOK_AHEAD, until_min - from_min + 60))  # an hour for the clocks' change
    found = [_offer(resource, reading, on, (from_min, until_min), people) for resource in fitting]
    return [offer for offer in found if offer is not None]


def _fits(resource: Resource, people: int) -> bool:
    """Whether so many people find a place in it."""
    if resource.is_pool or people == 1:
        return resource.capacity >= people
    return resource.people is not None and resource.people >= people


def _offer(resource: Resource, reading: Reading, on: date, hours: tuple[int, int], people: int) -> Offer | None:
    zone, seats = get_zone(resource.space.time_zone), people if resource.is_pool else 1
    start, end = (from_wall(on, minute, zone) for minute in hours)
    if end <= start:  # the clock skipped all of it
        return None
    question = ask(on, on + LOOK_AHEAD, (end - start) // MINUTE, seats)
    bookable = reading.bookable(resource, seats)
    is_then = rules.judge(bookable, Wish(to_utc(start), to_utc(end), question.now, seats)) is None
    first: Instant | None = start if is_then else next(iter(rules.start_instants(bookable, question)), None)
    if first is None:
        return None
    times = to_local(first, zone), to_local(first + end - start, zone)
    asked = Request.new(resource, start=times[0], end=times[1], person=None, by=None, seats=seats)
    return Offer(resource, *times, seats, is_then, price_of(asked))
