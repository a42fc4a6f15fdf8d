"""The woven picture: stable, light, and a true cloth."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.weave import CELL, FAMILIES, STRUCTURES, weave


def test_weave_is_the_same_for_the_same_identifier_and_differs_otherwise():
    cloths = {str(weave.__wrapped__(f"space {n}", "place")) for n in range(200)}
    assert weave.__wrapped__("space 1", "place") == weave("space 1", "place")
    assert len(cloths) > 190


@given(st.text(max_size=40), st.sampled_from(FAMILIES))
def test_weave_is_decorative_well_formed_and_under_4_kb(identifier, family):
    svg = weave(identifier, family, 42, 12)
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-hidden"] == "true"
    assert root.attrib["class"] == f"weave weave-{family}"
    assert len(svg) < 4096
    assert "style=" not in svg and "id=" not in svg


@given(st.text(max_size=20))
def test_weave_passes_each_thread_over_and_under(identifier):
    columns, rows = 16, 9
    over = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)v(\d+)", weave(identifier, "event", columns, rows)):
        over |= {(int(x) // CELL, row) for row in range(int(y) // CELL, (int(y) + int(length)) // CELL)}
    assert 0 < len(over) < columns * rows
    for row in range(rows):
        assert 0 < sum((column, row) in over for column in range(columns)) < columns


def test_weave_refuses_an_unknown_family():
    with pytest.raises(ValueError, match="place, event, people, project"):
        weave("x", "machine")


@pytest.mark.parametrize("structure", STRUCTURES.values(), ids=STRUCTURES)
def test_structure_repeats_without_a_thread_that_never_crosses(structure):
    width = {len(row) for row in structure}
    assert len(width) == 1
    assert all("1" in row and "0" in row for row in structure)
    assert all(len({row[column] for row in structure}) == 2 for column in range(width.pop()))
