"""What else a booking could have instead, at a time: the other resources of its space."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from spaces.booking.models import Booking
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.alternatives import MOST_TRIED, is_theirs_to_book
from spaces.booking.services.judging import check_sense, refusals_of_time
from spaces.booking.services.reading import read
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource

MOST = 5


@dataclass(frozen=True)
class Elsewhere:
    """Another resource at a time. `code`: the first rule about the time that speaks against it, whoever asks."""

    request: Request
    code: Refusal | None

    @property
    def resource(self) -> Resource:
        return self.request.resource


def elsewhere(booking: Booking, *, start: datetime, end: datetime, by: Any) -> list[Elsewhere]:
    """Those with as many places: free ones first, of these its like first. Six queries, whatever their number.

    None for times that make no sense.
    """
    request, kind = Request.to_move(booking, by=by, start=start, end=end), booking.resource.kind
    try:
        check_sense(request)
    except BookingRefused:
        return []
    return sorted(_judged(request, _others(booking)), key=lambda one: (one.code is not None, one.resource.kind != kind))


@dataclass(frozen=True)
class Equivalents:
    """The first that somebody can have by themselves, and how many more are free at that time, for them or others."""

    first: list[Elsewhere]
    more: int = 0


def equivalents(booking: Booking, *, start: datetime, end: datetime) -> Equivalents:
    """What its person can have then by themselves: of its kind first, of these what has most of what it has.

    A few queries for each of the first ten.
    """
    found = elsewhere(booking, start=start, end=end, by=booking.themselves)
    free = sorted((one for one in found if one.code is None), key=lambda one: _unlike(one.resource, booking))
    tried = iter(free[:MOST_TRIED])
    first = list(islice((one for one in tried if is_theirs_to_book(one.request)), MOST))
    return Equivalents(first, more=len(list(tried)) + len(free[MOST_TRIED:]))


def _unlike(other: Resource, booking: Booking) -> tuple[bool, int, bool]:
    """How far it is from what a booking has: another kind, features that it lacks, room for fewer people."""
    own = booking.resource
    lacks = len(set(own.offers) - set(other.offers))
    return other.kind != own.kind, lacks, (other.people or 0) < (own.people or 0)


def _others(booking: Booking) -> list[Resource]:
    there = booking.resource.space.resources.in_service().filter(capacity__gte=booking.seats)
    others = list(there.exclude(pk=booking.resource_id).prefetch_related("prices"))
    for other in others:
        other.space = booking.resource.space
    return others


def _judged(request: Request, others: list[Resource]) -> Iterator[Elsewhere]:
    if not others:
        return
    reading = read(others, request.start_at, request.end_at, besides=request.besides)
    for other in others:
        asked = replace(request, resource=other)
        reasons = refusals_of_time(reading.bookable(other, request.seats), asked)
        yield Elsewhere(asked, Refusal.first_of(reasons))
