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
from spaces.catalogue.models import Resource
from tests.bench.measure import Line, timed
from tests.bench.region import NOW, TODAY, Region
from tests.spaces.booking.services import storm

DAYS = 31
AVAILABILITY_MS, AVAILABILITY_QUERIES = 200, 8
DAY_VIEW_MS = 50
MOST_GROWTH = 1.5
HOT_SLOTS, WRITERS = 64, 32
OF_BARE_INSERTS = 0.5

OVERLAPS = """
SELECT count(*) FROM booking_occupancy one JOIN booking_occupancy other
    ON one.resource_id = other.resource_id AND one.place = other.place AND one.id < other.id
    AND one.start_at < other.end_at AND other.start_at < one.end_at
WHERE one.active AND other.active AND one.resource_id = %s
"""


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
    """32 writers on the same few hours: what inserts alone cost, then bookings with every rule."""
    room = region.resources[1]
    _forget(room.pk)  # nobody has any of these hours yet
    slots = list(_hot_slots())
    bare = [(room.pk, *slot) for slot in slots for _ in range(WRITERS)]
    people = [person.pk for person in region.people[:WRITERS]]
    booked = [(room.pk, people[number % len(people)], *slot) for number, (_, *slot) in enumerate(bare)]
    with storm.processes(_database()) as pool:
        row = _rate("one row in SQL, 32 writers", room, pool, storm.insert_a_row, _rows(room, bare))
        inserted = _rate("bare insert by the same library, 32 writers", room, pool, storm.insert_once, bare)
        line = _rate("booking, 32 writers", room, pool, storm.book_once, booked, must_win=True)
        yield from (row, inserted.against(row), line.against(inserted, at_least=OF_BARE_INSERTS))


def _rows(room: Resource, bare: list[Any]) -> list[Any]:
    """The same attempts, as rows of a block that stands already."""
    block = Block.objects.create(resource=room, start_at=NOW, end_at=NOW + timedelta(days=365))
    return [(room.pk, block.pk, *times) for _, *times in bare]


def _rate(what: str, room: Resource, pool: Any, deed: Any, jobs: list[Any], *, must_win: bool = False) -> Line:
    begun = time.perf_counter()
    said: Counter[str] = storm.run(pool, deed, jobs)
    spent = time.perf_counter() - begun
    won, errors = said["booked"], sum(count for word, count in said.items() if word.startswith("error"))
    overlaps = _overlaps(room.pk)
    _forget(room.pk)
    size = f"{len(jobs):,} attempts, {HOT_SLOTS} slots, {won} won, {errors} errors, {overlaps} overlaps"
    holds = not overlaps and (not must_win or (won == HOT_SLOTS and not errors))
    return Line(what, size, len(jobs) / spent, unit="/s", holds=holds)


def _overlaps(resource_id: int) -> int:
    """How often two rows hold one place at one time: asked of what stands, whatever the constraint promises."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS, [resource_id])
        return int(cursor.fetchone()[0])


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
