"""From polygons that share their edges to the borders between owners, simplified once for both sides.

Two neighbours keep one common border, so no gap opens between them; the result is written as TopoJSON
(quantised, delta-encoded), which any map tool reads.
"""

import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from maillage.territories.data.shapes import Point, Polygon, Ring, is_inside, signed_area_km2

Edge = tuple[Point, Point]


@dataclass
class Arc:
    """A border line; `left` and `right` own its sides (None is the sea or abroad)."""

    points: Ring
    left: str
    right: str | None

    @property
    def is_loop(self) -> bool:
        return self.points[0] == self.points[-1]


def edges_of(shapes: Iterable[tuple[str, list[Polygon]]]) -> dict[Edge, str]:
    """Every directed edge, and the owner on its left. Outer rings may turn either way round."""
    owners: dict[Edge, str] = {}
    for owner, polygons in shapes:
        for polygon in polygons:
            for number, ring in enumerate(polygon):
                anticlockwise = signed_area_km2(ring) > 0
                oriented = ring if anticlockwise == (number == 0) else ring[::-1]
                for start, end in itertools.pairwise(oriented):
                    if start != end:
                        owners[start, end] = owner
    return owners


def arcs_between(edges: dict[Edge, str], owner_of: Callable[[str], str]) -> list[Arc]:
    """The borders left when neighbours with the same `owner_of` are dissolved into one."""
    sides: dict[Edge, tuple[str, str | None]] = {}
    for (start, end), name in edges.items():
        other = edges.get((end, start))
        left, right = owner_of(name), None if other is None else owner_of(other)
        if left != right and not (right is not None and right < left):
            sides[start, end] = (left, right)
    return _chains(sides)


def _chains(sides: dict[Edge, tuple[str, str | None]]) -> list[Arc]:
    """Join edges end to end while nothing branches and the same two owners face each other."""
    following: dict[Point, list[Edge]] = defaultdict(list)
    degree: dict[Point, int] = defaultdict(int)
    for edge in sides:
        following[edge[0]].append(edge)
        degree[edge[0]] += 1
        degree[edge[1]] += 1

    def continues(edge: Edge) -> Edge | None:
        candidates = following[edge[1]]
        if degree[edge[1]] == 2 and candidates and sides[candidates[0]] == sides[edge]:
            return candidates[0]
        return None

    reached = {after for edge in sides if (after := continues(edge))}
    starts = sorted(edge for edge in sides if edge not in reached)
    arcs, used = [], set[Edge]()
    for first in [*starts, *sorted(sides)]:  # what no start reaches is a loop
        if first in used:
            continue
        points = [first[0]]
        step: Edge | None = first
        while step is not None and step not in used:
            used.add(step)
            points.append(step[1])
            step = continues(step)
        arcs.append(Arc(points, *sides[first]))
    return arcs


def simplify(points: Ring, min_area_km2: float, weight: Callable[[Point], float] = lambda point: 1.0) -> Ring:
    """Visvalingam: drop, smallest first, the points whose triangle is under `min_area_km2`.

    A `weight` above 1 makes the triangles of a place count for more than their area.
    """

    size = partial(_triangle_km2, points, weight)
    least = 4 if points[0] == points[-1] else 2
    before = [i - 1 for i in range(len(points))]
    after = [i + 1 for i in range(len(points))]
    alive = [True] * len(points)
    heap = [(size(i - 1, i, i + 1), i) for i in range(1, len(points) - 1)]
    heapq.heapify(heap)
    current = {i: area for area, i in heap}
    remaining = len(points)
    while heap and remaining > least:
        area, i = heapq.heappop(heap)
        if not alive[i] or area != current[i]:
            continue
        if area >= min_area_km2:
            break
        alive[i] = False
        remaining -= 1
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for j in (left, right):
            if 0 < j < len(points) - 1:
                current[j] = max(area, size(before[j], j, after[j]))
                heapq.heappush(heap, (current[j], j))
    return [point for point, kept in zip(points, alive, strict=True) if kept]


