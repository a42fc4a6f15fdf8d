"""What else could be had, when somebody was quicker."""

from dataclasses import replace
from datetime import datetime, timedelta

from maillage.base import dates
from maillage.base.instants import to_instant
from spaces.booking.rules.availability import Question, judge, starts
from spaces.booking.services.reading import Reading, read
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource

MOST = 5
MOST_OTHER_TIMES = 3  # so that other resources are among the five, where there are any
DAYS_AHEAD = 6
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

Alternative = dict[str, str]


def alternatives(request: Request, known: Reading) -> list[Alternative]:
    """Up to five: the same resource at the nearest free times, then its like at the same time.

    `known`: what was read to judge the request; only the rows of other days and resources are new.
    """
    like = Resource.objects.in_service().filter(space=request.resource.space_id, kind=request.resource.kind)
    others = [replace(request, resource=resource) for resource in like if resource.pk != request.resource.pk]
    for other in others:
        other.resource.space = request.resource.space
    resources = [request.resource, *(other.resource for other in others)]
    reading = read(resources, request.start_at - DAY, request.end_at + (DAYS_AHEAD + 1) * DAY, known=known)
    elsewhere = [_say(other, request.start_at) for other in others if _is_free(other, reading)]
    here = [_say(request, start) for start in _other_times(request, reading)]
    return [*here[: max(MOST_OTHER_TIMES, MOST - len(elsewhere))], *elsewhere][:MOST]


def _is_free(request: Request, reading: Reading) -> bool:
    return judge(reading.bookable(request.resource, request.seats), request.wish) is None


def _other_times(request: Request, reading: Reading) -> list[datetime]:
    """The free starts of the coming days, the nearest to what was asked first."""
    from_on = dates.local(request.start_at, request.zone).date()
    question = Question(
        from_on=from_on,
        until_on=from_on + DAYS_AHEAD * DAY,
        duration_min=(request.end_at - request.start_at) // MINUTE,
        now=request.now,
        seats=request.seats,
    )
    found = starts(reading.bookable(request.resource, request.seats), question)
    asked = to_instant(request.start_at)
    return sorted(found, key=lambda start: abs(to_instant(start) - asked))[:MOST]


def _say(request: Request, start: datetime) -> Alternative:
    # Through UTC: adding to a local datetime adds wall-clock time.
    end = dates.local(start, "UTC") + (request.end_at - request.start_at)
    return {
        "resource": request.resource.path,
        "start": dates.local(start, request.zone).isoformat(),
        "end": dates.local(end, request.zone).isoformat(),
    }
