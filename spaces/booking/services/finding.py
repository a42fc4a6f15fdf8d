"""A kind of thing across the network: what is free at a time, and when the rest is free nearest to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from maillage.base.instants import from_wall, to_local, to_utc
from maillage.base.zones import get_zone
from spaces.booking.rules.nearness import Apart, apart
from spaces.booking.services.availability import ask, free_starts, is_free, read_days
from spaces.booking.services.pricing import price_of
from spaces.booking.services.reading import Reading
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote

DAYS = 7


@dataclass(frozen=True)
class Offer:
    """A resource at the time asked for, or (`is_then` False) at the nearest that is free from that day on."""

    resource: Resource
    start: datetime
    end: datetime
    seats: int
    is_then: bool
    apart: Apart
    quote: Quote | None


def offers(resources: Iterable[Resource], *, on: date, from_min: int, until_min: int, people: int = 1) -> list[Offer]:
    """What so many people can have of `resources` (with their space and prices at hand), on the clock of each place.

    `from_min` and `until_min` count from midnight. Nothing of those that are free on none of the next seven days.
    Four queries, whatever the number of resources.
    """
    fitting = [resource for resource in resources if _fits(resource, people)]
    if not fitting:
        return []
    length = until_min - from_min + 60  # an hour for the clocks' change
    reading = read_days(fitting, ask(on, on + timedelta(DAYS - 1), length))
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
    asked = Request.new(resource, start=to_utc(start), end=to_utc(end), person=None, by=None, seats=seats)
    is_then = is_free(asked, reading)
    found = [start] if is_then else free_starts(asked, reading, from_on=on, days=DAYS)
    if not found:
        return None
    far, first = min((apart(one, start, zone), one) for one in found)
    last = first + end - start
    quote = price_of(replace(asked, start_at=to_utc(first), end_at=to_utc(last)))
    return Offer(resource, to_local(first, zone), to_local(last, zone), seats, is_then, far, quote)
