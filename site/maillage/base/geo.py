"""Points and boxes on the globe, without a spatial database.

Order of coordinates: functions take latitude then longitude, as people say them; boxes are west,
south, east, north, as in addresses and GeoJSON.
"""

import math
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8
METERS_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180


class Point(NamedTuple):
    latitude: float
    longitude: float


class Box(NamedTuple):
    """A rectangle of the map. `west` above `east` means that it crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, latitude: float, longitude: float) -> bool:
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


def is_on_earth(latitude: float, longitude: float) -> bool:
    """Whether both are finite and in range."""
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def haversine_m(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Distance over the sphere between two points, in metres (within 0.5 % of the ellipsoid's)."""
    phi, to_phi = math.radians(latitude), math.radians(to_latitude)
    half_phi, half_lambda = (to_phi - phi) / 2, math.radians(to_longitude - longitude) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(to_phi) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def box_around(latitude: float, longitude: float, radius_m: float) -> Box:
    """The smallest box that holds every point within `radius_m`; near a pole, all longitudes."""
    reach = radius_m / METERS_PER_DEGREE
    south, north = latitude - reach, latitude + reach
    if south <= -90 or north >= 90:
        return Box(-180, max(south, -90), 180, min(north, 90))
    # The widest parallel of a circle on a sphere is not the one of its centre.
    ratio = math.sin(math.radians(reach)) / math.cos(math.radians(latitude))
    across = math.degrees(math.asin(ratio)) if ratio < 1 else 180
    if across >= 180:
        return Box(-180, south, 180, north)
    return Box(_wrapped(longitude - across), south, _wrapped(longitude + across), north)


def _wrapped(longitude: float) -> float:
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


def parse_box(text: str) -> Box:
    """`west,south,east,north` of an address. Raises ValueError when it is not a box on Earth."""
    west, south, east, north = _numbers(text, 4)
    if not (is_on_earth(south, west) and is_on_earth(north, east)) or south > north:
        raise ValueError(f"not a box on Earth: {text!r}")
    return Box(west, south, east, north)


def parse_point(text: str) -> Point:
    """`latitude,longitude` of an address or a spreadsheet. Raises ValueError when it is not on Earth."""
    latitude, longitude = _numbers(text, 2)
    if not is_on_earth(latitude, longitude):
        raise ValueError(f"not a point on Earth: {text!r}")
    return Point(latitude, longitude)


def _numbers(text: str, count: int) -> list[float]:
    if len(text) > 100:
        raise ValueError("too long for coordinates")
    parts = text.split(",")
    if len(parts) != count:
        raise ValueError(f"{count} numbers separated by commas are needed: {text!r}")
    return [float(part) for part in parts]
