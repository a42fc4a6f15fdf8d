"""What holds a place, and how much room two holders need between them."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from maillage.base.instants import MINUTE, Instant, to_instant


class Kind(StrEnum):
    """Who or what holds a place."""

    BOOKING = "booking"
    EVENT = "event"
    BLOCK = "block"
    HOLD = "hold"
    OUTSIDE = "outside"


class Occupied(NamedTuple):
    """One place held for one period, with the buffers in minutes that it was booked with.

    A booking of several places is as many of these. `ref` is the caller's own name for it. What `is_fixed`
    (somebody already sits there) keeps its place number. A hold counts until the instant it expires.
    """

    start_at: datetime
    end_at: datetime
    kind: str = Kind.BOOKING
    buffer_before_min: int = 0
    buffer_after_min: int = 0
    place: int = 1
    expires_at: datetime | None = None
    is_fixed: bool = False
    ref: Hashable = None


class Pool(NamedTuple):
    """A set of interchangeable places, of which a booking takes `seats`."""

    capacity: int
    seats: int
    occupied: Sequence[Occupied]


class Held(NamedTuple):
    """An `Occupied` in instants. `place` 0: not on any yet."""

    start: Instant
    end: Instant
    before: Instant = 0
    after: Instant = 0
    is_block: bool = False
    place: int = 0
    is_fixed: bool = False
    ref: Hashable = None

    @classmethod
    def of(cls, occupied: Occupied) -> "Held":
        return cls(
            to_instant(occupied.start_at),
            to_instant(occupied.end_at),
            occupied.buffer_before_min * MINUTE,
            occupied.buffer_after_min * MINUTE,
            occupied.kind == Kind.BLOCK,
            occupied.place,
            occupied.is_fixed,
            occupied.ref,
        )


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
