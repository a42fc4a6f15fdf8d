"""Distances, boxes and what addresses say of them."""

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from maillage.base.geo import (
    EARTH_RADIUS_M,
    Box,
    Point,
    box_around,
    haversine_m,
    is_on_earth,
    parse_box,
    parse_point,
)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.builds(Point, latitudes, longitudes)


def distance_by_vectors(a: Point, b: Point) -> float:
    """The angle between two directions from the centre of the Earth, another way to the same distance."""

    def direction(point: Point) -> tuple[float, float, float]:
        phi, lam = math.radians(point.latitude), math.radians(point.longitude)
        return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)

    (ax, ay, az), (bx, by, bz) = direction(a), direction(b)
    cross = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return EARTH_RADIUS_M * math.atan2(cross, ax * bx + ay * by + az * bz)


def destination(start: Point, bearing: float, distance_m: float) -> Point:
    """Where one arrives after `distance_m` straight ahead."""
    phi, lam = math.radians(start.latitude), math.radians(start.longitude)
    delta = distance_m / EARTH_RADIUS_M
    to_phi = math.asin(math.sin(phi) * math.cos(delta) + math.cos(phi) * math.sin(delta) * math.cos(bearing))
    to_lam = lam + math.atan2(
        math.sin(bearing) * math.sin(delta) * math.cos(phi),
        math.cos(delta) - math.sin(phi) * math.sin(to_phi),
    )
    return Point(math.degrees(to_phi), (math.degrees(to_lam) + 180) % 360 - 180)


@given(points, points)
@example(Point(43.2951, -0.3708), Point(48.8566, 2.3429))
@example(Point(0, 0), Point(0, 180))
@example(Point(-16.5, 179.9), Point(-16.5, -179.9))
def test_haversine_agrees_with_vectors(a, b):
    measured = haversine_m(*a, *b)

    # Near the antipodes the haversine loses digits: some tens of metres in twenty thousand kilometres.
    assert measured == pytest.approx(distance_by_vectors(a, b), rel=1e-6, abs=50)
    assert measured == pytest.approx(haversine_m(*b, *a), abs=1e-6)


def test_haversine_is_the_distance_of_atlases_when_from_pau_to_bordeaux():
    assert round(haversine_m(43.2951, -0.3708, 44.8378, -0.5794) / 1000) == 172


@given(points, st.floats(1, 3_000_000), st.floats(0, 2 * math.pi))
@example(Point(89.9, 0.0), 50_000.0, 0.0)
@example(Point(60.0, 179.9), 2_000_000.0, math.pi / 2.2)
@example(Point(-20.9, 55.4), 30_000.0, 0.0)
def test_box_around_holds_every_point_within_its_radius(center, radius_m, bearing):
    inside = destination(center, bearing, radius_m * 0.9999)
    assume(haversine_m(*center, *inside) <= radius_m)

    assert box_around(*center, radius_m).contains(*inside)


@given(st.builds(Point, st.floats(-60, 60), st.floats(-170, 170)), st.floats(100, 500_000))
def test_box_around_is_no_larger_than_needed(center, radius_m):
    west, south, east, north = box_around(*center, radius_m)

    assert haversine_m(*center, south, center.longitude) == pytest.approx(radius_m, rel=1e-6)
    assert haversine_m(*center, north, center.longitude) == pytest.approx(radius_m, rel=1e-6)
    step = (east - west) / 2
    nearest_on_edge = min(
        haversine_m(*center, south + (north - south) * share / 500, center.longitude + step) for share in range(501)
    )
    assert nearest_on_edge == pytest.approx(radius_m, rel=1e-2)


def test_box_crosses_the_antimeridian_when_around_taveuni():
    box = box_around(-16.8, 179.95, 20_000)

    assert box.west > box.east
    assert box.contains(-16.8, -179.95)
    assert not box.contains(-16.8, 0)


@given(points, points)
def test_parse_box_reads_back_what_an_address_says(a, b):
    box = Box(a.longitude, min(a.latitude, b.latitude), b.longitude, max(a.latitude, b.latitude))

    assert parse_box(",".join(map(repr, box))) == box


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "0,10,1,-10",
        "-181,0,0,1",
        "0,0,0,91",
        "nan,0,1,1",
        "0,0,inf,1",
        "0;0;1;1",
    ],
)
def test_parse_box_refuses_what_is_no_box(text):
    with pytest.raises(ValueError):
        parse_box(text)


@given(points)
def test_parse_point_reads_back_what_an_address_says(point):
    assert parse_point(f" {point.latitude!r} , {point.longitude!r} ") == point


@pytest.mark.parametrize("text", ["", "43", "43,1,2", "91,0", "0,-181", "nan,nan", "43.2 N,0", "1" * 99 + ",1"])
def test_parse_point_refuses_what_is_no_point(text):
    with pytest.raises(ValueError):
        parse_point(text)


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        (0, 0, True),
        (90, 180, True),
        (-90, -180, True),
        (90.1, 0, False),
        (0, 180.1, False),
        (math.nan, 0, False),
    ],
)
def test_is_on_earth(latitude, longitude, expected):
    assert is_on_earth(latitude, longitude) is expected


@given(st.text(max_size=40))
def test_parsing_any_text_gives_a_value_or_a_value_error(text):
    for parse in (parse_box, parse_point):
        try:
            parse(text)
        except ValueError:
            continue
