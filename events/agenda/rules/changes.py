"""What becomes of one date that a schedule gives."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Move:
    """Another day, another hour, or both; what is not said stays."""

    new_on: date | None = None
    starts: time | None = None
    ends: time | None = None

    def apply(self, start_at: datetime, end_at: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """The new start and end, in UTC, of a date on the wall clock of `zone`.

        Without an end of its own it lasts as long as before; one at or before its start is on the next day.
        """
        was = start_at.astimezone(zone)
        day = self.new_on or was.date()
        wall = datetime.combine(day, self.starts or was.time())
        start = wall.replace(tzinfo=zone).astimezone(UTC)
        if self.ends is None:
            return start, start + (end_at - start_at)
        wall_end = datetime.combine(day, self.ends)
        if wall_end <= wall:
            wall_end += timedelta(days=1)
        return start, wall_end.replace(tzinfo=zone).astimezone(UTC)
