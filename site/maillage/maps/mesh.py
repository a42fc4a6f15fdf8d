"""The network drawn as a mesh: its places, each tied to its nearest neighbours.

Pure: points in, geometry out, always the same. Threads are warp when they run north to south and
weft when they run west to east, as in a cloth; the template gives them their colours.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maillage.base.geo import Point

WIDTH, HEIGHT, MARGIN = 560, 480, 26
MOST_KNOTS = 300
CLOSEST_PX = 11
NEIGHBOURS = 6
LONGEST_THREAD = 5  # times the usual distance between neighbours
MOST_LABELS = 7
LABEL_REACH_PX = 14
LETTER_PX, LINE_PX = 7.0, 18
FEW_POINTS, OUTLIERS_PERCENT = 20, 4
KNOT_SIZES = ((1, 8), (3, 11), (10, 15))  # from so many places, so wide


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    point: Point


@dataclass(frozen=True, slots=True)
class Knot:
    """One place, or several too close to tell apart."""

    x: int
    y: int
    places: int

    @property
    def size(self) -> int:
        return max(width for least, width in KNOT_SIZES if self.places >= least)


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: int
    y: int
    is_left: bool


@dataclass(frozen=True, slots=True)
class Mesh:
    """Geometry of a drawing `width` × `height`; paths are SVG path data."""

    width: int
    height: int
    warp: str
    weft: str
    knots: tuple[tuple[int, str], ...]
    """(stroke width, path of zero-length strokes with round ends) from small to large."""
    labels: tuple[Label, ...]
    places: int


def draw_mesh(points: Iterable[Point], towns: Sequence[Town] = ()) -> Mesh:
    """The mesh of `points`; `towns`, the largest first, name the places near them."""
    everything = sorted(points)
    shown = _core(everything)
    project = _projection(shown)
    knots = _knots([project(point) for point in shown])
    threads = _threads(knots)
    labels = _labels(knots, [(town.name, *project(town.point)) for town in towns])
    return Mesh(
        width=WIDTH,
        height=HEIGHT,
        warp="".join(_line(a, b) for a, b in threads if _is_warp(a, b)),
        weft="".join(_line(a, b) for a, b in threads if not _is_warp(a, b)),
        knots=tuple(
            (size, "".join(f"M{knot.x} {knot.y}h0" for knot in knots if knot.size == size))
            for size in sorted({knot.size for knot in knots})
        ),
        labels=tuple(labels),
        places=len(everything),
    )


def _core(points: list[Point]) -> list[Point]:
    """The points without the far few: an ocean away, or misplaced, they would make the rest a dot."""
    if len(points) < FEW_POINTS:
        return points
    south, north = _usual_range([point.latitude for point in points])
    west, east = _usual_range([point.longitude for point in points])
    return [p for p in points if south <= p.latitude <= north and west <= p.longitude <= east]


def _usual_range(values: list[float]) -> tuple[float, float]:
    """Where nearly all values lie, and half as much around."""
    ordered = sorted(values)
    aside = max(1, len(ordered) * OUTLIERS_PERCENT // 100)
    low, high = ordered[aside], ordered[-1 - aside]
    return low - (high - low) / 2, high + (high - low) / 2


def _projection(points: list[Point]):
    """Mercator, centred, as large as the drawing allows."""
    xs = [math.radians(point.longitude) for point in points] or [0.0]
    ys = [_mercator(point.latitude) for point in points] or [0.0]
    span_x, span_y = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / span_x, (HEIGHT - 2 * MARGIN) / span_y)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def project(point: Point) -> tuple[float, float]:
        x = WIDTH / 2 + (math.radians(point.longitude) - middle_x) * scale
        y = HEIGHT / 2 - (_mercator(point.latitude) - middle_y) * scale
        return x, y

    return project


def _mercator(latitude: float) -> float:
    bounded = max(-85.0, min(85.0, latitude))
    return math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2))


def _knots(pixels: list[tuple[float, float]]) -> list[Knot]:
    """Points merged where they would touch, and further until they are few enough to send."""
    reach = float(CLOSEST_PX)
    while True:
        cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
        for x, y in pixels:
            cells[round(x / reach), round(y / reach)].append((x, y))
        if len(cells) <= MOST_KNOTS:
            break
        reach *= 1.2
    return sorted(
        (
            Knot(
                round(sum(x for x, _ in inside) / len(inside)),
                round(sum(y for _, y in inside) / len(inside)),
                len(inside),
            )
            for inside in cells.values()
        ),
        key=lambda knot: (knot.x, knot.y),
    )


def _threads(knots: list[Knot]) -> list[tuple[Knot, Knot]]:
    """Each knot tied to near ones, unless a third lies between (Gabriel graph)."""
    near = {
        i: sorted((j for j in range(len(knots)) if j != i), key=lambda j: (_gap(knots[i], knots[j]), j))
        for i in range(len(knots))
    }
    usual = sorted(_gap(knots[i], knots[others[0]]) for i, others in near.items() if others)
    limit = LONGEST_THREAD * usual[len(usual) // 2] if usual else 0
    pairs = {(min(i, j), max(i, j)) for i, others in near.items() for j in others[:NEIGHBOURS]}

    def is_direct(i: int, j: int) -> bool:
        length = _gap(knots[i], knots[j])
        between = set(near[i][:NEIGHBOURS]) | set(near[j][:NEIGHBOURS])
        return all(_gap(knots[i], knots[k]) ** 2 + _gap(knots[j], knots[k]) ** 2 >= length**2 for k in between - {i, j})

    return [(knots[i], knots[j]) for i, j in sorted(pairs) if _gap(knots[i], knots[j]) <= limit and is_direct(i, j)]


def _gap(a: Knot, b: Knot) -> float:
    return math.hypot(a.x - b.x, a.y - b.y)


def _is_warp(a: Knot, b: Knot) -> bool:
    return abs(a.y - b.y) > abs(a.x - b.x)


def _line(a: Knot, b: Knot) -> str:
    return f"M{a.x} {a.y}l{b.x - a.x} {b.y - a.y}"


def _labels(knots: list[Knot], towns: list[tuple[str, float, float]]) -> list[Label]:
    """Names of the largest towns that have a place, as long as they do not touch."""
    labels: list[Label] = []
    boxes: list[tuple[float, float, float, float]] = []
    named: set[Knot] = set()
    for name, x, y in towns:
        knot = min(knots, key=lambda k: math.hypot(k.x - x, k.y - y), default=None)
        if knot is None or knot in named or math.hypot(knot.x - x, knot.y - y) > LABEL_REACH_PX:
            continue
        width = len(name) * LETTER_PX
        is_left = knot.x + 12 + width > WIDTH
        left = knot.x - 12 - width if is_left else knot.x + 12
        box = (left, knot.y - LINE_PX / 2, left + width, knot.y + LINE_PX / 2)
        if any(_touch(box, other) for other in boxes):
            continue
        boxes.append(box)
        named.add(knot)
        labels.append(Label(name, knot.x + (-12 if is_left else 12), knot.y + 4, is_left))
        if len(labels) == MOST_LABELS:
            break
    return labels


def _touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
