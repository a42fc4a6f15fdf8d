"""Plane geometry on lists of (longitude, latitude): reading WKB, area, centre, inside.

Shapely would do it; a few functions spare every contributor a compiled dependency used once a year.
"""

import itertools
import math
import struct
from typing import NamedTuple

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

KM_PER_DEGREE = 111.195


class Box(NamedTuple):
    """West, south, east, north, in degrees."""

    west: float
    south: float
    east: float
    north: float


def polygons_of(hexadecimal: str) -> list[Polygon]:
    """The polygons of a hexadecimal WKB or EWKB geometry (none for a point)."""
    return _read_geometry(bytes.fromhex(hexadecimal), 0)[1]


def point_of(hexadecimal: str) -> Point:
    """The point of a hexadecimal WKB or EWKB geometry."""
    return struct.unpack_from("<2d", bytes.fromhex(hexadecimal)[-16:])


def _read_geometry(wkb: bytes, offset: int) -> tuple[int, list[Polygon]]:
    order = "<" if wkb[offset] else ">"
    (kind,) = struct.unpack_from(order + "I", wkb, offset + 1)
    offset += 9 if kind & 0x20000000 else 5
    (count,) = struct.unpack_from(order + "I", wkb, offset)
    offset += 4
    if kind & 0xFF == 3:
        polygon: Polygon = []
        for _ in range(count):
            (size,) = struct.unpack_from(order + "I", wkb, offset)
            flat = struct.unpack_from(f"{order}{2 * size}d", wkb, offset + 4)
            offset += 4 + 16 * size
            polygon.append(list(zip(flat[::2], flat[1::2], strict=True)))
        return offset, [polygon]
    polygons: list[Polygon] = []
    for _ in range(count):
        offset, parts = _read_geometry(wkb, offset)
        polygons += parts
    return offset, polygons


def signed_area_km2(ring: Ring) -> float:
    """Area of a closed ring on a local flat map; positive when it turns anticlockwise."""
    x0, y0 = ring[0]
    twice = sum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in itertools.pairwise(ring))
    return twice / 2 * KM_PER_DEGREE**2 * math.cos(math.radians(y0))


def area_km2(polygon: Polygon) -> float:
    """Area without the holes."""
    outer, *holes = (abs(signed_area_km2(ring)) for ring in polygon)
    return outer - sum(holes)


def is_inside(point: Point, polygons: list[Polygon]) -> bool:
    """Whether an odd number of edges lie east of the point."""
    x, y = point
    inside = False
    for polygon in polygons:
        for ring in polygon:
            for (ax, ay), (bx, by) in itertools.pairwise(ring):
                if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                    inside = not inside
    return inside


def centroid(polygons: list[Polygon]) -> Point:
    """Centre of mass of the largest polygon's outer ring; it may lie outside a crescent."""
    ring = max(polygons, key=area_km2)[0]
    x0, y0 = ring[0]
    twice = sum_x = sum_y = 0.0
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        twice += cross
        sum_x += (ax + bx - 2 * x0) * cross
        sum_y += (ay + by - 2 * y0) * cross
    return x0 + sum_x / (3 * twice), y0 + sum_y / (3 * twice)


def point_inside(polygons: list[Polygon]) -> Point:
    """The centroid, or the middle of the widest stretch at its height when it falls outside."""
    center = centroid(polygons)
    if is_inside(center, polygons):
        return center
    y = center[1]
    crossings = sorted(
        ax + (bx - ax) * (y - ay) / (by - ay)
        for polygon in polygons
        for ring in polygon
        for (ax, ay), (bx, by) in itertools.pairwise(ring)
        if (ay > y) != (by > y)
    )
    stretches = zip(crossings[::2], crossings[1::2], strict=False)
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, y


def distance_km(a: Point, b: Point) -> float:
    """Distance on a local flat map: right to 1 % over some tens of kilometres."""
    return KM_PER_DEGREE * math.hypot((a[0] - b[0]) * math.cos(math.radians(a[1])), a[1] - b[1])


def clip(ring: Ring, box: Box) -> Ring:
    """The part of a ring inside the box (Sutherland and Hodgman), closed; empty when none is."""
    sides = [(0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)]
    points = ring[:-1]
    for axis, limit, sign in sides:
        points = _cut(points, axis, limit, sign)
        if not points:
            return []
    return [*points, points[0]]


def _cut(points: Ring, axis: int, limit: float, sign: int) -> Ring:
    kept: Ring = []
    for before, point in zip([points[-1], *points], points, strict=False):
        was_in, is_in = ((p[axis] - limit) * sign >= 0 for p in (before, point))
        if was_in != is_in:
            ratio = (limit - before[axis]) / (point[axis] - before[axis])
            crossing = before[1 - axis] + ratio * (point[1 - axis] - before[1 - axis])
            kept.append((limit, crossing) if axis == 0 else (crossing, limit))
        if is_in:
            kept.append(point)
    return kept
