"""Somebody stands at the desk, or telephones: the team books for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from maillage.base import clock
from spaces.booking.models import Booking, Source, State
from spaces.booking.rules.availability import STAY_MIN, STAY_STEP_MIN, Wish, free_places, free_until
from spaces.booking.services.booking import book
from spaces.booking.services.once import Booked, once
from spaces.booking.services.reading import read
from spaces.booking.services.states import check_in
from spaces.catalogue.models import Resource

STEP, LONGEST = timedelta(minutes=STAY_STEP_MIN), timedelta(minutes=STAY_MIN)


@dataclass(frozen=True)
class FreeNow:
    """A resource that somebody could sit down at: until when, on how many places."""

    resource: Resource
    until_at: datetime
    places: int


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
) -> Booked:
    """Book for somebody else, once for each form (`key`). Who begins now is noted as arrived.

    `start` within the last minutes: they stand there, and the rules for those who book from afar do not count.
    """
    is_here = start <= clock.now()
    asked: dict[str, Any] = {"start": start, "end": end, "seats": seats, "note": note}

    def work() -> Booking:
        whom: dict[str, Any] = {"person": guest.person, "guest_name": "" if guest.person else guest.name, "by": by}
        booking = book(resource, source=Source.STAFF, override_reason=override_reason, on_site=is_here, **whom, **asked)
        if is_here and booking.state == State.CONFIRMED:
            return check_in(booking, by=by, override_reason=override_reason)
        return booking

    who = guest.person.pk if guest.person else guest.name
    return once(by, key=key, asked=(resource.path, who, start, end, seats), space_id=resource.space_id, work=work)
