"""What a resource may be like."""

import pytest

from spaces.catalogue.rules.shape import is_inside_itself, nothing_bookable


@pytest.mark.parametrize(
    ("step", "shortest", "longest", "nothing"),
    [(60, None, None, False), (60, 60, 480, False), (60, 120, 60, True), (120, None, 60, True), (120, 60, 60, True),
     (60, 61, 90, True), (60, 60, 90, False), (15, 30, 30, False)],
)  # fmt: skip
def test_nothing_bookable(step, shortest, longest, nothing):
    assert nothing_bookable(step, shortest, longest) is nothing


@pytest.mark.parametrize(
    ("resource", "parent", "circle"),
    [(1, None, False), (1, 1, True), (3, 1, False), (1, 3, True), (9, 3, False), (9, 5, False)],
)
def test_is_inside_itself(resource, parent, circle):
    parents = {1: None, 2: 1, 3: 2, 4: 5, 5: 4}

    assert is_inside_itself(resource, parent, parents) is circle
