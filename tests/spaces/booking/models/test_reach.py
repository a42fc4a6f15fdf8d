"""Rows within reach of a period, on either engine: those whose own buffers touch it, and no others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from spaces.booking.models import Block, Occupancy
from spaces.booking.models.reach import Meets
from tests.factories.booking import open_room

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hold(block: Block, start: int, end: int, before: int, after: int, place: int) -> Occupancy:
    """A row of a few hours around noon, with buffers of whole hours."""
    return Occupancy.objects.create(
        resource=block.resource,
        block=block,
        kind="block",
        place=place,
        start_at=NOON + start * HOUR,
        end_at=NOON + end * HOUR,
        buffer_before=before * 60,
        buffer_after=after * 60,
    )


hours = st.integers(-6, 6)
rows = st.tuples(hours, st.integers(1, 4), st.integers(0, 3), st.integers(0, 3))


class MeetsTest(TestCase):
    """Hypothesis with a database of its own for each example."""

    @settings(max_examples=40)
    @given(st.lists(rows, max_size=5), hours, st.integers(1, 4))
    def test_rows_are_those_that_share_an_hour_with_the_period(self, rows, start, length):
        block = Block.objects.create(resource=open_room(), start_at=NOON, end_at=NOON + HOUR)
        for place, (at, lasts, before, after) in enumerate(rows, 1):
            hold(block, at, at + lasts, before, after, place)

        found = Occupancy.objects.filter(Meets(NOON + start * HOUR, NOON + (start + length) * HOUR))

        asked = set(range(start, start + length))
        expected = {
            place
            for place, (at, lasts, before, after) in enumerate(rows, 1)
            if asked & set(range(at - before, at + lasts + after))
        }
        assert set(found.values_list("place", flat=True)) == expected


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no index over periods")
def test_index_is_over_the_very_period_that_is_asked_for():
    """Which index a small table is read by is the planner's own; that this one can serve is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'occupancy_within_reach'")
        (definition,) = cursor.fetchone()

    assert "USING gist (resource_id, tstzrange(clear_from, clear_until)) WHERE active" in definition
    asked = str(Occupancy.objects.filter(Meets(NOON, NOON + HOUR)).query)
    assert 'TSTZRANGE("booking_occupancy"."clear_from", "booking_occupancy"."clear_until") &&' in asked
