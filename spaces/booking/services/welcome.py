"""Somebody stands at the desk, or telephones: the team books for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from maillage.base import clock
from maillage.base.instants import ONE_MINUTE, to_utc
from spaces.booking.models import Booking, Source, State
from spaces.booking.rules.availability import (
    MOST_DAYS,
    STAY_MIN,
    STAY_STEP_MIN,
    Wish,
    free_places,
    free_until,
    start_instants,
)
from spaces.booking.rules.refusals import CONFLICTS, OF_ANOTHER_START
from spaces.booking.services.alternatives import alternatives
from spaces.booking.services.availability import A_DAY, ask, read_days
from spaces.booking.services.booking import book
from spaces.booking.services.judging import Case, check_sense
from spaces.booking.services.once import Booked, once
from spaces.booking.services.reading import read, rules_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.states import check_in
from spaces.catalogue.models import Resource

USUAL_MIN = 60
STEP, LONGEST = timedelta(minutes=STAY_STEP_MIN), timedelta(minutes=STAY_MIN)


@dataclass(frozen=True)
class FreeNow:
    """A resource that somebody could sit down at: until when, on how many places."""

    resource: Resource
    until_at: datetime
    places: int


@dataclass(frozen=True)
class NextStay:
    """The first time of a resource that can be booked, in UTC."""

    resource: Resource
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, kw_only=True)
class Guest:
    """For whom: somebody with an account, or the name that was typed."""

    person: Any = None
    name: str = ""


def this_moment() -> datetime:
    """When a stay that is written down now began: minutes of five, so that it ends on them as well."""
    now = clock.now().replace(second=0, microsecond=0)
    return now - timedelta(minutes=now.minute % STAY_STEP_MIN)


def free_now(resources: Iterable[Resource]) -> list[FreeNow]:
    """Those that are free at this moment, with their `space` at hand. Four queries."""
    resources, start_at = list(resources), this_moment()
    wish = Wish(start_at, start_at + STEP, clock.now())
    reading = read(resources, start_at, start_at + LONGEST)
    found = []
    for resource in resources:
        bookable = reading.bookable(resource)
        if until_at := free_until(bookable, wish):
            found.append(FreeNow(resource, until_at, free_places(bookable, wish)))
    return found


def next_stay(resources: Iterable[Resource], *, since: date) -> NextStay | None:
    """The first time from a day of the place on that one of them is free, for an hour or as near to it as may be.

    `resources` of one space, with it at hand; of those that are free at once, the first. None: not within a month.
    Four queries.
    """
    usual_min = {one: _usual_min(one) for one in resources}
    if not usual_min:
        return None
    question = ask(since, since + (MOST_DAYS - 1) * A_DAY, max(usual_min.values()))
    reading = read_days(usual_min, question)
    found = []
    for resource, minutes in usual_min.items():
        starts = start_instants(reading.bookable(resource), replace(question, duration_min=minutes))
        if starts:
            start_at = to_utc(starts[0])
            found.append(NextStay(resource, start_at, start_at + minutes * ONE_MINUTE))
    return min(found, key=lambda one: one.start_at, default=None)


def _usual_min(resource: Resource) -> int:
    rules = rules_of(resource)
    return max(1, min(max(USUAL_MIN, rules.shortest_min), rules.longest_min))


def refusal_of(request: Request, *, is_named: bool) -> BookingRefused | None:
    """Why it would be refused as it is asked now; before somebody `is_named`, only for its time.

    `detail["alternatives"]`: what is free instead, where another start would do. Seven queries, a few for these.
    """
    try:
        check_sense(request)
        Case.read(request).settle(whoever=not is_named)
    except BookingRefused as refusal:
        return offering(refusal, request)
    return None


def offering(refusal: BookingRefused, request: Request) -> BookingRefused:
    """The same, with what is free instead in `detail["alternatives"]`, where another start would do. No query yet."""
    if refusal.code in OF_ANOTHER_START:
        refusal.offer = lambda: alternatives(request, with_its_like=refusal.code in CONFLICTS)
    return refusal


def welcome(
    resource: Resource,
    *,
    key: str,
    guest: Guest,
    start: datetime,
    end: datetime,
    by: Any,
    seats: int = 1,
    note: str = "",
    override_reason: str = "",
    **more: Any,
) -> Booked:
    """Book for somebody else, once for each form (`key`). Who begins now is noted as arrived; `more` is as for `book`.

    `start` within the last minutes: they stand there, and the rules for those who book from afar do not count.
    """
    is_here = start <= clock.now()
    asked: dict[str, Any] = {"start": start, "end": end, "seats": seats, "note": note, **more}

    def work() -> Booking:
        whom: dict[str, Any] = {"person": guest.person, "guest_name": "" if guest.person else guest.name, "by": by}
        booking = book(resource, source=Source.STAFF, override_reason=override_reason, on_site=is_here, **whom, **asked)
        if is_here and booking.state == State.CONFIRMED:
            return check_in(booking, by=by, override_reason=override_reason)
        return booking

    who = guest.person.pk if guest.person else guest.name
    return once(by, key=key, asked=(resource.path, who, start, end, seats), space_id=resource.space_id, work=work)
