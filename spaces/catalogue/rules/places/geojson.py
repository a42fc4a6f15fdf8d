"""Features of a GeoJSON file as rows of a table."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from spaces.catalogue.rules.places.problems import PlaceFileError
from spaces.catalogue.rules.places.tables import Row, Table

GEOMETRY = "geometry"
FEATURE_ID = "feature id"
DEGREES = ("CRS84", "4326", "4171")
LAMBERT_93 = "2154"
KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
VALUE_SHOWN = 40

DIGITS_MAX = 100  # Python refuses whole numbers of thousands of digits

_decoder = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) <= DIGITS_MAX else digits)


def read_geojson(text: str) -> Table:
    """One row per feature: its properties, its point as "longitude,latitude" and its own identifier.

    `line` is the physical line where the feature starts when each has a line of its own; otherwise
    features count like lines of a table: the first one is 2.
    """
    try:
        members = _members(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise PlaceFileError("json_unreadable", line=line, column=column) from error
    features = members.get("features")
    if members.get("type") == "Feature":
        features = [(0, {name: value for name, value in members.items() if name != "features"})]
    if not isinstance(features, list):
        raise PlaceFileError("not_geojson")
    _check_projection(members.get("crs"))
    names = dict.fromkeys(name for _, feature in features for name in _properties(feature))
    lines = _physical_lines(text, [start for start, _ in features])
    ids = _own_ids([feature for _, feature in features])
    rows = [
        _row(line, feature, list(names), own_id)
        for line, (_, feature), own_id in zip(lines, features, ids, strict=True)
    ]
    return Table([GEOMETRY, *names, FEATURE_ID], rows)


def _members(text: str) -> dict[str, Any]:
    """The members of the outer object; `features` is a list of (where it starts, feature)."""
    at = _skip(text, 0)
    if text[at : at + 1] != "{":
        _decoder.raw_decode(text, at)  # broken or another kind of JSON?
        raise PlaceFileError("not_geojson")
    members: dict[str, Any] = {}
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        name, at = _decoder.raw_decode(text, at)
        at = _skip(text, _expect(text, _skip(text, at), ":"))
        if name == "features" and text[at : at + 1] == "[":
            members[name], at = _elements(text, at)
        else:
            members[name], at = _decoder.raw_decode(text, at)
        at = _next(text, at, "}")
    return members


def _elements(text: str, at: int) -> tuple[list[tuple[int, Any]], int]:
    """The elements of the array that opens at `at`, with where each starts."""
    found: list[tuple[int, Any]] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        element, end = _decoder.raw_decode(text, at)
        found.append((at, element))
        at = _next(text, end, "]")
    return found, at + 1


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at


def _expect(text: str, at: int, mark: str) -> int:
    if text[at : at + 1] != mark:
        raise json.JSONDecodeError(f"expected {mark}", text, at)
    return at + 1


def _next(text: str, at: int, closing: str) -> int:
    """Where the next member or element starts, or where `closing` is."""
    at = _skip(text, at)
    return at if text[at : at + 1] == closing else _skip(text, _expect(text, at, ","))


def _physical_lines(text: str, starts: list[int]) -> Iterator[int]:
    lines, line, at = [], 1, 0
    for start in starts:
        line += text.count("\n", at, start)
        at = start
        lines.append(line)
    return iter(lines if len(set(lines)) == len(lines) > 1 else range(2, len(lines) + 2))


def _check_projection(crs: Any) -> None:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") or "") if isinstance(properties, dict) else ""
    if name and not name.endswith((*DEGREES, LAMBERT_93)):
        raise PlaceFileError("unknown_projection", projection=name)


def _properties(feature: Any) -> dict[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _own_ids(features: list[Any]) -> list[str]:
    """The `id` members; none when they only count the features, as some exports do."""
    ids = [_text(feature.get("id")) if isinstance(feature, dict) else "" for feature in features]
    counts = (list(map(str, range(start, start + len(ids)))) for start in (0, 1))
    return [""] * len(ids) if ids in counts else ids


def _row(line: int, feature: Any, names: list[str], own_id: str) -> Row:
    if not isinstance(feature, dict):
        return Row(line, [], "feature_unreadable")
    properties = _properties(feature)
    values = [_text(properties.get(name)) for name in names]
    return Row(line, [_point_text(feature.get("geometry")), *values, own_id])


def _text(value: Any) -> str:
    """A JSON value as a cell would hold it."""
    if value is None or value is False:
        return ""
    if isinstance(value, list):
        return "|".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _point_text(geometry: Any) -> str:
    """The geometry as "longitude,latitude"; as words that are no coordinate when it cannot be read."""
    if not geometry:
        return ""
    if not isinstance(geometry, dict):
        return str(geometry)[:VALUE_SHOWN]
    kind, coordinates = str(geometry.get("type")), geometry.get("coordinates")
    if kind == "GeometryCollection" and isinstance(parts := geometry.get("geometries"), list):
        return next(filter(None, map(_point_text, parts)), "")
    if coordinates == [] or (coordinates is None and kind in KINDS):
        return ""  # RFC 7946: a geometry that is not there
    try:
        longitude, latitude = _representative(kind, coordinates)
    except (TypeError, ValueError, LookupError):
        return f"{kind} {json.dumps(coordinates)}"[:VALUE_SHOWN]
    return f"{longitude!r},{latitude!r}"


def _representative(kind: str, coordinates: Any) -> tuple[float, float]:
    """A point that stands for the geometry: itself, the middle of its points, or of its largest ring."""
    if kind == "Point":
        return float(coordinates[0]), float(coordinates[1])
    if kind in ("MultiPoint", "LineString"):
        return _middle(coordinates)
    if kind == "MultiLineString":
        return _middle([point for line in coordinates for point in line])
    if kind == "Polygon":
        return _centroid(coordinates[0])
    if kind == "MultiPolygon":
        return _centroid(max((polygon[0] for polygon in coordinates), key=lambda ring: abs(_area(ring))))
    raise ValueError(kind)


def _middle(points: Any) -> tuple[float, float]:
    return sum(float(x) for x, *_ in points) / len(points), sum(float(p[1]) for p in points) / len(points)


def _area(ring: Any) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _centroid(ring: Any) -> tuple[float, float]:
    # From the first corner: small rings far from the origin lose their digits otherwise.
    x0, y0 = ring[0][0], ring[0][1]
    local = [(point[0] - x0, point[1] - y0) for point in ring]
    area = _area(local)
    if not area:
        return _middle(ring)
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(local)]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * area)
    return x0 + x, y0 + y
