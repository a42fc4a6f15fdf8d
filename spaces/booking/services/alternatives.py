"""What else could be had, when somebody was quicker."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from maillage.base import dates
from maillage.base.instants import local_day, midnight, to_instant, to_utc
from spaces.booking.rules.availability import MOST_DAYS
from spaces.booking.rules.nearness import apart
from spaces.booking.services.availability import free_starts, is_free
from spaces.booking.services.judging import Standing, read_standing
from spaces.booking.services.reading import Reading, read
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource

MOST = 5
MOST_TRIED = 10  # of its like: each is looked at for this person, who may have none of them
MOST_OTHER_TIMES = 3  # so that other resources are among the five, where there are any
DAYS_AHEAD = 6
DAY = timedelta(days=1)

Alternative = dict[str, str]


def alternatives(request: Request, known: Reading | None = None, *, with_its_like: bool = True) -> list[Alternative]:
    """Up to five that this person may have: the same resource at the nearest free times, then its like at this time.

    What moves is not in its own way, and is not offered what it has.
    A few queries for each of the first ten of its like that are free then. `known`: what was read to judge the request,
    whose tree, hours and demands are not asked for again.
    """
    others = [replace(request, resource=one) for one in _like(request.resource)] if with_its_like else []
    resources = [request.resource, *(other.resource for other in others)]
    around = request.start_at - DAY, request.end_at + (DAYS_AHEAD + 1) * DAY
    reading = read(resources, *around, besides=request.besides, known=known)
    free = islice((other for other in others if is_free(other, reading)), MOST_TRIED)
    elsewhere = [_say(other, request.start_at) for other in islice(filter(is_theirs_to_book, free), MOST)]
    here = [_say(one, one.start_at) for one in islice(_theirs(request, reading, known), MOST)]
    return [*here[: max(MOST_OTHER_TIMES, MOST - len(elsewhere))], *elsewhere][:MOST]


def _theirs(request: Request, reading: Reading, known: Reading | None) -> Iterator[Request]:
    """The same resource at the free times of its day and of those after it that this person may have, nearest first."""
    end_at = request.end_at + (DAYS_AHEAD + 1) * DAY
    standing = read_standing(replace(request, start_at=request.start_at - DAY, end_at=end_at), known)
    from_on = local_day(to_instant(request.start_at), request.zone)
    for start in _by_nearness(request, reading, from_on, DAYS_AHEAD + 1):
        one = request.at(start)
        if not _is_its_own(request, start) and not standing.refusals(one.start_at, one.end_at):
            yield one


def nearest(request: Request) -> Request | None:
    """The same resource for as long at the nearest time, about a month around, that its person may have.

    A dozen queries.
    """
    day = local_day(to_instant(request.start_at), request.zone)
    first_on = max(local_day(to_instant(request.now), request.zone), day - DAYS_AHEAD * DAY)
    start_at, end_at = (to_utc(midnight(on, request.zone)) for on in (first_on, first_on + MOST_DAYS * DAY))
    end_at += request.end_at - request.start_at
    reading = read([request.resource], start_at - DAY, end_at + DAY)
    standing = read_standing(replace(request, start_at=start_at, end_at=end_at))
    found = (request.at(start) for start in _by_nearness(request, reading, first_on, MOST_DAYS))
    return next((one for one in found if not standing.refusals(one.start_at, one.end_at)), None)


def that_day(requests: Sequence[Request]) -> list[list[Request]]:
    """For each date of one series: the same resource at other times of its day, then its like at the same time.

    Only what this person may have. `requests` differ by their times alone; as many queries for one as for all,
    and a few for each resource of its kind in the space.
    """
    if not requests:
        return []
    first, last_end = requests[0], max(request.end_at for request in requests)
    resources = [first.resource, *_like(first.resource)]
    reading = read(resources, first.start_at - DAY, last_end + DAY)
    standings = {
        resource.pk: read_standing(replace(first, resource=resource), until=last_end) for resource in resources
    }
    return [_that_day(request, resources[1:], reading, standings) for request in requests]


def _that_day(
    request: Request, like: list[Resource], reading: Reading, standings: dict[int, Standing]
) -> list[Request]:
    found = [request.at(start) for start in _nearest(request, reading)]
    found += [other for resource in like if is_free(other := replace(request, resource=resource), reading)]
    return [one for one in found if not standings[one.resource.pk].refusals(one.start_at, one.end_at)]


def _is_its_own(request: Request, start: datetime) -> bool:
    """Whether this is where a booking that moves is already."""
    was = request.besides
    if was is None or request.moves_elsewhere:
        return False
    return (was.start_at, was.end_at) == (start, start + (request.end_at - request.start_at))


def is_theirs_to_book(request: Request) -> bool:
    """Whether nothing about the person speaks against it. A few queries."""
    return not read_standing(request).refusals(request.start_at, request.end_at)


def _like(resource: Resource) -> list[Resource]:
    """The other resources of its kind in its space."""
    same = Resource.objects.in_service().filter(space=resource.space_id, kind=resource.kind)
    like = list(same.exclude(pk=resource.pk).prefetch_related("prices", "habilitations"))
    for other in like:
        other.space = resource.space
    return like


def _nearest(request: Request, reading: Reading) -> list[datetime]:
    """The free starts of its day, the nearest to what was asked first. In UTC."""
    on = local_day(to_instant(request.start_at), request.zone)
    return list(islice(_by_nearness(request, reading, on, 1), MOST))


def _by_nearness(request: Request, reading: Reading, from_on: date, days: int) -> Iterator[datetime]:
    """The free starts of so many days, the nearest to what was asked first. In UTC."""
    asked = to_instant(request.start_at)
    found = free_starts(request, reading, from_on=from_on, days=days)
    return map(to_utc, sorted(found, key=lambda start: apart(start, asked, request.zone)))


def _say(request: Request, start: datetime) -> Alternative:
    """`start` in UTC: adding to a local datetime would add wall-clock time."""
    return {
        "resource": request.resource.path,
        "start": dates.local(start, request.zone).isoformat(),
        "end": dates.local(start + (request.end_at - request.start_at), request.zone).isoformat(),
    }
