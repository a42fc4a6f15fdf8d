"""When a place is open: weekly hours and dated exceptions of three levels, as runs of real time.

People write wall-clock times of the place; what comes out are instants. A run is open without a gap:
windows that touch, overlap or pass midnight are one. Bookings start on a grid laid over it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from maillage.base.instants import ALWAYS, DAY_MIN, Instant, days, from_wall, local_day, midnight
from maillage.base.periods import Period, merge

WEEK_MIN = 7 * DAY_MIN
ONE_DAY = timedelta(1)
# Where a run that comes from before the first day may have begun. Two: the day before may be one that
# the zone skipped, and then a night lasts from the day before that.
LOOK_BACK_DAYS = (2, 8, 64, 512)

Hours = tuple[int, int]  # opens and closes, in minutes after midnight


def closing_min(opens_min: int, closes_min: int) -> int:
    """Minutes after midnight of the opening day: at or before `opens_min` is on the next day."""
    return closes_min if closes_min > opens_min else closes_min + DAY_MIN


def _check_hours(opens_min: int, closes_min: int) -> None:
    if not (0 <= opens_min < DAY_MIN and 0 <= closes_min <= DAY_MIN):
        raise ValueError(f"not hours of a day: {opens_min}–{closes_min} min")


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One window of every week (Monday is 0) that begins between two dates, both included."""

    weekday: int
    opens_min: int
    closes_min: int
    valid_from: date | None = None
    valid_through: date | None = None

    def __post_init__(self) -> None:
        _check_hours(self.opens_min, self.closes_min)
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"not a weekday: {self.weekday}")

    def is_valid_on(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_through is None or on <= self.valid_through
        )


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Hours that replace the weekly ones from one date through another. None at all: closed."""

    first_on: date
    last_on: date
    hours: tuple[Hours, ...] = ()
    label: str = ""
    is_public_holiday: bool = False

    def __post_init__(self) -> None:
        for opens_min, closes_min in self.hours:
            _check_hours(opens_min, closes_min)

    @property
    def length_days(self) -> int:
        return (self.last_on - self.first_on).days


DatesBetween = Callable[[date, date], Iterable[DatedHours]]


@dataclass(frozen=True, slots=True)
class Level:
    """What the network, a space or a resource says about its hours. `weekly` None: as the level above.

    `holidays` are the days without hours that come back every year: the level's own `exceptions` win over them,
    and over both what is `closed` for a time (`rules.closing`).
    """

    weekly: tuple[WeeklyHours, ...] | None = None
    exceptions: tuple[DatedHours, ...] = ()
    holidays: DatesBetween | None = None
    closed: tuple[DatedHours, ...] = ()

    @property
    def dated(self) -> tuple[DatedHours, ...]:
        """All that differs from the weekly hours but public holidays; where two meet, the later wins."""
        longest_first = sorted(self.exceptions, key=lambda dated: -dated.length_days)
        return (*longest_first, *self.closed)


DayPlan = tuple[Sequence[Hours], DatedHours | None]


class Run(NamedTuple):
    """An uninterrupted opening. The grid of permitted starts begins anew with each of its `stretches`.

    There is one, except where the doors never close: there, one for each day.
    """

    start: Instant
    end: Instant
    stretches: tuple[Period, ...]

    def has_on_grid(self, instant: Instant, step: Instant) -> bool:
        """Whether an instant inside the run is one of its permitted starts."""
        return (instant - self.stretches[self._stretch_at(instant)].start) % step == 0

    def grid(self, first: Instant, end: Instant, step: Instant) -> list[Instant]:
        """Permitted starts from `first` on and before `end`, as far as the run lasts."""
        starts: list[Instant] = []
        for anchor, next_anchor in self.stretches[self._stretch_at(first) :]:
            if anchor >= end:
                break
            skipped = -(-(first - anchor) // step) if first > anchor else 0
            starts += range(anchor + skipped * step, min(next_anchor, end), step)
        return starts

    def _stretch_at(self, instant: Instant) -> int:
        return max(bisect_right(self.stretches, (instant, ALWAYS)) - 1, 0)


@dataclass(frozen=True, eq=False)
class OpeningLayers:
    """The hours of one place. `levels` go from the furthest to the nearest: network, space, resource.

    Resources that share all their levels should share this object: it remembers the runs and starts it found.
    """

    zone: tzinfo
    levels: tuple[Level, ...]
    _found: dict[tuple[date, date], list[Run]] = field(default_factory=dict, init=False, repr=False)
    _found_starts: dict[tuple[Any, ...], list[Instant]] = field(default_factory=dict, init=False, repr=False)

    def runs(self, first_on: date, last_on: date) -> list[Run]:
        """The runs that meet these days, in order, each from its real start.

        The last one may be cut where the windows that begin on `last_on` end.
        """
        found = self._found.get((first_on, last_on))
        if found is None:
            found = self._found[first_on, last_on] = list(self._find_runs(first_on, last_on))
        return found

    def starts(self, first_on: date, last_on: date, within: Period, length: Instant, step: Instant) -> list[Instant]:
        """Permitted starts inside a period, in order, of what is over before its run is; of the runs of these days."""
        asked = first_on, last_on, within, length, step
        found = self._found_starts.get(asked)
        if found is None:
            found = self._found_starts[asked] = []
            for run in self.runs(first_on, last_on):
                found += run.grid(max(within.start, run.start), min(within.end, run.end - length + 1), step)
        return found

    def hours_by_day(self, first_on: date, last_on: date) -> dict[date, DayPlan]:
        """For each day the hours that begin on it, and the exception that replaced the weekly ones."""
        exceptions = self._exceptions(first_on, last_on)
        return {
            on: (exceptions[on].hours, exceptions[on]) if on in exceptions else (self._weekly_hours(on), None)
            for on in days(first_on, last_on)
        }

    def public_holidays(self, first_on: date, last_on: date) -> list[DatedHours]:
        """The public holidays that close this place: those that nobody wrote other hours for."""
        return [dated for _, dated in sorted(self._exceptions(first_on, last_on).items()) if dated.is_public_holiday]

    @property
    def closes_on_holidays(self) -> bool:
        return any(level.holidays is not None for level in self.levels)

    def _exceptions(self, first_on: date, last_on: date) -> dict[date, DatedHours]:
        """The nearest level wins; within one level what is closed, then the shorter, then the later in the list."""
        chosen: dict[date, DatedHours] = {}
        for level in self.levels:
            holidays = level.holidays(first_on, last_on) if level.holidays else ()
            for dated in (*holidays, *level.dated):
                for on in days(max(first_on, dated.first_on), min(last_on, dated.last_on)):
                    chosen[on] = dated
        return chosen

    def _weekly_hours(self, on: date) -> list[Hours]:
        return [
            (weekly.opens_min, weekly.closes_min) for weekly in self._by_weekday[on.weekday()] if weekly.is_valid_on(on)
        ]

    @cached_property
    def _weekly(self) -> tuple[WeeklyHours, ...]:
        return next((level.weekly for level in reversed(self.levels) if level.weekly is not None), ())

    @cached_property
    def _by_weekday(self) -> list[list[WeeklyHours]]:
        ordered = sorted(self._weekly, key=lambda weekly: weekly.opens_min)
        return [[weekly for weekly in ordered if weekly.weekday == weekday] for weekday in range(7)]

    @cached_property
    def _may_never_close(self) -> bool:
        return covers_the_week(self._weekly)

    def _is_around_the_clock(self, on: date) -> bool:
        """Whether the weekly hours in force that day leave no gap in the whole week."""
        return self._may_never_close and covers_the_week(weekly for weekly in self._weekly if weekly.is_valid_on(on))

    def windows(self, first_on: date, last_on: date) -> Iterator[Period]:
        """Windows that begin on these days. Those that the clock skips altogether are empty."""
        zone = self.zone
        for on, (hours, _) in self.hours_by_day(first_on, last_on).items():
            if not hours or midnight(on, zone) == midnight(on + ONE_DAY, zone):
                continue  # the zone never lived that day
            for opens_min, closes_min in hours:
                closing = closing_min(opens_min, closes_min)
                yield Period(from_wall(on, opens_min, zone), from_wall(on, closing, zone))

    def _find_runs(self, first_on: date, last_on: date) -> Iterator[Run]:
        dawn, night = midnight(first_on, self.zone), midnight(last_on + ONE_DAY, self.zone)
        for run in self._merged(first_on, last_on):
            if run.end > dawn and run.start < night:
                anchors = (run.start, *self._midnights_inside(run), run.end)
                yield Run(*run, tuple(Period(*pair) for pair in pairwise(anchors)))

    def _merged(self, first_on: date, last_on: date) -> list[Period]:
        """Windows made one, looking back until the run open at dawn has its real start."""
        dawn = midnight(first_on, self.zone)
        for look_back in LOOK_BACK_DAYS:
            earliest_on = first_on - timedelta(look_back)
            merged = merge(self.windows(earliest_on, last_on))
            at_dawn = next((run for run in merged if run.start < dawn <= run.end), None)
            if at_dawn is None or self._is_around_the_clock(first_on):  # there, the grid begins anew at dawn
                break
            first_night, second_night = (
                midnight(earliest_on, self.zone),
                midnight(earliest_on + ONE_DAY, self.zone),
            )
            if first_night < second_night <= at_dawn.start:
                break
        return merged

    def _midnights_inside(self, run: Period) -> Iterator[Instant]:
        """Where the grid of a place that never closes begins anew."""
        if not self._may_never_close:
            return
        for on in days(local_day(run.start, self.zone) + ONE_DAY, local_day(run.end, self.zone)):
            dawn = midnight(on, self.zone)
            if run.start < dawn < run.end and self._is_around_the_clock(on):
                yield dawn


def covers_the_week(weekly: Iterable[WeeklyHours]) -> bool:
    """Whether these windows together leave no minute of the week out."""
    windows = []
    for window in weekly:
        start = window.weekday * DAY_MIN + window.opens_min
        end = window.weekday * DAY_MIN + closing_min(window.opens_min, window.closes_min)
        # Twice: Sunday night may end on the Monday where the week began.
        windows += [Period(start, end), Period(start - WEEK_MIN, end - WEEK_MIN)]
    return any(start <= 0 and end >= WEEK_MIN for start, end in merge(windows))
