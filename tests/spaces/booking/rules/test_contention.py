from hypothesis import given
from hypothesis import strategies as st

from spaces.booking.rules.contention import Contention, Stretch
from spaces.booking.rules.occupancy import Held, tracks
from spaces.booking.rules.places import fewest_places

numbers = st.integers(0, 4)
rows = st.lists(
    st.builds(
        lambda start, length, before, after: Held(start, start + length, before, after),
        st.integers(0, 40),
        st.integers(1, 12),
        numbers,
        numbers,
    ),
    max_size=9,
)


def on_places(some):
    """The same rows, each on a place of its own number."""
    lines = enumerate(fewest_places(some), 1)
    return [row._replace(place=number) for number, line in lines for row in line.rows]


@given(
    some=rows,
    wanted=st.builds(Stretch, st.integers(1, 15), numbers, numbers),
    capacity=st.integers(1, 6),
    seats=st.integers(1, 3),
)
def test_places_that_hold_nothing_change_no_answer(some, wanted, capacity, seats):
    """Rows without a number are counted start by start; those on places may be told free by their numbers alone."""
    counted = Contention(wanted, capacity, seats, tracks(some))
    by_number = Contention(wanted, capacity, seats, tracks(on_places(some)))
    assert by_number.refused == counted.refused


def test_as_many_empty_places_as_are_wanted_are_enough():
    """Also where an import put two on one place, closer than their buffers allow."""
    close = [Held(0, 10, 5, 5, place=1), Held(11, 20, 5, 5, place=1)]
    assert Contention(Stretch(30), 2, 1, tracks(close)).refused == []
    assert Contention(Stretch(30), 2, 2, tracks(close)).refused != []