def _triangle_km2(points: Ring, weight: Callable[[Point], float], i: int, j: int, k: int) -> float:
    return abs(signed_area_km2([points[i], points[j], points[k], points[i]])) * weight(points[j])


def without_islets(arcs: list[Arc], min_area_km2: float) -> list[Arc]:
    """Drop the small loops around nothing but water, except an owner's only land."""
    largest: dict[str, float] = defaultdict(float)
    for arc in arcs:
        size = abs(signed_area_km2(arc.points)) if arc.is_loop else math.inf
        for owner in (arc.left, arc.right):
            if owner is not None:
                largest[owner] = max(largest[owner], size)

    def is_islet(arc: Arc) -> bool:
        if not arc.is_loop or arc.right is not None:
            return False
        size = abs(signed_area_km2(arc.points))
        return size < min_area_km2 and size < largest[arc.left]

    return [arc for arc in arcs if not is_islet(arc)]


def rings_of(arcs: list[Arc], name: str | None) -> list[list[int]]:
    """Rings around the owner `name`, as TopoJSON arc indexes (~i is arc i walked backwards).

    Around None: what nobody owns, anticlockwise where it is enclosed.
    """
    ends: dict[Point, list[tuple[Point, int]]] = defaultdict(list)
    loops: list[list[int]] = []
    for number, arc in enumerate(arcs):
        is_left, is_right = arc.left == name, arc.right == name
        if is_left == is_right:
            continue
        start, end = arc.points[0], arc.points[-1]
        index = number if is_left else ~number
        if arc.is_loop:
            loops.append([index])
        elif is_left:
            ends[start].append((end, index))
        else:
            ends[end].append((start, index))
    return loops + _walks(ends)


def _walks(ends: dict[Point, list[tuple[Point, int]]]) -> list[list[int]]:
    rings = []
    for first in sorted(ends):
        while ends[first]:
            ring, place = [], first
            while True:
                place, index = ends[place].pop()
                ring.append(index)
                if place == first:
                    break
            rings.append(ring)
    return rings


def nest(rings: list[list[int]], arcs: list[Arc]) -> list[list[list[int]]]:
    """Group rings into polygons: an outer ring followed by its holes."""
    lines = [(ring, points_of(ring, arcs)) for ring in rings]
    outers = [(ring, points) for ring, points in lines if signed_area_km2(points) > 0]
    polygons = [[ring] for ring, _ in outers]
    for ring, points in lines:
        if signed_area_km2(points) > 0:
            continue
        for number, (_, outer) in enumerate(outers):
            if is_inside(points[0], [[outer]]) or is_inside(points[len(points) // 2], [[outer]]):
                polygons[number].append(ring)
                break
    return polygons


def points_of(ring: list[int], arcs: list[Arc]) -> Ring:
    points: Ring = []
    for index in ring:
        line = arcs[index].points if index >= 0 else arcs[~index].points[::-1]
        points += line if not points else line[1:]
    return points


def topojson(arcs: list[Arc], objects: dict[str, list[dict[str, Any]]], *, decimals: int) -> dict[str, Any]:
    """A quantised TopoJSON document; `objects` maps a layer's name to its geometries."""
    step = 10**-decimals
    west = min(x for arc in arcs for x, _ in arc.points)
    south = min(y for arc in arcs for _, y in arc.points)
    west, south = (math.floor(v / step) * step for v in (west, south))
    return {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [round(west, decimals), round(south, decimals)]},
        "objects": {
            layer: {"type": "GeometryCollection", "geometries": geometries} for layer, geometries in objects.items()
        },
        "arcs": [_deltas(arc.points, west, south, step) for arc in arcs],
    }


def _deltas(points: Ring, west: float, south: float, step: float) -> list[list[int]]:
    deltas: list[list[int]] = []
    x = y = 0
    for lon, lat in points:
        next_x, next_y = round((lon - west) / step), round((lat - south) / step)
        if deltas and (next_x, next_y) == (x, y):
            continue
        deltas.append([next_x - x, next_y - y])
        x, y = next_x, next_y
    return deltas if len(deltas) > 1 else [*deltas, [0, 0]]
