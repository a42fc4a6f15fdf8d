"""The network drawn as a mesh."""

import math
import re
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.geo import Point
from maillage.maps.mesh import HEIGHT, LONGEST_THREAD, MOST_KNOTS, OVERHANG_PX, WIDTH, Mesh, Town, draw_mesh

around_pau = st.builds(Point, st.floats(42.5, 47), st.floats(-2, 3))
clouds = st.lists(around_pau, max_size=60)


def knots_of(mesh: Mesh) -> set[tuple[int, int]]:
    return {(int(x), int(y)) for _, path in mesh.knots for x, y in re.findall(r"M(-?\d+) (-?\d+)h0", path)}


def threads_of(mesh: Mesh) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    found = re.findall(r"M(-?\d+) (-?\d+)l(-?\d+) (-?\d+)", mesh.warp + mesh.weft)
    ends = [tuple(map(int, numbers)) for numbers in found]
    return {((x, y), (x + dx, y + dy)) for x, y, dx, dy in ends}


@given(clouds)
def test_mesh_is_the_same_whatever_the_order_of_the_points(points):
    assert draw_mesh(points) == draw_mesh(points[::-1])


@given(clouds)
def test_mesh_stays_in_its_frame_and_ties_only_its_knots(points):
    mesh = draw_mesh(points)

    knots = knots_of(mesh)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in knots)
    assert {end for thread in threads_of(mesh) for end in thread} <= knots
    assert mesh.places == len(points)
    assert bool(knots) == bool(points)


@given(st.lists(around_pau, min_size=2, max_size=7))
def test_threads_of_a_few_knots_are_those_of_a_gabriel_graph(points):
    mesh = draw_mesh(points)
    knots = sorted(knots_of(mesh))

    def gap(a, b):
        return math.hypot(a[0] - b[0], a[1] - b[1])

    usual = sorted(min(gap(a, b) for b in knots if b != a) for a in knots) if len(knots) > 1 else [0]
    limit = LONGEST_THREAD * usual[len(usual) // 2]
    expected = {
        (a, b)
        for a in knots
        for b in knots
        if a < b
        and gap(a, b) <= limit
        and all(gap(a, c) ** 2 + gap(b, c) ** 2 >= gap(a, b) ** 2 for c in knots if c not in (a, b))
    }
    assert {tuple(sorted(thread)) for thread in threads_of(mesh)} == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mesh_of_a_nation_is_light(seed):
    chance = Random(seed)
    points = [Point(chance.uniform(42, 51), chance.uniform(-4, 8)) for _ in range(10_000)]

    mesh = draw_mesh(points)

    assert len(knots_of(mesh)) <= MOST_KNOTS
    assert len(mesh.warp) + len(mesh.weft) + sum(len(path) for _, path in mesh.knots) < 14_000


def test_warp_runs_north_and_weft_runs_east():
    mesh = draw_mesh([Point(43, 0), Point(45, 0.1), Point(43.1, 1)])

    steps = {name: re.findall(r"l(-?\d+) (-?\d+)", getattr(mesh, name)) for name in ("warp", "weft")}
    assert steps["warp"]
    assert all(abs(int(dy)) > abs(int(dx)) for dx, dy in steps["warp"])
    assert all(abs(int(dx)) >= abs(int(dy)) for dx, dy in steps["weft"])


def test_a_place_an_ocean_away_does_not_shrink_the_rest():
    region = [Point(43 + i / 20, -1 + i / 30) for i in range(40)]

    mesh = draw_mesh([*region, Point(-21.1, 55.5)])

    xs = [x for x, _ in knots_of(mesh)]
    ys = [y for _, y in knots_of(mesh)]
    assert max(max(xs) - min(xs), max(ys) - min(ys)) > 400
    assert mesh.places == 41


def test_towns_with_a_place_are_named_the_largest_first_and_apart():
    pau, bizanos, tarbes = Point(43.295, -0.371), Point(43.29, -0.33), Point(43.233, 0.078)
    towns = [Town("Pau", pau), Town("Tarbes", tarbes), Town("Bizanos", bizanos), Town("Paris", Point(48.9, 2.3))]

    mesh = draw_mesh([pau, bizanos, tarbes, Point(44.8, -0.6)], towns)

    assert [label.text for label in mesh.labels] == ["Pau", "Tarbes", "Bizanos"]


def test_a_name_turns_left_when_it_would_leave_the_drawing():
    east, west, north = Point(43, 5), Point(43.5, 0), Point(45, 2)

    mesh = draw_mesh([east, west, north], [Town("Saint-Rémy-de-Provence", east), Town("Mouans", north)])

    assert [label.anchor for label in mesh.labels] == ["end", "start"]


def test_a_name_turns_away_from_a_place_beside_it():
    named, beside = Point(43, 0), [Point(43, 0.2), Point(43, -0.2)]
    far = [Point(44, 0), Point(42, 0)]

    (label,) = draw_mesh([named, *beside, *far], [Town("Pau", named)]).labels

    assert label.anchor == "middle"


@given(clouds)
def test_names_cover_no_place_nor_each_other(points):
    towns = [Town(f"Sainte-Marie-{number}", point) for number, point in enumerate(points)]

    mesh = draw_mesh(points, towns)

    boxes = [label.box for label in mesh.labels]
    assert all(box[0] >= -OVERHANG_PX and box[2] <= WIDTH + OVERHANG_PX for box in boxes)
    assert not any(box[0] < x < box[2] and box[1] < y < box[3] for box in boxes for x, y in knots_of(mesh))
    assert not any(a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1] for a, b in combinations(boxes, 2))


def test_mesh_of_nothing_is_empty():
    mesh = draw_mesh([])

    assert (mesh.warp, mesh.weft, mesh.knots, mesh.labels, mesh.places) == ("", "", (), (), 0)
