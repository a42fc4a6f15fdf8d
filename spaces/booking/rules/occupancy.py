"""What holds a place, and how much room two holders need between them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from maillage.base.instants import ALWAYS, Instant

NOWHERE = 0  # the place number of what has none yet


class Held(NamedTuple):
    """One place held for one period, with the buffers (elapsed) that it was booked with.

    A booking of several places is as many of these. It counts until the instant
    it `expires`. `ref` is the caller's own name for it. What `is_fixed` (somebody already sits there) keeps
    its place number.
    """

    start: Instant
    end: Instant
    before: Instant = 0
    after: Instant = 0
    is_block: bool = False
    place: int = NOWHERE
    expires: Instant = ALWAYS
    ref: Hashable = None
    is_fixed: bool = False


class Track(NamedTuple):
    """Many `Held` that differ only in when they are: a month of one place in few words.

    Without `refs` where nobody asks which ones they are.
    """

    before: Instant
    after: Instant
    is_block: bool
    place: int
    expires: Instant
    starts: Sequence[Instant]
    ends: Sequence[Instant]
    refs: Sequence[Hashable] = ()

    def held(self) -> Iterator[Held]:
        """One by one."""
        refs = self.refs or [None] * len(self.starts)
        for start, end, ref in zip(self.starts, self.ends, refs, strict=True):
            yield Held(start, end, self.before, self.after, self.is_block, self.place, self.expires, ref)


def tracks(rows: Iterable[Held]) -> list[Track]:
    """The same rows, those alike together. Whether they are fixed is left out: it is for placing only."""
    found: defaultdict[tuple[Instant, Instant, bool, int, Instant], list[Held]] = defaultdict(list)
    for row in rows:
        found[row.before, row.after, row.is_block, row.place, row.expires].append(row)
    return [
        Track(
            *alike,
            starts=[row.start for row in those],
            ends=[row.end for row in those],
            refs=[row.ref for row in those],
        )
        for alike, those in found.items()
    ]


class Pool(NamedTuple):
    """A set of interchangeable places, of which a booking takes `seats`."""

    capacity: int
    seats: int
    tracks: Sequence[Track]


def gap(first: Held, second: Held) -> Instant:
    """The time needed from the end of `first` to the start of `second` on one place.

    The larger of the two buffers, not their sum: the same half hour airs the room for both.
    A maintenance block needs none and respects none.
    """
    return 0 if first.is_block or second.is_block else max(first.after, second.before)


def clash(one: Held, other: Held) -> bool:
    """Whether the two cannot be on one place."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    return second.start < first.end + gap(first, second)
