"""Which place of a pool: checked against every possible arrangement, for small pools."""

from datetime import UTC, datetime
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maillage.base.instants import MINUTE, to_instant
from spaces.booking.rules.occupancy import Held, clash, gap
from spaces.booking.rules.places import Placement, fewest_places, place, places_needed

DAY = to_instant(datetime(2026, 6, 16, tzinfo=UTC))


def row(hours: str, number: int = 0, before: int = 0, after: int = 0, **more) -> Held:
    """`row("10-12", 2)`: from 10 to 12 o'clock on place 2."""
    start, end = (DAY + int(float(hour) * 60) * MINUTE for hour in hours.split("-"))
    more.setdefault("ref", f"{hours} on {number}")
    return Held(start, end, before * MINUTE, after * MINUTE, place=number, **more)


def held(start: int, end: int, before: int = 0, after: int = 0, *, is_block: bool = False) -> Held:
    return Held(start * MINUTE, end * MINUTE, before * MINUTE, after * MINUTE, is_block)


# Two holders of one place


def test_gap_is_the_larger_buffer_and_none_for_a_block():
    first, second = held(0, 60, 5, 30), held(90, 120, 45, 5)
    assert gap(first, second) == 45 * MINUTE
    assert gap(first, second._replace(is_block=True)) == 0


def test_clash_looks_at_the_gap_in_the_order_of_time():
    first, second = held(0, 60, 90, 30), held(90, 120, 30, 90)
    assert not clash(first, second)
    assert not clash(second, first)
    assert clash(first, second._replace(start=89 * MINUTE))
    assert clash(held(0, 60, is_block=True), held(30, 40))


# Where a booking goes


def test_place_takes_the_first_free_numbers():
    assert place(row("10-12"), seats=2, capacity=4, held=[row("11-13", 2)]) == Placement((1, 3), {})


def test_place_moves_nobody_when_touching():
    assert place(row("10-12"), seats=1, capacity=1, held=[row("8-10", 1), row("12-13", 1)]) == Placement((1,), {})


def test_place_is_none_when_the_pool_is_full():
    assert place(row("10-12"), seats=1, capacity=2, held=[row("9-11", 1), row("10-11", 2)]) is None
    assert place(row("10-12"), seats=3, capacity=2, held=[]) is None


def test_place_lets_one_move_when_the_day_is_fragmented():
    scattered = [row("9-11", 1), row("11-13", 2)]
    assert place(row("9-13"), seats=1, capacity=2, held=scattered) == Placement((2,), {"11-13 on 2": 1})


def test_place_pushes_the_fewest():
    rows = [row("11-12", 1), row("12-13", 1), row("11-13", 2), row("9-11", 3)]
    assert place(row("10-13"), seats=1, capacity=3, held=rows) == Placement((2,), {"11-13 on 2": 3})


def test_place_lets_one_move_push_the_next():
    rows = [row("8-10", 1), row("8-9", 2), row("10-12", 2), row("11-14", 1), row("12-13", 2)]
    placement = place(row("9-11"), seats=1, capacity=2, held=rows)
    assert placement == Placement((2,), {"10-12 on 2": 1, "11-14 on 1": 2, "12-13 on 2": 1})


def test_place_never_moves_what_is_fixed():
    scattered = [row("9-11", 1), row("11-13", 2, is_fixed=True)]
    assert place(row("9-13"), seats=1, capacity=2, held=scattered) == Placement((1,), {"9-11 on 1": 2})
    both = [row("9-11", 1, is_fixed=True), row("11-13", 2, is_fixed=True)]
    assert place(row("9-13"), seats=1, capacity=2, held=both) is None


def test_place_leaves_alone_what_an_import_put_too_close():
    close = [
        row("8-9", 1, after=30),
        row("9-10", 1, before=30),
        row("9-10", 2),
        row("12-14", 2),
        row("10-12", 1),
    ]
    assert place(row("10-14"), seats=1, capacity=2, held=close) == Placement((2,), {"12-14 on 2": 1})


