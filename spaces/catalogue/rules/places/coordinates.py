"""Where a place is, from what people write in cells: degrees, pairs in one cell, Lambert-93 metres."""

import math
import re
from dataclasses import dataclass

from maillage.base.geo import EARTH_RADIUS_M

FRENCH_BOXES = (
    (41.2, -5.3, 51.2, 9.7),  # south, west, north, east: mainland and Corsica
    (15.7, -61.9, 16.6, -60.9),  # Guadeloupe
    (14.3, -61.3, 15.0, -60.7),  # Martinique
    (2.0, -54.7, 5.9, -51.5),  # French Guiana
    (-21.5, 55.1, -20.8, 56.0),  # La Réunion
    (-13.1, 44.9, -12.5, 45.4),  # Mayotte
    (46.7, -56.5, 47.2, -56.0),  # Saint-Pierre-et-Miquelon
    (17.8, -63.3, 18.2, -62.7),  # Saint-Martin, Saint-Barthélemy
    (-23.0, 158.0, -18.0, 172.5),  # New Caledonia
    (-28.0, -155.0, -7.5, -134.0),  # French Polynesia
    (-14.6, -178.4, -13.0, -176.0),  # Wallis and Futuna
)

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_COMMA_NUMBER = r"[-+]?\d+,\d+"
_PAIRS = (
    re.compile(rf"({_NUMBER})\s*[,;/|\s]\s*({_NUMBER})"),
    re.compile(rf"({_COMMA_NUMBER})(?:\s*[;/|]\s*|\s*,\s+|\s+)({_COMMA_NUMBER})"),
)
_WKT_POINT = re.compile(rf"(?:SRID=\d+;)?POINT\s*Z?\s*\(\s*({_NUMBER})\s+({_NUMBER})[^)]*\)", re.IGNORECASE)
_JSON_POINT = re.compile(rf'\{{.*"coordinates"\s*:\s*\[\s*({_NUMBER})\s*,\s*({_NUMBER}).*\}}', re.DOTALL)
_JSON_DEGREES = re.compile(
    rf'\{{\s*"lon\w*"\s*:\s*({_NUMBER})\s*,\s*"lat\w*"\s*:\s*({_NUMBER})\s*\}}|'
    rf'\{{\s*"lat\w*"\s*:\s*({_NUMBER})\s*,\s*"lon\w*"\s*:\s*({_NUMBER})\s*\}}'
)


class CoordinateError(ValueError):
    """A cell that holds no position. `code` names a problem of a record."""

    def __init__(self, code: str, value: str, axis: str = "") -> None:
        super().__init__(f"{code}: {value}")
        self.code, self.value, self.axis = code, value, axis


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, to six decimals (11 cm). `note` is the code of what was put right on the way."""

    latitude: float
    longitude: float
    note: str = ""

    @property
    def is_in_france(self) -> bool:
        return in_france(self.latitude, self.longitude)


def number(text: str, axis: str = "") -> float:
    """A number written with a point or a comma, with or without a degree sign."""
    plain = re.sub(r"\s", "", text).rstrip("°").replace("\u2212", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not re.fullmatch(_NUMBER, plain):
        raise CoordinateError("coordinate_unreadable", text.strip(), axis)
    return float(plain)


def split_pair(text: str) -> tuple[str, str, bool]:
    """The two numbers of one cell, and whether longitude comes first (as in WKT and GeoJSON)."""
    for pattern in (_WKT_POINT, _JSON_POINT):
        if found := pattern.search(text):
            return found[1], found[2], True
    if found := _JSON_DEGREES.fullmatch(text.strip()):
        return found[1] or found[3], found[2] or found[4], found[1] is not None
    plain = text.strip().strip("()[]").strip()
    for pattern in _PAIRS:
        if found := pattern.fullmatch(plain):
            return found[1], found[2], False
    raise CoordinateError("coordinate_unreadable", text.strip())


def point(latitude: str, longitude: str, *, is_french: bool) -> Point:
    """The position in two cells. Raises CoordinateError.

    Metres of Lambert-93 are converted. In France, two values that only make sense the other way
    round are exchanged.
    """
    y, x = number(latitude, "latitude"), number(longitude, "longitude")
    if _is_lambert_93(x, y):
        return Point(*_rounded(*from_lambert_93(x, y)), "coordinate_converted")
    if _is_lambert_93(y, x):
        return Point(*_rounded(*from_lambert_93(y, x)), "coordinate_converted")
    if is_french and not in_france(y, x) and in_france(x, y):
        return Point(*_rounded(x, y), "coordinate_swapped")
    if min(abs(y), abs(x)) > 10_000:
        raise CoordinateError("coordinate_projected", f"{latitude.strip()}, {longitude.strip()}", "latitude")
    if not abs(y) <= 90:
        raise CoordinateError("coordinate_out_of_range", latitude.strip(), "latitude")
    if not abs(x) <= 180:
        raise CoordinateError("coordinate_out_of_range", longitude.strip(), "longitude")
    return Point(*_rounded(y, x))


def in_france(latitude: float, longitude: float) -> bool:
    """Whether a position is in a box around a part of France, overseas included."""
    return any(s <= latitude <= n and w <= longitude <= e for s, w, n, e in FRENCH_BOXES)


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres between two positions, exact enough under a few hundred kilometres."""
    mean = math.radians((latitude + other_latitude) / 2)
    east = (other_longitude - longitude + 180) % 360 - 180
    return EARTH_RADIUS_M * math.radians(math.hypot(other_latitude - latitude, east * math.cos(mean)))


def from_lambert_93(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of metres in Lambert-93 (EPSG:2154).

    Inverse of the conformal conic projection, with the constants that IGN publishes (NTG 71):
    ellipsoid GRS 80, meridian 3° E, parallels 44° and 49° N, false origin 700 km, 6 600 km.
    """
    exponent, constant = 0.725607765053267, 11_754_255.426096
    x_pole, y_pole, eccentricity = 700_000.0, 12_655_612.049876, 0.0818191910428158
    radius = math.hypot(x - x_pole, y - y_pole)
    longitude = math.radians(3) + math.atan((x - x_pole) / (y_pole - y)) / exponent
    isometric = -math.log(radius / constant) / exponent
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(10):  # each round gains about two digits
        bend = eccentricity * math.sin(latitude)
        stretch = ((1 + bend) / (1 - bend)) ** (eccentricity / 2)
        latitude = 2 * math.atan(stretch * math.exp(isometric)) - math.pi / 2
    return math.degrees(latitude), math.degrees(longitude)


def _is_lambert_93(x: float, y: float) -> bool:
    return 50_000 <= x <= 1_300_000 and 6_000_000 <= y <= 7_200_000


def _rounded(latitude: float, longitude: float) -> tuple[float, float]:
    # Adding 0.0 turns -0.0 into 0.0: the two must not look like a change.
    return round(latitude, 6) + 0.0, round(longitude, 6) + 0.0
