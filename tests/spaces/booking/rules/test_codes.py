"""Codes as people type, say and scan them."""

import pytest

from spaces.booking.rules.codes import ALPHABET, LENGTH, read_code, spaced


def test_no_two_characters_are_taken_for_each_other():
    assert not set("01IOLU") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "7KM2PX",
        "7km2px",
        " 7KM 2PX ",
        "7km-2px",
        "7 K M 2 P X",
        "https://maillage.example/en/lieux/la-centrale/arrivee/7KM2PX/",
    ],
)
def test_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "7KM2PX"


@pytest.mark.parametrize(
    "typed", ["", "7KM2P", "7KM2PX9", "7KM2P0", "ééééééé", "https://example.org/", "/" * 6, "//[", "\x00" * 6]
)
def test_anything_else_is_no_code(typed):
    assert read_code(typed) == ""


def test_code_is_said_in_two_halves():
    assert spaced("7KM2PX") == "7KM 2PX"
    assert len(spaced("")) == 0 and LENGTH == 6
