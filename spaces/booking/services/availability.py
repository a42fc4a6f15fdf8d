"""When something can be booked: for pages, API, command and calendars. Never cached: it decides."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.base.instants import ONE_MINUTE, YEARS, Instant, midnight, to_local, to_utc
from maillage.base.zones import get_zone
from spaces.booking.models import Booking
from spaces.booking.rules import availability as rules
from spaces.booking.rules.availability import MOST_DAYS, Question, Wish
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.reading import Reading, read, rules_of
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource

A_DAY = timedelta(days=1)
LOOK_AHEAD = 12  # times a month, for a resource without a horizon

Answer = dict[str, Any]


def availability(
    resource: Resource,
    *,
    from_on: date,
    until_on: date,
    duration: int,
    seats: int = 1,
    explain: bool = False,
) -> Answer:
    """`{"time_zone", "duration", "starts"}` of these days of the place, both included; at most 31.

    With `explain` also `"refused": [{"start", "code"}]`: every other start of the grid.
    Raises DomainError for a question that makes no sense. Four queries.
    """
    answers = many([resource], from_on=from_on, until_on=until_on, duration=duration, seats=seats, explain=explain)
    return answers[resource.pk]


def many(
    resources: Iterable[Resource],
    *,
    from_on: date,
    until_on: date,
    duration: int,
    seats: int = 1,
    explain: bool = False,
) -> dict[int, Answer]:
    """The same for many resources (with their `space` at hand), by key. As many queries as for one."""
    resources = list(resources)
    question = ask(from_on, until_on, duration, seats)
    reading = read_days(resources, question)
    wall = {resource.space.time_zone: Wall(resource.space.time_zone) for resource in resources}
    return {
        resource.pk: _answer(resource, question, reading, wall[resource.space.time_zone], explain)
        for resource in resources
    }


def first_free(
    resource: Resource, *, since: date | None = None, duration: int | None = None, seats: int = 1
) -> datetime | None:
    """The first start from now on or `since` a day, within the horizon or a year. Four queries a month looked at."""
    today = clock.today(get_zone(resource.space.time_zone))
    first_on = max(since or today, today)
    duration = duration or max(rules_of(resource).shortest_min, 1)
    horizon = resource.max_days_before
    months = LOOK_AHEAD if horizon is None else horizon // MOST_DAYS + 1
    for month in range(min(months, LOOK_AHEAD)):
        from_on = first_on + month * MOST_DAYS * A_DAY
        question = ask(from_on, from_on + (MOST_DAYS - 1) * A_DAY, duration, seats)
        reading = read_days([resource], question)
        if found := rules.starts(reading.bookable(resource, seats), question):
            return found[0]
    return None


def free_between(resources: Iterable[Resource], *, start: datetime, end: datetime, seats: int = 1) -> set[int]:
    """The keys of those that can be booked for just this time. Four queries."""
    resources = list(resources)
    wish = Wish(start.astimezone(UTC), end.astimezone(UTC), clock.now(), seats)
    reading = read(resources, wish.start_at, wish.end_at)
    return {resource.pk for resource in resources if rules.judge(reading.bookable(resource, seats), wish) is None}


def is_free(request: Request, reading: Reading) -> bool:
    """Whether what is asked for can be had, whoever asks."""
    return rules.judge(reading.bookable(request.resource, request.seats), request.wish) is None


def refusal(request: Request, reading: Reading) -> Refusal | None:
    """What speaks against what is asked for, whoever asks. That a start is none of those on offer is not enough."""
    found = rules.reasons(reading.bookable(request.resource, request.seats), request.wish)
    return Refusal.first_of(code for code in found if code != Refusal.OFF_GRID)


def free_starts(request: Request, reading: Reading, *, from_on: date, days: int) -> list[Instant]:
    """When else what is asked for could begin, for as long and on as many places, on so many days of the place."""
    until_on = from_on + (days - 1) * A_DAY
    question = Question(from_on, until_on, request.minutes, request.now, request.seats)
    return rules.start_instants(reading.bookable(request.resource, request.seats), question)


def ask(from_on: date, until_on: date, duration: int, seats: int = 1) -> Question:
    """A question to the rules, as of now. Raises DomainError where it makes no sense."""
    if until_on < from_on:
        raise DomainError("wrong_order", _("The last day comes before the first. Exchange them."))
    if (until_on - from_on).days >= MOST_DAYS:
        raise DomainError("too_many_days", _("Ask for %(count)s days at most.") % {"count": MOST_DAYS})
    if from_on.year not in YEARS or until_on.year not in YEARS:
        raise DomainError("malformed", _("This time is beyond any calendar. Choose another year."))
    try:
        return Question(from_on, until_on, duration, clock.now(), seats)
    except ValueError:
        raise DomainError(
            "malformed",
            _("Ask for a duration in whole minutes, a year at most, and one seat at least."),
        ) from None


def read_days(resources: Iterable[Resource], question: Question, *, besides: Booking | None = None) -> Reading:
    """What decides about the starts of a question. Days of the places differ by their zones."""
    resources = list(resources)
    zones: set[tzinfo] = {get_zone(resource.space.time_zone) for resource in resources} or {UTC}
    first = min(midnight(question.from_on, zone) for zone in zones)
    last = max(midnight(question.until_on + A_DAY, zone) for zone in zones)
    return read(resources, to_utc(first), to_utc(last) + question.duration_min * ONE_MINUTE, besides=besides)


class Wall(dict[Instant, str]):
    """Instants as a place's clock says them, each worked out once: resources of a region start together."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = get_zone(zone)

    def __missing__(self, instant: Instant) -> str:
        said = self[instant] = to_local(instant, self.zone).isoformat()
        return said


def _answer(resource: Resource, question: Question, reading: Reading, wall: Wall, explain: bool) -> Answer:
    bookable = reading.bookable(resource, question.seats)
    answer: Answer = {
        "time_zone": resource.space.time_zone,
        "duration": question.duration_min,
        "starts": [wall[start] for start in rules.start_instants(bookable, question)],
    }
    if explain:
        refused = rules.explain(bookable, question)
        answer["refused"] = [{"start": one.start_at.isoformat(), "code": str(one.code)} for one in refused]
    return answer
