"""A rhythm as people choose it, and the recurrence rule (RFC 5545) that says the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from spaces.booking.rules.recurrence import WEEKDAYS

A_WEEK = timedelta(days=7)


class Rhythm(StrEnum):
    """How often. Months: on the same date, on the same weekday counted from their start, or on its last."""

    DAY = "jour"
    WEEK = "semaine"
    MONTH_DATE = "mois-date"
    MONTH_RANK = "mois-rang"
    MONTH_LAST = "mois-dernier"


@dataclass(frozen=True, slots=True)
class Repetition:
    """Every `interval` days, weeks or months, `times` times or through `until_on`.

    `weekdays`: of weeks, 0 is Monday.
    """

    rhythm: Rhythm
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    times: int | None = None
    until_on: date | None = None

    def rrule(self, first_on: date) -> str:
        """The rule of a series that begins on `first_on`, whose own weekday always belongs to it."""
        parts = [*self._days(first_on), f"INTERVAL={self.interval}"]
        parts.append(f"COUNT={self.times}" if self.times else f"UNTIL={self.until_on:%Y%m%d}")
        return ";".join(parts)

    def _days(self, first_on: date) -> list[str]:
        weekday = WEEKDAYS[first_on.weekday()]
        match self.rhythm:
            case Rhythm.DAY:
                return ["FREQ=DAILY"]
            case Rhythm.WEEK:
                chosen = sorted(self.weekdays | {first_on.weekday()})
                return ["FREQ=WEEKLY", "BYDAY=" + ",".join(WEEKDAYS[day] for day in chosen)]
            case Rhythm.MONTH_DATE:
                return ["FREQ=MONTHLY", f"BYMONTHDAY={first_on.day}"]
            case Rhythm.MONTH_RANK:
                return ["FREQ=MONTHLY", f"BYDAY={rank(first_on)}{weekday}"]
        return ["FREQ=MONTHLY", f"BYDAY=-1{weekday}"]


def rank(on: date) -> int:
    """1 for the first such weekday of its month, 5 for the fifth."""
    return (on.day - 1) // 7 + 1


def is_last(on: date) -> bool:
    """Whether its month has no such weekday after it."""
    return (on + A_WEEK).month != on.month
