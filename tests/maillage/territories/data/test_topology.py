"""The builder of the outlines, on shapes small enough to draw on paper."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.data.outlines import france_edges
from maillage.territories.data.shapes import (
    Box,
    centroid,
    clip,
    is_inside,
    point_inside,
    polygons_of,
    signed_area_km2,
)
from maillage.territories.data.topology import (
    Arc,
    arcs_between,
    edges_of,
    nest,
    rings_of,
    simplify,
    topojson,
    without_islets,
)


def square(x: float, y: float, size: float = 1.0) -> list:
    """A closed anticlockwise square, its lower left corner first."""
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]


LEFT, RIGHT, TOP = [[square(0, 0)]], [[square(1, 0)]], [[square(0, 1)]]


def outline(arcs: list[Arc], ring: list[int]) -> set:
    return {p for index in ring for p in arcs[index if index >= 0 else ~index].points}


def test_two_neighbours_share_one_border():
    edges = edges_of([("a", LEFT), ("b", RIGHT)])

    arcs = arcs_between(edges, str)

    borders = [arc for arc in arcs if arc.right is not None]
    assert len(arcs) == 3
    assert [(arc.left, arc.right, set(arc.points)) for arc in borders] == [("a", "b", {(1, 0), (1, 1)})]


def test_neighbours_with_one_owner_are_dissolved():
    edges = edges_of([("a", LEFT), ("b", RIGHT)])

    arcs = arcs_between(edges, lambda name: "both")

    assert len(arcs) == 1
    assert arcs[0].is_loop
    assert set(arcs[0].points) == {(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)}


def test_orientation_of_the_source_does_not_matter():
    backwards = [[RIGHT[0][0][::-1]]]

    assert edges_of([("a", LEFT), ("b", backwards)]) == edges_of([("a", LEFT), ("b", RIGHT)])


def test_rings_walk_around_each_owner():
    edges = edges_of([("a", LEFT), ("b", RIGHT), ("c", TOP)])
    arcs = arcs_between(edges, str)

    for name, shape in (("a", LEFT), ("b", RIGHT), ("c", TOP)):
        (ring,) = rings_of(arcs, name)
        assert outline(arcs, ring) == set(shape[0][0])


def test_an_enclave_is_a_hole():
    around = [[square(0, 0, 3), square(1, 1)[::-1]]]
    arcs = arcs_between(edges_of([("land", around), ("enclave", [[square(1, 1)]])]), str)

    polygons = nest(rings_of(arcs, "land"), arcs)

    assert [len(polygon) for polygon in polygons] == [2]
    assert [len(polygon) for polygon in nest(rings_of(arcs, "enclave"), arcs)] == [1]


def test_islets_vanish_except_an_owner_s_only_land():
    arcs = arcs_between(
        edges_of([("big", [[square(0, 0)], [square(5, 5, 0.01)]]), ("small", [[square(9, 9, 0.01)]])]), str
    )

    kept = without_islets(arcs, min_area_km2=100)

    assert sorted(arc.left for arc in kept) == ["big", "small"]
    assert len(arcs) == 3


def test_a_gap_goes_to_the_commune_that_has_taken_over_else_to_the_longest_border():
    around = {"a": [[square(0, 0, 3), square(1, 1)[::-1]]]}
    filled = france_edges(around, {"old": [[square(1, 1)]]}, {"old": "heir"})

    assert {filled[edge] for edge in edges_of([("gap", [[square(1, 1)]])])} == {"heir"}
    assert set(france_edges(around, {}, {}).values()) == {"a"}


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=40),
    st.floats(0, 5_000),
)
def test_simplify_keeps_ends_and_order(points, min_area_km2):
    kept = simplify(points, min_area_km2)

    assert (kept[0], kept[-1]) == (points[0], points[-1])
    remaining = iter(points)
    assert all(point in remaining for point in kept)  # a subsequence
    assert len(kept) >= min(len(points), 4 if points[0] == points[-1] else 2)


def test_simplify_drops_the_smallest_triangles():
    bump = [(0.0, 0.0), (0.5, 0.001), (1.0, 0.0), (1.0, 1.0)]

    assert simplify(bump, 10) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
    assert simplify(bump, 10, weight=lambda point: 1000) == bump


def test_topojson_reads_back_within_its_grid():
    arcs = [Arc([(0.12341, 45.0), (0.5, 45.6), (1.0, 45.2)], "a", None)]

    document = topojson(arcs, {"layer": []}, decimals=3)

    (step, _), (west, south) = document["transform"]["scale"], document["transform"]["translate"]
    x = y = 0
    read = []
    for dx, dy in document["arcs"][0]:
        x, y = x + dx, y + dy
        read.append((west + x * step, south + y * step))
    for (lon, lat), (back_lon, back_lat) in zip(arcs[0].points, read, strict=True):
        assert (back_lon, back_lat) == (pytest.approx(lon, abs=0.00051), pytest.approx(lat, abs=0.00051))


def test_centroid_and_point_inside_of_a_crescent():
    crescent = [[[(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (4, 3), (4, 4), (0, 4), (0, 0)]]]

    assert not is_inside(centroid(crescent), crescent)
    assert is_inside(point_inside(crescent), crescent)


@given(st.integers(3, 12), st.floats(0.1, 3), st.floats(-40, 40))
def test_area_of_a_regular_polygon_is_its_formula(corners, radius, latitude):
    angles = [2 * math.pi * k / corners for k in range(corners)]
    stretch = math.cos(math.radians(latitude))
    ring = [(radius / 111.195 / stretch * math.cos(a), latitude + radius / 111.195 * math.sin(a)) for a in angles]

    area = signed_area_km2([*ring, ring[0]])

    assert area == pytest.approx(corners / 2 * radius**2 * math.sin(2 * math.pi / corners), rel=1e-2)


def test_clip_keeps_the_part_inside_the_box():
    cut = clip(square(0, 0, 4), Box(1, 1, 2, 9))

    assert set(cut) == {(1, 1), (2, 1), (2, 4), (1, 4)}
    assert clip(square(0, 0), Box(5, 5, 6, 6)) == []


def test_polygons_of_reads_wkb():
    ring = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]
    polygon = struct.pack("<BIII8d", 1, 3, 1, 4, *(v for p in ring for v in p))
    multi = struct.pack("<BIII", 1, 0x20000000 | 6, 4326, 1) + polygon

    assert polygons_of(multi.hex()) == [[ring]]
