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
APART_PX = 6
OVERHANG_PX = 8  # a name may pass the frame by so much
LETTER_PX, LINE_PX, DESCENT_PX = 9.0, 20, 5  # as wide screens and telephones write them, the larger of the two
FEW_POINTS, OUTLIERS_PERCENT = 20, 4
KNOT_SIZES = ((1, 8), (3, 11), (10, 15))  # from so many places, so wide

Box = tuple[float, float, float, float]


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

    @property
    def box(self) -> Box:
        reach = self.size / 2
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: int
    y: int
    anchor: str
    """Where the text has `x`, as SVG says it: start, middle or end."""

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of the text, whose baseline is `y`."""
        width = len(self.text) * LETTER_PX
        left = self.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return left, self.y - LINE_PX + DESCENT_PX, left + width, self.y + DESCENT_PX


@dataclass(frozen=True, slots=True)
class Mesh:
    """Geometry of a drawing `width` × `height`, from `top` down; paths are SVG path data."""

    width: int
    top: int
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
    labels = _labels(knots, threads, [(town.name, *project(town.point)) for town in towns])
    top, bottom = _extent(knots)
    return Mesh(
        width=WIDTH,
        top=top,
        height=bottom - top,
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


def _extent(knots: list[Knot]) -> tuple[int, int]:
    """Where the drawing begins and ends: a network wider than high leaves nothing blank above and below."""
    highest, lowest = min((k.y for k in knots), default=0), max((k.y for k in knots), default=HEIGHT)
    return max(0, min(highest - MARGIN, HEIGHT // 3)), min(HEIGHT, max(lowest + MARGIN, 2 * HEIGHT // 3))


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


def _labels(knots: list[Knot], threads: list[tuple[Knot, Knot]], towns: list[tuple[str, float, float]]) -> list[Label]:
    """Names of the largest towns that have a place, where they cover neither a place nor each other."""
    labels: list[Label] = []
    taken = [knot.box for knot in knots]
    named: set[Knot] = set()
    for name, x, y in towns:
        knot = min(knots, key=lambda k: math.hypot(k.x - x, k.y - y), default=None)
        if knot is None or knot in named or math.hypot(knot.x - x, knot.y - y) > LABEL_REACH_PX:
            continue
        apart = [_grown(other.box) for other in knots if other != knot]
        free = [label for label in _around(knot, name) if _is_free(label.box, [*taken, *apart])]
        if not free:
            continue
        label = min(free, key=lambda one: sum(_crosses(one.box, *thread) for thread in threads))
        taken.append(label.box)
        named.add(knot)
        labels.append(label)
        if len(labels) == MOST_LABELS:
            break
    return labels


def _around(knot: Knot, name: str) -> tuple[Label, ...]:
    """Where its name can stand, the best first: right, left, above, below."""
    return (
        Label(name, knot.x + 12, knot.y + 4, "start"),
        Label(name, knot.x - 12, knot.y + 4, "end"),
        Label(name, knot.x, knot.y - 13, "middle"),
        Label(name, knot.x, knot.y + 23, "middle"),
    )


def _is_free(box: Box, taken: Iterable[Box]) -> bool:
    frame = (-OVERHANG_PX, -OVERHANG_PX, WIDTH + OVERHANG_PX, HEIGHT + OVERHANG_PX)
    is_inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    return is_inside and not any(_touch(box, other) for other in taken)


def _grown(box: Box) -> Box:
    """Closer to a place than that, the name of another would pass for its own."""
    return box[0] - APART_PX, box[1] - APART_PX, box[2] + APART_PX, box[3] + APART_PX


def _crosses(box: Box, a: Knot, b: Knot) -> bool:
    """Whether a thread passes through: some corners on each side of it."""
    if not _touch(box, (min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))):
        return False
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    sides = [(b.x - a.x) * (y - a.y) > (b.y - a.y) * (x - a.x) for x, y in corners]
    return any(sides) and not all(sides)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
