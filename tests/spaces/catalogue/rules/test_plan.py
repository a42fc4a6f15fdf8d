"""The plan of a room: its order for reading, its first arrangement."""

from hypothesis import given
from hypothesis import strategies as st

from spaces.catalogue.rules.plan import Box, laid_out, reading_order


def test_desks_are_read_line_by_line_even_where_the_hand_trembled():
    boxes = {
        "d": Box(10, 60, 15, 20),
        "b": Box(40, 13, 15, 20),
        "c": Box(70, 19, 15, 20),
        "a": Box(10, 15, 15, 20),
        "e": Box(40, 58, 15, 20),
    }

    assert reading_order(boxes) == ["a", "b", "c", "d", "e"]


def test_a_line_ends_at_the_middle_of_its_first():
    assert reading_order({"low": Box(0, 10, 10, 10), "high": Box(50, 0, 10, 20)}) == ["high", "low"]
    assert reading_order({"low": Box(0, 9, 10, 10), "high": Box(50, 0, 10, 20)}) == ["low", "high"]


@given(st.integers(0, 600))
def test_first_arrangement_is_inside_and_in_order(count):
    boxes = laid_out(count)

    assert len(boxes) == count and all(box.is_inside for box in boxes)
    assert count > 200 or len(set(boxes)) == count
    assert count > 60 or reading_order(dict(enumerate(boxes))) == list(range(count))


def test_first_arrangement_of_eight_is_two_rows_that_leave_room_to_walk():
    boxes = laid_out(8)

    assert [(box.x, box.y) for box in boxes[:5]] == [(4, 15), (29, 15), (54, 15), (79, 15), (4, 65)]
    assert {(box.width, box.height) for box in boxes} == {(17, 20)}


def test_a_box_stays_on_its_plan():
    assert Box(0, 0, 100, 100).is_inside and Box(99, 99, 1, 1).is_inside
    assert not any(box.is_inside for box in (Box(-1, 0, 5, 5), Box(0, 96, 5, 5), Box(96, 0, 5, 5), Box(0, 0, 0, 5)))
