"""A window of time, and what happens in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from events.feeds.rules.values import Moment, is_day, midnight


@dataclass(frozen=True, kw_only=True)
class Window:
    """[start, end): aware instants; `zone` says when its days begin."""

    start: datetime
    end: datetime
    zone: tzinfo

    def meets(self, start: Moment, end: Moment) -> bool:
        """Whether [start, end) shares an instant with the window; a moment without length counts itself."""
        first, last = self.instant(start), self.instant(end)
        return first < self.end and (last > self.start or first == last == self.start)

    def instant(self, moment: Moment) -> datetime:
        """`moment` in UTC; a day begins at midnight in the window's zone."""
        return (moment if isinstance(moment, datetime) else midnight(moment, self.zone)).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One time that something happens: dates for whole days, else instants with their zone."""

    uid: str
    summary: str
    start: Moment
    end: Moment
    status: str

    @property
    def all_day(self) -> bool:
        return is_day(self.start)
