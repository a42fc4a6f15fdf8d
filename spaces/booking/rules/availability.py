"""Is it free, and may it be booked: the one reading that page, API, board, import and preview share.

A pure function of opening hours, what holds the places, the resource's rules and the time it is.
`starts` lists, `explain` says why the rest is refused, `judge` decides one booking: all three ask the same
`_Case`, so that what is listed is what is accepted. Who may book (audience, habilitations, quotas) is
for `entitlements`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from maillage.base.instants import (
    ALWAYS,
    DAY_MIN,
    MINUTE,
    YEARS,
    Instant,
    local_day,
    midnight,
    to_instant,
    to_local,
    to_utc,
)
from maillage.base.periods import Period, outside
from spaces.booking.rules.contention import Contention, Stretch
from spaces.booking.rules.occupancy import Pool, Track
from spaces.booking.rules.refusals import CONFLICTS, FROM_AFAR, Refusal
from spaces.booking.rules.resource_rules import LONGEST_MIN, ResourceRules, whole_days
from spaces.catalogue.rules.opening import OpeningLayers, Run

MOST_DAYS = 31
STAY_MIN, STAY_STEP_MIN = 12 * 60, 5  # of somebody who stands there


@dataclass(frozen=True, slots=True)
class Bookable:
    """A resource with everything that decides about it.

    `tracks` are its own rows. `also` are what a booking takes besides: each item of its `shares`, and its
    descendants, of which any use at all is in the way (one `Pool(1, 1, rows of all of them)`).
    """

    opening: OpeningLayers
    rules: ResourceRules
    tracks: Sequence[Track] = ()
    also: Sequence[Pool] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Which starts are free from one day of the place through another?"""

    from_on: date
    until_on: date
    duration_min: int
    now: datetime
    seats: int = 1

    def __post_init__(self) -> None:
        if not 0 <= (self.until_on - self.from_on).days < MOST_DAYS:
            raise ValueError(f"ask for 1 to {MOST_DAYS} days, both included")
        if self.from_on.year not in YEARS or self.until_on.year not in YEARS:
            raise ValueError(f"ask for years from {YEARS.start} to {YEARS.stop - 1}")
        if not 0 < self.duration_min <= LONGEST_MIN or self.seats < 1:
            raise ValueError("a booking lasts from one minute to a year and takes at least one place")

    @property
    def known_until_on(self) -> date:
        """Until when hours have to be known: the last start ends in an opening, and a skipped day is no day."""
        return self.until_on + timedelta(self.duration_min // DAY_MIN + 2)


class Wish(NamedTuple):
    """One booking somebody asks for."""

    start_at: datetime
    end_at: datetime
    now: datetime
    seats: int = 1


class Refused(NamedTuple):
    """A start of the grid that cannot be booked, and why."""

    start_at: datetime
    code: Refusal


def starts(bookable: Bookable, question: Question) -> list[datetime]:
    """When a booking can start, on the wall clock of the place."""
    zone = bookable.opening.zone
    return [to_local(start, zone) for start in start_instants(bookable, question)]


def start_instants(bookable: Bookable, question: Question) -> list[Instant]:
    """The same, as instants: for those who ask about a region at once and know its wall clocks by heart."""
    return _Case.asked(bookable, question).free_starts(question)


def explain(bookable: Bookable, question: Question) -> list[Refused]:
    """Every other start of the grid on these days, with the code of its refusal."""
    zone = bookable.opening.zone
    case = _Case.asked(bookable, question)
    coded = ((start, next(case.reasons(start), None)) for start in case.grid(question))
    return [Refused(to_local(start, zone), code) for start, code in coded if code]


def begun_free(bookable: Bookable, question: Question) -> frozenset[Instant]:
    """The starts of the grid from which one step could be had, whatever is in the way of the rest of what is asked."""
    step_min = bookable.rules.step_min
    if question.duration_min <= step_min:
        return frozenset()
    case = _Case.asked(bookable, replace(question, duration_min=step_min))
    return frozenset(start for start in case.grid(question) if CONFLICTS.isdisjoint(case.reasons(start)))


def reasons(bookable: Bookable, wish: Wish) -> list[Refusal]:
    """Everything that speaks against a booking, in order of precedence."""
    return list(_Case.wished(bookable, wish).reasons(to_instant(wish.start_at)))


def judge(bookable: Bookable, wish: Wish) -> Refusal | None:
    """The code that refuses a booking, or None when it is accepted."""
    return next(_Case.wished(bookable, wish).reasons(to_instant(wish.start_at)), None)


def free_places(bookable: Bookable, wish: Wish) -> int:
    """How many places could be had for the time of the wish, whatever its `seats` and the other rules."""
    own, *others = _Case.wished(bookable, wish).contentions
    start = to_instant(wish.start_at)
    return 0 if any(other.refusal_at(start) for other in others) else own.places_left(start)


def free_until(bookable: Bookable, wish: Wish) -> datetime | None:
    """How long somebody who stands there could stay from the start of the wish, `STAY` at most; None: not at all.

    Until closing, or what stands there next: rules for those who book from afar do not count.
    """
    step = STAY_STEP_MIN * MINUTE
    start = to_instant(wish.start_at)
    lengths = range(STAY_STEP_MIN, STAY_MIN + 1, STAY_STEP_MIN)

    def is_refused(minutes: int) -> bool:
        longer = wish._replace(end_at=to_utc(start + minutes * MINUTE))
        return any(code not in FROM_AFAR for code in _Case.wished(bookable, longer).reasons(start))

    # What refuses a stay refuses every longer one.
    count = bisect_left(lengths, True, key=is_refused)
    return to_utc(start + count * step) if count else None


def reach(rules: ResourceRules, start_at: datetime, end_at: datetime) -> tuple[datetime, datetime]:
    """The period whose occupancy decides about bookings inside [start_at, end_at), as `rules` have it.

    Rows outside it matter only when their own buffers reach into it.
    """
    days = timedelta(2) if rules.block_whole_day else timedelta(0)
    before, after = rules.kept_buffers_min
    return start_at - days - timedelta(minutes=before), end_at + days + timedelta(minutes=after)


@dataclass(frozen=True)
class _Case:
    """Bookings of one length and so many seats on one resource, as things are at one instant."""

    bookable: Bookable
    runs: Sequence[Run]
    length: Instant
    seats: int
    now: Instant

    @classmethod
    def asked(cls, bookable: Bookable, question: Question) -> "_Case":
        runs = bookable.opening.runs(question.from_on, question.known_until_on)
        return cls(bookable, runs, question.duration_min * MINUTE, question.seats, to_instant(question.now))

    @classmethod
    def wished(cls, bookable: Bookable, wish: Wish) -> "_Case":
        start, end = to_instant(wish.start_at), to_instant(wish.end_at)
        runs: Sequence[Run] = ()
        if wish.start_at.year in YEARS and start < end <= start + LONGEST_MIN * MINUTE:
            zone = bookable.opening.zone
            runs = bookable.opening.runs(local_day(start, zone), local_day(end, zone))
        return cls(bookable, runs, end - start, wish.seats, to_instant(wish.now))

    def grid(self, question: Question) -> list[Instant]:
        """Every permitted start on the days of the question."""
        days = self._days(question)
        return [start for run in self.runs for start in run.grid(days.start, days.end, self._step)]

    def free_starts(self, question: Question) -> list[Instant]:
        """The permitted starts against which nothing speaks: `reasons` for a whole month in one pass."""
        if self.bookable.rules.duration_refusal(self.length):
            return []
        days = self._days(question)
        within = Period(max(days.start, self.now, self._earliest), min(days.end, self._latest + 1))
        fitting = self.bookable.opening.starts(
            question.from_on, question.known_until_on, within, self.length, self._step
        )
        return outside(fitting, chain.from_iterable(contention.crowded for contention in self.contentions))

    def reasons(self, start: Instant) -> Iterator[Refusal]:
        """What speaks against a booking at `start`, in order of precedence."""
        if start < self.now:
            yield Refusal.IN_THE_PAST
        if refusal := self.bookable.rules.duration_refusal(self.length):
            yield refusal
        run = self._run_at(start)
        if run is None or run.end < start + self.length:
            yield Refusal.CLOSED
        if run and not run.has_on_grid(start, self._step):
            yield Refusal.OFF_GRID
        if start < self._earliest:
            yield Refusal.TOO_SOON
        if start > self._latest:
            yield Refusal.TOO_FAR
        conflicts = {contention.refusal_at(start) for contention in self.contentions}
        yield from (refusal for refusal in Refusal if refusal in conflicts)

    @cached_property
    def contentions(self) -> list[Contention]:
        """The resource's own places, then everything that a booking takes besides."""
        rules = self.bookable.rules
        before, after = rules.kept_buffers_min
        wanted = Stretch(self.length, before * MINUTE, after * MINUTE)
        pools = [Pool(rules.capacity, self.seats, self.bookable.tracks), *self.bookable.also]
        return [Contention(wanted, pool.capacity, pool.seats, self._counting(pool.tracks)) for pool in pools]

    def _counting(self, tracks: Iterable[Track]) -> list[Track]:
        """What counts now; for a booking that keeps whole days, others are in the way for whole days too."""
        counting = [track for track in tracks if track.expires > self.now]
        if not self.bookable.rules.block_whole_day:
            return counting
        return [self._in_whole_days(track) for track in counting]

    def _in_whole_days(self, track: Track) -> Track:
        zone = self.bookable.opening.zone
        days = [whole_days(start, end, zone) for start, end in zip(track.starts, track.ends, strict=True)]
        starts, ends = [day.start for day in days], [day.end for day in days]
        return track._replace(before=0, after=0, starts=starts, ends=ends)

    @cached_property
    def _earliest(self) -> Instant:
        return self.bookable.rules.earliest_start(self.now, self.bookable.opening.zone)

    @cached_property
    def _latest(self) -> Instant:
        latest = self.bookable.rules.latest_start(self.now)
        return ALWAYS if latest is None else latest

    @property
    def _step(self) -> Instant:
        return self.bookable.rules.step_min * MINUTE

    def _days(self, question: Question) -> Period:
        zone = self.bookable.opening.zone
        return Period(midnight(question.from_on, zone), midnight(question.until_on + timedelta(1), zone))

    def _run_at(self, instant: Instant) -> Run | None:
        index = bisect_right(self.runs, (instant, ALWAYS)) - 1
        return self.runs[index] if index >= 0 and instant < self.runs[index].end else None
