"""Positions as people write them, and Lambert-93 against the projection written the other way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.catalogue.rules.places.coordinates import (
    CoordinateError,
    Point,
    distance_m,
    from_lambert_93,
    number,
    point,
    split_pair,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("47.2459", 47.2459),
        (" -1,5056 ", -1.5056),
        ("\u22121.5°", -1.5),
        ("1 234.5", 1234.5),
        ("4.8e1", 48.0),
        ("3", 3),
    ],
)
def test_number_reads_points_commas_and_degree_signs(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "48.85N", "48,8,5", "1,234.5", "--1", "1e", "0x1F"])
def test_number_refuses_what_is_no_number(text):
    with pytest.raises(CoordinateError) as raised:
        number(text, "latitude")

    assert (raised.value.code, raised.value.value, raised.value.axis) == (
        "coordinate_unreadable",
        text,
        "latitude",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48.85, 2.35", ("48.85", "2.35", False)),
        ("48.85;2.35", ("48.85", "2.35", False)),
        ("48.85 2.35", ("48.85", "2.35", False)),
        ("48,85 ; 2,35", ("48,85", "2,35", False)),
        ("48,85, 2,35", ("48,85", "2,35", False)),
        ("(-21.2, 55.5)", ("-21.2", "55.5", False)),
        ("[48.85,2.35]", ("48.85", "2.35", False)),
        ("POINT (2.35 48.85)", ("2.35", "48.85", True)),
        ("SRID=4326;POINT(2.35 48.85)", ("2.35", "48.85", True)),
        ('{"type": "Point", "coordinates": [2.35, 48.85]}', ("2.35", "48.85", True)),
        ('{"lon": 2.35, "lat": 48.85}', ("2.35", "48.85", True)),
        ('{"lat": 48.85, "lon": 2.35}', ("48.85", "2.35", False)),
    ],
)
def test_split_pair_finds_both_numbers_and_their_order(text, expected):
    assert split_pair(text) == expected


@pytest.mark.parametrize("text", ["48.85", "Paris", "48.85, Paris", "1, 2, 3"])
def test_split_pair_refuses_what_is_no_pair(text):
    with pytest.raises(CoordinateError):
        split_pair(text)


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        ("48.8566", "2.3522", Point(48.8566, 2.3522)),
        ("2.3522", "48.8566", Point(48.8566, 2.3522, "coordinate_swapped")),
        ("55.5", "-21.2", Point(-21.2, 55.5, "coordinate_swapped")),
        ("6862035.26", "652469.02", Point(48.8566, 2.3522, "coordinate_converted")),
        ("652469.02", "6862035.26", Point(48.8566, 2.3522, "coordinate_converted")),
        ("33.5731104", "-7.5898434", Point(33.57311, -7.589843)),
        ("-0.0", "-0.0000001", Point(0.0, 0.0)),
    ],
)
def test_point_puts_right_what_can_be(latitude, longitude, expected):
    assert point(latitude, longitude, is_french=True) == expected


def test_point_is_taken_as_it_is_outside_france():
    assert point("2.3522", "48.8566", is_french=False) == Point(2.3522, 48.8566)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code", "axis"),
    [
        ("90.1", "2", "coordinate_out_of_range", "latitude"),
        ("48", "-180.5", "coordinate_out_of_range", "longitude"),
        ("1842000", "8175000", "coordinate_projected", "latitude"),
        ("1e999", "1e999", "coordinate_projected", "latitude"),
        ("48.85", "4885", "coordinate_out_of_range", "longitude"),
        ("48.85", "?", "coordinate_unreadable", "longitude"),
    ],
)
def test_point_refuses_what_is_not_on_earth(latitude, longitude, code, axis):
    with pytest.raises(CoordinateError) as raised:
        point(latitude, longitude, is_french=True)

    assert (raised.value.code, raised.value.axis) == (code, axis)


@pytest.mark.parametrize(
    ("x", "y", "latitude", "longitude"),
    [(700_000, 6_600_000, 46.5, 3.0), (652_469.02, 6_862_035.26, 48.8566, 2.3522)],
)
def test_lambert_93_meets_published_points(x, y, latitude, longitude):
    assert from_lambert_93(x, y) == pytest.approx((latitude, longitude), abs=1e-6)


def to_lambert_93(latitude: float, longitude: float) -> tuple[float, float]:
    """The projection from its definition: two standard parallels, GRS 80, origin 46.5° N 3° E."""
    e = math.sqrt(2 / 298.257222101 - 1 / 298.257222101**2)

    def scale(phi: float) -> float:
        return math.cos(phi) / math.sqrt(1 - (e * math.sin(phi)) ** 2)

    def stretch(phi: float) -> float:
        bend = e * math.sin(phi)
        return math.tan(math.pi / 4 - phi / 2) / ((1 - bend) / (1 + bend)) ** (e / 2)

    south, north, origin = (math.radians(degrees) for degrees in (44, 49, 46.5))
    n = math.log(scale(south) / scale(north)) / math.log(stretch(south) / stretch(north))
    size = 6_378_137 * scale(south) / (n * stretch(south) ** n)
    radius, top = size * stretch(math.radians(latitude)) ** n, size * stretch(origin) ** n
    angle = n * math.radians(longitude - 3)
    return 700_000 + radius * math.sin(angle), 6_600_000 + top - radius * math.cos(angle)


@given(latitude=st.floats(41, 51.5), longitude=st.floats(-5.5, 10))
def test_lambert_93_undoes_the_projection(latitude, longitude):
    assert from_lambert_93(*to_lambert_93(latitude, longitude)) == pytest.approx((latitude, longitude), abs=1e-8)


@given(
    latitude=st.floats(-80, 80),
    longitude=st.floats(-180, 180),
    north=st.floats(-0.5, 0.5),
    east=st.floats(-0.5, 0.5),
)
def test_distance_is_the_great_circle_s_for_neighbours(latitude, longitude, north, east):
    a, b = math.radians(latitude), math.radians(latitude + north)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(east) / 2) ** 2
    expected = 2 * 6_371_008.8 * math.asin(math.sqrt(half))

    found = distance_m(latitude, longitude, latitude + north, (longitude + east + 180) % 360 - 180)

    assert found == pytest.approx(expected, rel=2e-3, abs=0.1)
