"""A day of a pass is a calendar day of the place, whatever somebody books on it one thing after another.

What is at the same moment takes a day each: of a calendar day, a pass pays as many as the peak of the places held at
once. Who let go of a place too late for nothing has paid that day: who comes later, themselves again, sits on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise

from maillage.base.instants import DAY_MIN, Instant, days, local_day, midnight, to_local


@dataclass(frozen=True, slots=True)
class DayPart:
    """What a booking has of a calendar day, or rather counts for it: see `days_of`."""

    on: date
    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Held:
    """Places that a booking has on a day from one instant to another; `made` is its turn among those of that day.

    `let_go`: it has let go of them after those of this turn, and `places` is how many stay paid all the same.
    """

    start: Instant
    end: Instant
    places: int
    made: int
    let_go: int | None = None


def days_of(start: Instant, end: Instant, zone: tzinfo) -> tuple[DayPart, ...]:
    """The calendar days that [start, end) touches, with its part of each.

    Where its hours on the first and on the last make one day together at most, on the clock, both count as one: that of
    the longer part, or the first of two alike. So nobody pays two days for a night, nor for 24 hours in a row.
    """
    touched = days(local_day(start, zone), local_day(end - 1, zone))
    cuts = [start, *(midnight(on, zone) for on in touched[1:]), end]
    parts = [DayPart(on, *cut) for on, cut in zip(touched, pairwise(cuts), strict=True) if cut[0] < cut[1]]
    on_first = DAY_MIN - _minute(start, zone)
    on_last = _minute(end, zone) if local_day(end, zone) == touched[-1] else DAY_MIN
    if len(parts) == 1 or on_first + on_last > DAY_MIN:
        return tuple(parts)
    if on_first < on_last:
        first, second, *rest = parts
        return (DayPart(second.on, first.start, second.end), *rest)
    *rest, before, last = parts
    return (*rest, DayPart(before.on, before.start, last.end))


def days_taken(held: Iterable[Held]) -> int:
    """How many days of a pass one calendar day takes with all that is held on it."""
    held = list(held)
    return max((_taken_at(one.start, held) for one in held), default=0)


def with_more(held: Iterable[Held], part: DayPart, places: int) -> tuple[Held, ...]:
    """The same, once a booking has come last."""
    held = tuple(held)
    last = max((turn for one in held for turn in (one.made, one.let_go or 0)), default=0)
    return (*held, Held(part.start, part.end, places, last + 1))


def _taken_at(at: Instant, held: list[Held]) -> int:
    """By turns: who comes sits on a place that stayed paid, and takes another day only where there is none."""
    there = [one for one in held if one.start <= at < one.end]
    turns = [(one.made, False, one.places) for one in there]
    turns += [(one.let_go, True, one.places) for one in there if one.let_go is not None]
    taken = spare = 0
    for _turn, leaves, places in sorted(turns):
        if leaves:
            spare += places
            continue
        sits = min(places, spare)
        spare -= sits
        taken += places - sits
    return taken


def _minute(instant: Instant, zone: tzinfo) -> int:
    """Of the day, on the clock."""
    at = to_local(instant, zone)
    return 60 * at.hour + at.minute
