"""Requests that cannot all be had."""

import pytest

from spaces.booking.rules.competing import Rival, compete, side_by_side
from spaces.booking.rules.tree import Node, Tree
from tests.factories.booking import on

HALL, ROOM, OTHER, POOL, BEAMER = range(1, 6)
TREE = Tree(
    {Node(HALL, None, 1), Node(ROOM, HALL, 1), Node(OTHER, HALL, 1), Node(POOL, None, 3), Node(BEAMER, None, 1)},
    [(ROOM, BEAMER), (OTHER, BEAMER)],
)


def want(resource, hours, seats=1):
    return Rival(resource, seats, *on(hours))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((ROOM, "10-12"), (ROOM, "11-13"), True),
        ((ROOM, "10-12"), (ROOM, "12-13"), False),
        ((ROOM, "10-12"), (HALL, "11-13"), True),
        ((HALL, "10-12"), (ROOM, "11-13"), True),
        ((ROOM, "10-12"), (OTHER, "11-13"), True),  # both need the projector
        ((POOL, "10-12", 2), (POOL, "11-13", 1), False),
        ((POOL, "10-12", 2), (POOL, "11-13", 2), True),
        ((POOL, "10-12"), (ROOM, "10-12"), False),
    ],
)
def test_two_compete_when_both_cannot_be_had(one, other, expected):
    assert compete(want(*one), want(*other), TREE) is expected
    assert compete(want(*other), want(*one), TREE) is expected


def test_rivals_of_rivals_are_side_by_side():
    def near(one, other):
        return abs(one - other) <= 1

    assert side_by_side([1, 5, 3, 2, 9], near) == [[1, 3, 2], [5], [9]]
