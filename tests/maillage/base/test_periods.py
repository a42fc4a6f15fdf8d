from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from maillage.base.instants import ALWAYS, MINUTE
from maillage.base.periods import Period, common, merge, outside, period_at, subtract, sweep

periods = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: Period(min(ends), max(ends))),
    max_size=8,
)


def instants(of) -> set[int]:
    return {instant for start, end in of for instant in range(start, end)}


def test_overlaps_is_false_when_periods_touch():
    assert not Period(1, 3).overlaps(Period(3, 5))
    assert not Period(3, 5).overlaps(Period(1, 3))
    assert Period(1, 4).overlaps(Period(3, 5))


def test_holds_its_start_and_not_its_end():
    assert [Period(2, 4).holds(instant) for instant in (1, 2, 3, 4)] == [False, True, True, False]


def test_between_keeps_every_microsecond():
    start_at = datetime(2026, 6, 16, 10, 0, 0, 1, UTC)
    period = Period.between(start_at, start_at + timedelta(minutes=90))
    assert (period.start_at, period.end_at) == (start_at, datetime(2026, 6, 16, 11, 30, 0, 1, UTC))
    assert period.length == 90 * MINUTE


def test_merge_joins_what_touches_and_drops_what_is_empty():
    assert merge([Period(5, 6), Period(1, 3), Period(3, 4), Period(9, 9), Period(8, 7), Period(2, 3)]) == [
        Period(1, 4),
        Period(5, 6),
    ]


def test_subtract_cuts_several_windows_with_one_long_removal():
    windows = [Period(0, 4), Period(6, 8), Period(10, 14)]
    assert subtract(windows, [Period(1, 2), Period(3, 11), Period(13, ALWAYS)]) == [
        Period(0, 1),
        Period(2, 3),
        Period(11, 13),
    ]


def test_period_at_finds_none_in_the_gap_and_at_an_end():
    found = [period_at([Period(1, 3), Period(5, 6)], instant) for instant in (0, 1, 3, 5, 6)]
    assert found == [None, Period(1, 3), None, Period(5, 6), None]


def test_sweep_gives_each_piece_with_what_lasts_through_it():
    marked = [(Period(0, 4), "a"), (Period(2, 6), "b"), (Period(8, 9), "c"), (Period(3, 3), "empty")]
    assert list(sweep(marked)) == [
        (Period(0, 2), ["a"]),
        (Period(2, 4), ["a", "b"]),
        (Period(4, 6), ["b"]),
        (Period(8, 9), ["c"]),
    ]


@given(periods)
def test_merge_keeps_the_same_instants_in_order_and_apart(some):
    merged = merge(some)
    assert instants(merged) == instants(some)
    assert all(one.end < other.start for one, other in pairwise(merged))


@given(periods, periods)
def test_subtract_is_that_of_sets(some, others):
    some, others = merge(some), merge(others)
    assert instants(subtract(some, others)) == instants(some) - instants(others)
    assert all(start < end for start, end in subtract(some, others))


@given(st.sets(st.integers(-2, 32)).map(sorted), periods)
def test_outside_leaves_what_no_period_holds(some, held):
    assert outside(some, held) == [instant for instant in some if instant not in instants(held)]


@given(st.lists(periods, max_size=4))
def test_common_is_that_of_sets_and_nothing_of_none(sets):
    assert instants(common(sets)) == (set.intersection(*map(instants, sets)) if sets else set())


@given(periods)
def test_sweep_counts_as_one_does_instant_by_instant(some):
    counted = {
        instant: len(items)
        for piece, items in sweep((period, index) for index, period in enumerate(some))
        for instant in range(*piece)
    }
    assert counted == {instant: sum(period.holds(instant) for period in some) for instant in instants(some)}
