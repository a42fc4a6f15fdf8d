"""Half-open periods `[start, end)` of real time: touching is not overlapping.

Their ends are whole numbers (`maillage.base.instants`). Everything is sorted once and read once.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import compress, pairwise
from typing import NamedTuple, TypeVar

from maillage.base.instants import ALWAYS, Instant, to_instant, to_utc

Item = TypeVar("Item")
Ends = tuple[Instant, Instant]  # of a period: a `Period` is one, and takes four times as long to make


class Period(NamedTuple):
    """What lies from `start` on and before `end`."""

    start: Instant
    end: Instant

    @classmethod
    def between(cls, start_at: datetime, end_at: datetime) -> "Period":
        """The period between two aware datetimes."""
        return cls(to_instant(start_at), to_instant(end_at))

    @property
    def start_at(self) -> datetime:
        """The start in UTC."""
        return to_utc(self.start)

    @property
    def end_at(self) -> datetime:
        """The end in UTC."""
        return to_utc(self.end)

    @property
    def length(self) -> Instant:
        """Elapsed time."""
        return self.end - self.start

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share at least one instant."""
        return self.start < other.end and other.start < self.end

    def holds(self, instant: Instant) -> bool:
        """Whether the instant lies inside."""
        return self.start <= instant < self.end


def merge(periods: Iterable[Ends]) -> list[Period]:
    """The same instants in as few periods as possible, in order: what touches becomes one."""
    merged: list[Period] = []
    since = reached = -2 * ALWAYS
    for start, end in sorted(periods):
        if start > reached:
            if since < reached:
                merged.append(Period(since, reached))
            since, reached = start, end
        elif end > reached:
            reached = end
    if since < reached:
        merged.append(Period(since, reached))
    return merged


def subtract(periods: Sequence[Period], removed: Sequence[Period]) -> list[Period]:
    """What is left of `periods` outside `removed`. Both are in order, without overlaps."""
    left: list[Period] = []
    passed = 0
    for period in periods:
        start, end = period
        while passed < len(removed) and removed[passed].end <= start:
            passed += 1
        for index in range(passed, len(removed)):
            cut_from, cut_until = removed[index]
            if cut_from >= end:
                break
            if cut_from > start:
                left.append(Period(start, cut_from))
            start = cut_until
        if start < end:
            left.append(Period(start, end))
    return left


def outside(instants: Sequence[Instant], periods: Iterable[Ends]) -> list[Instant]:
    """Those of the instants, which are in order, that no period holds. The periods come as they like."""
    is_left = bytearray(b"\1") * len(instants)
    for start, end in periods:
        first = bisect_left(instants, start)
        passed = bisect_left(instants, end, first)
        is_left[first:passed] = bytes(passed - first)
    return list(compress(instants, is_left))


def common(sets: Iterable[Iterable[Period]]) -> list[Period]:
    """The instants that every one of these sets holds, in order; of no set at all, none."""
    merged = [merge(periods) for periods in sets]
    if not merged:
        return []
    found = merged[0]
    for periods in merged[1:]:
        found = subtract(found, subtract(found, periods))
    return found


def period_at(periods: Sequence[Period], instant: Instant) -> Period | None:
    """The one that holds the instant, of periods in order, without overlaps."""
    index = bisect_right(periods, (instant, ALWAYS)) - 1
    return periods[index] if index >= 0 and instant < periods[index].end else None


def sweep(marked: Iterable[tuple[Period, Item]]) -> Iterator[tuple[Period, list[Item]]]:
    """Cut time wherever an item begins or ends: each piece, in order, with the items that last through it.

    Pieces without any item are left out.
    """
    begins: defaultdict[Instant, list[int]] = defaultdict(list)
    ends: defaultdict[Instant, list[int]] = defaultdict(list)
    items: dict[int, Item] = {}
    for number, (period, item) in enumerate(marked):
        if period.start < period.end:
            begins[period.start].append(number)
            ends[period.end].append(number)
            items[number] = item
    active: dict[int, Item] = {}
    for edge, next_edge in pairwise(sorted({*begins, *ends})):
        for number in ends.get(edge, ()):
            del active[number]
        for number in begins.get(edge, ()):
            active[number] = items[number]
        if active:
            yield Period(edge, next_edge), list(active.values())
