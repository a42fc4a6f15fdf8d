"""From which starts a booking would meet what already holds the places.

A start is one number, so that everything in the way of a booking of a given length is a set of
intervals of starts: found by one sorted sweep, asked as often as one likes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, starmap
from typing import NamedTuple

from maillage.base.instants import ALWAYS, Instant
from maillage.base.periods import Ends, Period, merge, period_at, sweep
from spaces.booking.rules.occupancy import NOWHERE, Held, Track
from spaces.booking.rules.places import places_needed
from spaces.booking.rules.refusals import Refusal


class Stretch(NamedTuple):
    """A booking that might start at any time: how long it lasts and the buffers it brings."""

    length: Instant
    before: Instant = 0
    after: Instant = 0

    def starts_against(self, track: Track) -> list[Ends]:
        """For each on the track, the starts from which this could not share a place with it."""
        gap_before = 0 if track.is_block else max(self.after, track.before)
        gap_after = 0 if track.is_block else max(track.after, self.before)
        lead = self.length + gap_before - 1
        return [(start - lead, end + gap_after) for start, end in zip(track.starts, track.ends, strict=True)]


@dataclass(frozen=True)
class Contention:
    """One pool as a booking of `seats` places meets it."""

    wanted: Stretch
    capacity: int
    seats: int
    tracks: Sequence[Track]

    @property
    def crowded(self) -> Iterable[Ends]:
        """The starts from which too few places are left: in no order, and some twice."""
        return self._crowded(self.wanted, self.tracks)

    @cached_property
    def refused(self) -> list[Period]:
        """The same, in order."""
        return merge(self.crowded)

    def refusal_at(self, start: Instant) -> Refusal | None:
        """Why a booking cannot start then."""
        if self.seats > self.capacity:
            return Refusal.POOL_FULL
        if not period_at(self.refused, start):
            return None
        if period_at(self._blocked, start):
            return Refusal.BLOCKED
        if period_at(self._taken, start):
            return Refusal.ALREADY_BOOKED if self.capacity == 1 and self.seats == 1 else Refusal.POOL_FULL
        return Refusal.BUFFER

    def places_left(self, start: Instant) -> int:
        """How many places a booking could have then."""
        in_the_way = [held for period, held in _one_by_one(self.wanted, self.tracks) if period.holds(start)]
        return max(self.capacity - places_needed(in_the_way), 0)

    @cached_property
    def _blocked(self) -> list[Period]:
        """What maintenance alone would refuse."""
        blocks = [track for track in self.tracks if track.is_block]
        return merge(self._crowded(Stretch(self.wanted.length), blocks))

    @cached_property
    def _taken(self) -> list[Period]:
        """What would be refused if nobody needed any buffer."""
        bare = [track._replace(before=0, after=0) for track in self.tracks]
        return merge(self._crowded(Stretch(self.wanted.length), bare))

    def _crowded(self, wanted: Stretch, tracks: Sequence[Track]) -> Iterable[Ends]:
        spare = self.capacity - self.seats
        if spare < 0:
            return [Period(-ALWAYS, ALWAYS)]
        if spare == 0:
            return chain.from_iterable(map(wanted.starts_against, tracks))
        if NOWHERE not in (places := {track.place for track in tracks}) and len(places) <= spare:
            return []  # as many places as are wanted hold nothing at all
        return (
            period
            for period, in_the_way in sweep(_one_by_one(wanted, tracks))
            if len(in_the_way) > spare and places_needed(in_the_way) > spare
        )


def _one_by_one(wanted: Stretch, tracks: Iterable[Track]) -> Iterator[tuple[Period, Held]]:
    """Everything on the tracks, with the starts from which `wanted` could not share a place with it."""
    for track in tracks:
        yield from zip(starmap(Period, wanted.starts_against(track)), track.held(), strict=True)
