"""The dates of a schedule: one wall-clock time of a place, on its days.

Same reading as a series of bookings (R2, R3, R9): a time in the clock's gap moves after it, a repeated
one is the first of the two, and each date lasts the elapsed time of the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from maillage.base.instants import Instant, to_instant, to_local, to_utc
from spaces.booking.rules.recurrence import Recurrence, SeriesError, parse

MOST_DATES = 800
MORNING = 6


class ScheduleError(ValueError):
    """A rule of repetition that no event can follow."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Pattern:
    """A first date on the wall clock and what repeats it.

    `excluded` holds naive wall-clock starts, or whole days.
    """

    start: datetime
    end: datetime
    rrule: str = ""
    rdates: tuple[datetime, ...] = ()
    excluded: frozenset[datetime | date] = field(default_factory=frozenset)

    @staticmethod
    def check_rule(text: str) -> None:
        """Raise ScheduleError unless the rule can be followed."""
        if text:
            try:
                parse(text)
            except SeriesError as error:
                raise ScheduleError(str(error)) from error

    @property
    def is_repeated(self) -> bool:
        return bool(self.rrule or self.rdates)

    def rule_in_utc(self, zone: tzinfo) -> str:
        """The rule as calendars take it: beside times of a zone, UNTIL is an instant of UTC (RFC 5545, 3.3.10)."""
        if not self.rrule or not (until := parse(self.rrule).until):
            return self.rrule
        last = until if isinstance(until, datetime) else datetime.combine(until, time.max)
        at = last.replace(tzinfo=last.tzinfo or zone).astimezone(UTC)
        parts = self.rrule.upper().removeprefix("RRULE:").split(";")
        return ";".join(f"UNTIL={at:%Y%m%dT%H%M%SZ}" if part.startswith("UNTIL=") else part for part in parts if part)

    def dates(self, zone: tzinfo, *, until_on: date) -> list[tuple[datetime, datetime]]:
        """Starts and ends in UTC, in order, of the dates up to `until_on` (always the first one), 800 at most."""
        length = to_utc(_instant(self.end, zone)) - to_utc(_instant(self.start, zone))
        starts = {_instant(wall, zone) for wall in self._walls(zone, until_on) if not self._is_excluded(wall)}
        return [(to_utc(start), to_utc(start) + length) for start in sorted(starts)[:MOST_DATES]]

    def _walls(self, zone: tzinfo, until_on: date) -> Iterator[datetime]:
        yield self.start
        yield from self.rdates
        if self.rrule:
            yield from self._repeated(parse(self.rrule), zone, until_on)

    def _repeated(self, rule: Recurrence, zone: tzinfo, until_on: date) -> Iterator[datetime]:
        """COUNT counts the first date and the excluded ones (RFC 5545)."""
        left = (rule.count or MOST_DATES) - 1
        for on in rule.days_after(self.start.date(), max(until_on, self.start.date())):
            wall = datetime.combine(on, self.start.time())
            if left <= 0 or _is_after(wall, rule.until, zone):
                return
            yield wall
            left -= 1

    def _is_excluded(self, wall: datetime) -> bool:
        return wall in self.excluded or wall.date() in self.excluded


def read_exclusions(texts: Iterable[str]) -> frozenset[datetime | date]:
    """From what is stored: "2026-12-25" excludes a day, "2026-12-25T10:00" one start."""
    return frozenset(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text) for text in texts)


def _instant(wall: datetime, zone: tzinfo) -> Instant:
    """A time that the clock shows twice is the first of the two, one that it skips comes after: whatever its `fold`."""
    return to_instant(wall.replace(tzinfo=zone, fold=0))


def local_days(start_at: datetime, end_at: datetime, zone: tzinfo) -> tuple[date, date]:
    """First and last day that people take a date for: a night that ends before six is its evening's."""
    first = to_local(to_instant(start_at), zone).date()
    end = to_local(to_instant(end_at), zone)
    is_night = end.date() > first and end.hour < MORNING
    return first, end.date() - timedelta(days=1) if is_night else end.date()


def _is_after(wall: datetime, until: date | datetime | None, zone: tzinfo) -> bool:
    if until is None:
        return False
    if isinstance(until, datetime):
        if until.tzinfo is None:
            return wall > until
        return wall.replace(tzinfo=zone).astimezone(UTC) > until
    return wall.date() > until


def horizon(today: date) -> date:
    """How far dates are made ahead: eighteen months."""
    return today + timedelta(days=548)
