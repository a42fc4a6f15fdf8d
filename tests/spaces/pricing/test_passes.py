"""What passes cover, against counting minute by minute."""

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.instants import MINUTE, midnight
from spaces.pricing.rules import Cover, Lot, cover, days_of, kept, month_of

NOON = midnight(date(2026, 5, 20), UTC) + 720 * MINUTE
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


def covered(lots, minutes, seats):
    return cover(lots, days_of(NOON, NOON + minutes * MINUTE, UTC), seats=seats)


def said(found: Cover):
    return {one.key: one.amount for one in found.taken}, found.minutes


@pytest.mark.parametrize(
    ("lots", "minutes", "seats", "expected"),
    [
        ([Lot(1, "minutes", 600)], 120, 1, ({1: 120}, 120)),
        ([Lot(1, "minutes", 600)], 120, 2, ({1: 240}, 120)),
        ([Lot(1, "minutes", 90)], 120, 1, ({1: 90}, 90)),
        ([Lot(1, "minutes", 91)], 120, 2, ({1: 90}, 45)),
        ([Lot(1, "days", 5)], 120, 1, ({1: 1}, 120)),
        ([Lot(1, "days", 5)], 1440, 1, ({1: 1}, 1440)),
        ([Lot(1, "days", 5)], 1441, 1, ({1: 2}, 1441)),
        ([Lot(1, "days", 1)], 1441, 1, ({1: 1}, 720)),
        ([Lot(1, "days", 1)], 60, 2, ({}, 0)),
        ([Lot(1, "minutes", 60, JUNE), Lot(2, "minutes", 60, MAY)], 90, 1, ({2: 60, 1: 30}, 90)),
        ([Lot(1, "minutes", 60), Lot(2, "minutes", 60, JUNE)], 90, 1, ({2: 60, 1: 30}, 90)),
        ([Lot(1, "minutes", 0)], 60, 1, ({}, 0)),
        ([], 60, 1, ({}, 0)),
    ],
)
def test_cover_takes_what_expires_first(lots, minutes, seats, expected):
    assert said(covered(lots, minutes, seats)) == expected


lots = st.lists(
    st.tuples(st.sampled_from(["minutes", "days"]), st.integers(0, 400), st.sampled_from([None, MAY, JUNE])), max_size=4
)


@given(lots=lots, minutes=st.integers(1, 3000), seats=st.integers(1, 3))
def test_cover_is_what_counting_each_minute_finds(lots, minutes, seats):
    asked = [
        Lot(key, unit, left if unit == "minutes" else left % 3, last) for key, (unit, left, last) in enumerate(lots)
    ]

    assert said(covered(asked, minutes, seats)) == _counted(asked, minutes, seats)


def _counted(asked, minutes, seats):
    waiting = sorted(asked, key=lambda lot: (lot.last_on is None, lot.last_on or JUNE, lot.key))
    left = {lot.key: lot.left for lot in asked}
    ends = [(day.end - NOON) // MINUTE for day in days_of(NOON, NOON + minutes * MINUTE, UTC)]
    taken, paid_until = {}, 0
    for minute in range(minutes):
        if minute < paid_until:
            continue
        while waiting and left[waiting[0].key] < seats:
            waiting.pop(0)
        if not waiting:
            return taken, minute
        lot = waiting[0]
        left[lot.key] -= seats
        taken[lot.key] = taken.get(lot.key, 0) + seats
        paid_until = next(end for end in ends if end > minute) if lot.unit == "days" else minute + 1
    return taken, minutes


@pytest.mark.parametrize(
    ("taken", "percent", "at_least", "stays"),
    [
        ([120], 0, 0, [0]),
        ([120], 50, 0, [60]),
        ([1], 50, 0, [1]),
        ([3], 100, 0, [3]),
        ([100], 33, 0, [33]),
        ([240], 0, 60, [60]),
        ([240], 50, 60, [120]),
        ([30], 0, 60, [30]),
        ([40, 40], 50, 60, [40, 20]),
        ([], 50, 60, []),
    ],
)
def test_what_is_kept_of_what_was_taken(taken, percent, at_least, stays):
    assert kept(taken, percent, at_least) == stays


def test_month_has_all_its_days():
    assert month_of(date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
