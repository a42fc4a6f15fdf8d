"""Which of the interchangeable places of a pool each booking is on.

Nobody booked a number, so that numbers may change: whatever the pool can hold at once fits, however the
bookings before it were spread. Bookings move only when that is needed, and as few as possible.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from maillage.base.instants import ALWAYS, Instant
from maillage.base.periods import Period, merge
from spaces.booking.rules.occupancy import Held, clash


class Placement(NamedTuple):
    """The places of a new booking, and the new place of each one that has to move, by its `ref`."""

    places: tuple[int, ...]
    moves: dict[Hashable, int]


def place(wanted: Held, *, seats: int, capacity: int, held: Iterable[Held]) -> Placement | None:
    """Where a booking of `seats` places goes among those of its pool; None when it does not fit.

    `held` needs everything from a buffer's length before `wanted` on, however far ahead: one move
    may push the next. Rows that already sit too close to each other stay as they are.
    """
    new = wanted._replace(place=0, is_fixed=False)
    rows = list(held)
    free = [number for number in range(1, capacity + 1) if not _clashes(new, rows, number)]
    if len(free) >= seats:
        return Placement(tuple(free[:seats]), {})
    near = _within_reach(new, rows)
    return _shift(new, seats, capacity, near) or _rebuild(new, seats, capacity, near)


def places_needed(rows: Iterable[Held]) -> int:
    """The fewest places on which these fit, gaps kept: the peak number in use at one time."""
    return len(fewest_places(rows))


@dataclass(slots=True)
class Line:
    """What follows one another on one place."""

    rows: list[Held] = field(default_factory=list)
    over: Instant = -ALWAYS  # when everything on it has ended
    booked_until: Instant = -ALWAYS  # when the last booking has ended
    ready: Instant = -ALWAYS  # and its buffer too

    def takes(self, row: Held) -> bool:
        if row.start < self.over:
            return False
        return row.is_block or (self.ready <= row.start and self.booked_until <= row.start - row.before)

    def add(self, row: Held) -> None:
        self.rows.append(row)
        self.over = max(self.over, row.end)
        if not row.is_block:
            self.booked_until = row.end
            self.ready = row.end + row.after


def fewest_places(rows: Iterable[Held]) -> list[Line]:
    """These rows on as few places as possible.

    In order of their starts, each goes where the last booking ended latest: the places that have been
    free for longer are kept for those that ask for a longer buffer. That is optimal for bookings, whose
    order by "ends well before" is an intersection of two interval orders (Felsner, Müller, Wernisch 1997).
    Blocks, which no buffer holds off, go where the next booking would have to wait most; where several
    broken places meet buffers that may in rare cases ask for one place too many, never for one too few.
    """
    lines: list[Line] = []
    for row in sorted(rows, key=lambda row: (row.start, -row.end)):
        open_lines = [line for line in lines if line.takes(row)]
        if open_lines:
            best = max(open_lines, key=lambda line: line.ready if row.is_block else line.booked_until)
        else:
            best = Line()
            lines.append(best)
        best.add(row)
    return lines


def _clashes(new: Held, rows: Iterable[Held], place: int) -> bool:
    return any(row.place == place and clash(new, row) for row in rows)


def _within_reach(new: Held, rows: Sequence[Held]) -> list[Held]:
    """The rows that a change may push: those tied to `new` by an unbroken chain of closeness."""

    def span(row: Held) -> Period:
        return Period(row.start - row.before, row.end + row.after)

    reach = next(run for run in merge(map(span, [new, *rows])) if run.overlaps(span(new)))
    return [row for row in rows if reach.overlaps(span(row))]


def _shift(new: Held, seats: int, capacity: int, rows: Sequence[Held]) -> Placement | None:
    """Let the new ones in and push only who is in their way, in order of starts."""
    waiting = sorted([*rows, *[new] * seats], key=lambda row: (row.start, row.place == 0))
    on: defaultdict[int, list[Held]] = defaultdict(list)
    places, moves = [], {}
    for index, row in enumerate(waiting):
        number = row.place
        # Neighbours from before are no reason to go: an import may have put them closer than the rules.
        if not number or any(other.place != number and clash(other, row) for other in on[number]):
            number = min(
                _open_places(row, capacity, on, rows),
                key=lambda number: sum(_clashes(row, [other], number) for other in waiting[index + 1 :]),
                default=0,
            )
            if not number:
                return None
            if row.place:
                moves[row.ref] = number
            else:
                places.append(number)
        on[number].append(row)
    return Placement(tuple(sorted(places)), moves)


def _open_places(row: Held, capacity: int, on: dict[int, list[Held]], rows: Sequence[Held]) -> Iterator[int]:
    """Places where nothing put so far, and nobody who cannot move, is in the way."""
    fixed = [other for other in rows if other.is_fixed and other is not row]
    for number in range(1, capacity + 1):
        if not any(clash(other, row) for other in on.get(number, ())) and not _clashes(row, fixed, number):
            yield number


def _rebuild(new: Held, seats: int, capacity: int, rows: Sequence[Held]) -> Placement | None:
    """Arrange everything within reach anew; needed only where buffers of different lengths meet."""
    lines = fewest_places([*rows, *[new] * seats])
    if len(lines) > capacity:
        return None
    numbers = _number(lines, capacity)
    places, moves = [], {}
    for number, line in zip(numbers, lines, strict=True):
        for row in line.rows:
            if not row.place:
                places.append(number)
            elif row.place != number:
                if row.is_fixed:
                    return None
                moves[row.ref] = number
    return Placement(tuple(sorted(places)), moves)


def _number(lines: Sequence[Line], capacity: int) -> list[int]:
    """A number for each line, so that the fixed rows keep theirs, then most, then the soonest."""

    def kept(index: int, number: int) -> tuple[int, int, Instant]:
        same = [row for row in lines[index].rows if row.place == number]
        return sum(row.is_fixed for row in same), len(same), -same[0].start if same else 0

    pairs = product(range(len(lines)), range(1, capacity + 1))
    numbers: dict[int, int] = {}
    for index, number in sorted(pairs, key=lambda pair: kept(*pair), reverse=True):
        if index not in numbers and number not in numbers.values():
            numbers[index] = number
    return [numbers[index] for index in range(len(lines))]
