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
def test_index_bounds_the_period_on_both_sides():
    room = open_room()
    rows = Occupancy.objects.active().filter(Meets(NOON, NOON + HOUR), resource=room)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the table is too small for the index to pay
        plan = rows.explain()

    assert "occupancy_within_reach" in plan
    assert "tstzrange(clear_from, clear_until) &&" in plan