def test_place_ignores_numbers_beyond_a_pool_that_became_smaller():
    rows = [row("9-12", 1), row("9-12", 2), row("9-12", 3)]
    assert place(row("9-12"), seats=1, capacity=2, held=rows) is None
    assert place(row("12-13"), seats=2, capacity=2, held=rows) == Placement((1, 2), {})


def test_block_does_not_wait_for_a_buffer():
    rows = [row("9-10", 1, after=60), row("10-11", 2)]
    assert place(row("10-11", is_block=True), seats=1, capacity=2, held=rows) == Placement((1,), {})
    assert place(row("10-11"), seats=1, capacity=2, held=rows) is None


def test_bookings_with_different_buffers_are_arranged_so_that_they_fit():
    # What asks for 60 minutes before it can only follow what ended at 8; so what ends at 9 takes the other.
    rows = [row("7-8", 1), row("7-9", 2), row("9-10", 1)]
    placement = place(row("9.5-11", before=60), seats=1, capacity=2, held=rows)
    assert placement == Placement((1,), {"9-10 on 1": 2})


# Against every arrangement

buffers = st.sampled_from([0, 0, 1, 2, 3])


@st.composite
def bookings(draw, most: int = 6, varied: bool = True):
    start = draw(st.integers(0, 14))
    common = (draw(buffers), draw(buffers))
    rows = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, 14))
        own = (draw(buffers), draw(buffers)) if varied else common
        rows.append(held(start, start + draw(st.integers(1, 5)), *own))
    return rows


def arrangements(rows: list[Held], capacity: int):
    """Every way to give the rows places 1 to `capacity` so that none clash."""
    for numbers in product(range(1, capacity + 1), repeat=len(rows)):
        if all(a != b or not clash(x, y) for (a, x), (b, y) in combinations(zip(numbers, rows, strict=True), 2)):
            yield numbers


def fewest(rows: list[Held]) -> int:
    return next(count for count in range(len(rows) + 1) if next(arrangements(rows, count), None) is not None)


@settings(max_examples=400, deadline=None)
@given(bookings())
def test_places_needed_is_the_fewest_of_all_arrangements(rows):
    assert places_needed(rows) == fewest(rows)
    for line in fewest_places(rows):
        assert not any(clash(*pair) for pair in combinations(line.rows, 2))


@settings(max_examples=300, deadline=None)
@given(bookings(most=5, varied=False), bookings(most=2), st.booleans())
def test_places_needed_with_a_broken_place_is_never_too_few(rows, broken, without_buffers):
    rows = rows + [one._replace(is_block=True) for one in broken]
    if without_buffers:
        rows = [one._replace(before=0, after=0) for one in rows]
        assert places_needed(rows) == fewest(rows)
    assert places_needed(rows) >= fewest(rows)


@settings(max_examples=400, deadline=None)
@given(
    bookings(most=5),
    bookings(most=1),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(0, 10**6),
    st.booleans(),
)
def test_place_finds_room_whenever_any_arrangement_does(rows, wanted, capacity, seats, pick, uniform):
    if uniform:
        rows, wanted = ([one._replace(before=MINUTE, after=2 * MINUTE) for one in some] for some in (rows, wanted))
    assume(wanted)
    before = list(arrangements(rows, capacity))
    assume(before)
    numbers = before[pick % len(before)]  # however the bookings before it were spread
    there = [one._replace(place=number, ref=ref) for ref, (one, number) in enumerate(zip(rows, numbers, strict=True))]
    placement = place(wanted[0], seats=seats, capacity=capacity, held=there)
    if placement is None:
        assert next(arrangements([*rows, *wanted * seats], capacity), None) is None
        return
    after = [placement.moves.get(ref, number) for ref, number in enumerate(numbers)]
    assert (*after, *placement.places) in set(arrangements([*rows, *wanted * seats], capacity))
    assert all(placement.moves[ref] != numbers[ref] for ref in placement.moves)
