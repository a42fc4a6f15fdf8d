"""The outlines of the base map: departments, regions and the land around them."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from maillage.territories.data.shapes import (
    Box,
    Point,
    Polygon,
    Ring,
    clip,
    distance_km,
    is_inside,
    point_inside,
    signed_area_km2,
)
from maillage.territories.data.topology import (
    Arc,
    Edge,
    arcs_between,
    edges_of,
    nest,
    points_of,
    rings_of,
    simplify,
    topojson,
    without_islets,
)

BASE_TRIANGLE_KM2 = 0.2
BASE_ISLET_KM2 = 3.0
GROUP_TRIANGLE_KM2 = 0.6
GROUP_ISLET_KM2 = 5.0

FRANCE = "250"
CRACK_KM2 = 0.001
LLIVIA = (1.98, 42.466)
COLLECTIVITIES = {"666": "975", "652": "977", "663": "978", "876": "986", "258": "987", "540": "988"}
"""Overseas collectivities by their country number: the French outlines do not have them."""

SURROUNDINGS = (
    Box(-32, 27, 42, 62),  # Europe and the Maghreb
    Box(-68, -2, -46, 20),  # Antilles and Guianas
    Box(40, -28, 60, -8),  # south-west of the Indian Ocean
    Box(-60, 44, -52, 51),  # Newfoundland
)
NEAR_FRANCE = Box(-6, 41, 10.5, 52)
NEAR_TRIANGLE_KM2 = 2.0
FAR_TRIANGLE_KM2 = 60.0
ABROAD_ISLET_KM2 = 30.0

Shapes = dict[str, list[Polygon]]


def france_edges(shapes: Shapes, delegated: Shapes, heirs: dict[str, str]) -> dict[Edge, str]:
    """Every edge of the communes of France with the commune on its left, without gaps.

    Where communes have merged since the outlines were drawn, the new one lacks some of its land:
    it is found among the `delegated` communes, whose `heirs` are today's; else it goes to the
    neighbour with the longest border. Only Llívia, which is in Spain, stays out.
    """
    edges = edges_of(sorted(shapes.items()))
    arcs = arcs_between(edges, str)
    for ring in rings_of(arcs, None):
        gap = points_of(ring, arcs)
        if not _is_gap(gap, edges) or is_inside(LLIVIA, [[gap]]):
            continue
        inside = gap[0] if abs(signed_area_km2(gap)) < CRACK_KM2 else point_inside([[gap]])
        taken_over = [heirs[code] for code in sorted(heirs) if _holds(delegated.get(code), inside)]
        owner = taken_over[0] if taken_over else _longest_neighbour(gap, edges)
        edges |= dict.fromkeys(pairwise(gap), owner)
    return edges


def _is_gap(ring: Ring, edges: dict[Edge, str]) -> bool:
    """Whether a ring around no commune lies within land: enclosed, or a crack between communes."""
    area = signed_area_km2(ring)
    is_shared = len({edges[end, start] for start, end in pairwise(ring)}) > 1
    return area > 0 or (abs(area) < CRACK_KM2 and is_shared)


def _longest_neighbour(ring: Ring, edges: dict[Edge, str]) -> str:
    border_km: dict[str, float] = defaultdict(float)
    for start, end in pairwise(ring):
        border_km[edges[end, start]] += distance_km(start, end)
    return max(sorted(border_km), key=lambda code: border_km[code])


def _holds(polygons: list[Polygon] | None, point: Point) -> bool:
    if not polygons:
        return False
    longitudes = [x for x, _ in polygons[0][0]]
    latitudes = [y for _, y in polygons[0][0]]
    is_near = min(longitudes) <= point[0] <= max(longitudes) and min(latitudes) <= point[1] <= max(latitudes)
    return is_near and is_inside(point, polygons)


def base_map(edges: dict[Edge, str], parents: dict[str, tuple[str, str]], world: dict[str, Any]) -> dict[str, Any]:
    """TopoJSON of the whole map; `parents` gives each commune's department and region.

    Layers: `departements` (polygons), `regions` (their inner borders as lines), `abroad` (polygons),
    `frontier` (lines along which the two sources may leave a gap to fill).
    """
    region_of = dict(parents.values())
    arcs = arcs_between(edges, lambda code: parents[code][0])
    arcs = without_islets(arcs, BASE_ISLET_KM2)
    arcs = [Arc(simplify(arc.points, BASE_TRIANGLE_KM2), arc.left, arc.right) for arc in arcs]
    departements = [_polygons(arcs, code) for code in sorted(region_of)]
    inner = [[n] for n, arc in enumerate(arcs) if arc.right and region_of[arc.left] != region_of[arc.right]]
    enclosed = [points_of(ring, arcs) for ring in rings_of(arcs, None)]
    world_shapes = _world_shapes(world)
    for number, code in COLLECTIVITIES.items():
        departements.append(_add_rings(arcs, [p[0] for p in world_shapes[number]], code))
    abroad_rings, frontier_lines = _abroad(world_shapes)
    abroad = _add_rings(arcs, abroad_rings, None)
    enclaves = _add_rings(arcs, [ring for ring in enclosed if signed_area_km2(ring) > 0], None)
    frontier = _add_lines(arcs, frontier_lines)
    layers = {
        "departements": departements,
        "regions": [{"type": "MultiLineString", "arcs": inner}],
        "abroad": [abroad, enclaves],
        "frontier": [frontier],
    }
    return topojson(arcs, layers, decimals=3)


def group_map(edges: dict[Edge, str], groups: dict[str, str]) -> dict[str, Any]:
    """TopoJSON of the EPCI; `groups` gives the SIREN of each commune's, empty for the few without."""
    arcs = arcs_between(edges, lambda code: groups[code])
    arcs = without_islets(arcs, GROUP_ISLET_KM2)
    arcs = [Arc(simplify(arc.points, GROUP_TRIANGLE_KM2), arc.left, arc.right) for arc in arcs]
    layers = {"epci": [_polygons(arcs, code) for code in sorted(set(groups.values()) - {""})]}
    return topojson(arcs, layers, decimals=3)


