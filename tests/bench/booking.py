"""The booking engine: availability, the day of a space, and many writers at once."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from spaces.booking.models import Block, Booking
from spaces.booking.services.availability import many
from tests.bench.measure import Line, timed
from tests.bench.region import TODAY, Region
from tests.spaces.booking.services import storm

DAYS = 31
AVAILABILITY_MS, AVAILABILITY_QUERIES = 200, 8
DAY_VIEW_MS = 50
MOST_GROWTH = 1.5
HOT_SLOTS, WRITERS = 64, 32
OF_BARE_INSERTS = 0.5


def reads(region: Region) -> dict[str, Line]:
    """What it takes to look, with the bookings that stand now."""
    resources, size = region.resources, f"{region.bookings:,} bookings"
    until_on = TODAY + timedelta(days=DAYS - 1)
    client, address = Client(), f"/lieux/{region.spaces[0].slug}/reserver/"

    def month() -> object:
        return many(resources, from_on=TODAY, until_on=until_on, duration=60)

    def day() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer

    return {
        "availability": timed(f"availability, {len(resources)} resources × {DAYS} days", size, month).within(
            at_most_ms=AVAILABILITY_MS, queries=AVAILABILITY_QUERIES
        ),
        "day": timed("day view of a space", size, day).within(at_most_ms=DAY_VIEW_MS),
    }


def writes(region: Region) -> Iterator[Line]:
    """32 writers on the same few hours: bare inserts under the constraint, then bookings with every rule."""
    room = region.resources[1]
    slots = list(_hot_slots())
    bare = [(room.pk, *slot) for slot in slots for _ in range(WRITERS)]
    people = [person.pk for person in region.people[:WRITERS]]
    booked = [(room.pk, people[number % len(people)], *slot) for number, (_, *slot) in enumerate(bare)]
    with storm.processes(_database()) as pool:
        inserted = _rate("bare insert, 32 writers", storm.run, pool, storm.insert_once, bare)
        yield inserted
        _forget(room.pk)
        line = _rate("booking, 32 writers", storm.run, pool, storm.book_once, booked)
        yield line.against(inserted, at_least=OF_BARE_INSERTS)


def _rate(what: str, run: Any, pool: Any, deed: Any, jobs: list[Any]) -> Line:
    begun = time.perf_counter()
    said: Counter[str] = run(pool, deed, jobs)
    spent = time.perf_counter() - begun
    won, errors = said["booked"], sum(count for word, count in said.items() if word.startswith("error"))
    size = f"{len(jobs):,} attempts, {HOT_SLOTS} slots, {won} won, {errors} errors"
    return Line(what, size, len(jobs) / spent, unit="/s", holds=won == HOT_SLOTS and not errors)


def _hot_slots() -> Iterator[tuple[str, str]]:
    """Hours of free weekdays to come, as the storm names them."""
    day = TODAY + timedelta(days=1)
    for number in range(HOT_SLOTS):
        start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(
            days=7 * (number // 8), hours=7 + number % 8
        )
        yield start.isoformat(), (start + timedelta(hours=1)).isoformat()


def _database() -> dict[str, Any]:
    return {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER")}


def _forget(resource_id: int) -> None:
    """The hot slots as they were before."""
    Block.objects.filter(resource=resource_id).delete()
    Booking.objects.filter(resource=resource_id).delete()