def _polygons(arcs: list[Arc], code: str) -> dict[str, Any]:
    return {"type": "MultiPolygon", "id": code, "arcs": nest(rings_of(arcs, code), arcs)}


def _add_rings(arcs: list[Arc], rings: list[Ring], code: str | None) -> dict[str, Any]:
    first = len(arcs)
    arcs += [Arc(ring, code or "", None) for ring in rings]
    polygons = [[[number]] for number in range(first, len(arcs))]
    return {"type": "MultiPolygon", "arcs": polygons} | ({"id": code} if code else {})


def _add_lines(arcs: list[Arc], lines: list[Ring]) -> dict[str, Any]:
    first = len(arcs)
    arcs += [Arc(line, "", None) for line in lines]
    return {"type": "MultiLineString", "arcs": [[number] for number in range(first, len(arcs))]}


def _world_shapes(world: dict[str, Any]) -> Shapes:
    """Polygons of each country, by its ISO 3166 number."""
    (scale_x, scale_y), (west, south) = world["transform"]["scale"], world["transform"]["translate"]
    lines = []
    for deltas in world["arcs"]:
        x = y = 0
        line = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            line.append((x * scale_x + west, y * scale_y + south))
        lines.append(line)
    shapes: Shapes = defaultdict(list)
    for geometry in world["objects"]["countries"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for polygon in polygons:
            shapes[geometry.get("id", "")].append([_join(ring, lines) for ring in polygon])
    return shapes


def _join(ring: list[int], lines: list[Ring]) -> Ring:
    points: Ring = []
    for index in ring:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points += line if not points else line[1:]
    return points


def _abroad(world_shapes: Shapes) -> tuple[list[Ring], list[Ring]]:
    """The land that is not France inside the surroundings, and the lines where it meets France."""
    near = {number: polygons for number, polygons in world_shapes.items() if _is_around(polygons)}
    edges = edges_of(near.items())
    arcs = arcs_between(edges, lambda number: "france" if number == FRANCE else "abroad")
    frontier = [arc.points for arc in arcs if arc.right is not None]
    coasts = [
        Arc(simplify(arc.points, FAR_TRIANGLE_KM2, _closeness), arc.left, arc.right)
        for arc in without_islets(arcs, ABROAD_ISLET_KM2)
    ]
    lines = [arc.points for arc in coasts]
    outer_rings = [_join(polygon[0], lines) for polygon in nest(rings_of(coasts, "abroad"), coasts)]
    cuts = (clip(ring, box) for ring in outer_rings for box in SURROUNDINGS)
    return [ring for ring in cuts if len(ring) > 3], frontier


def _is_around(polygons: list[Polygon]) -> bool:
    return any(
        box.west < x < box.east and box.south < y < box.north
        for polygon in polygons
        for x, y in polygon[0]
        for box in SURROUNDINGS
    )


def _closeness(point: Point) -> float:
    box = NEAR_FRANCE
    is_near = box.west < point[0] < box.east and box.south < point[1] < box.north
    return FAR_TRIANGLE_KM2 / NEAR_TRIANGLE_KM2 if is_near else 1.0
