"""The days of a recurrence rule (RFC 5545, RRULE), as far as a series of bookings uses one.

A day belongs to the rule when each of its parts says yes. Asking every day of a bounded time takes a
millisecond whatever the rule; general libraries walk on to the year 9999 in search of a 30 February.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = {  # what each part of a rule may say; those in LISTS several times, between commas
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9][0-9]{0,3}",
    "COUNT": r"[1-9][0-9]{0,3}",
    "UNTIL": r"[0-9]{8}(T[0-9]{6}Z?)?",
    "WKST": "|".join(WEEKDAYS),
    "BYDAY": rf"([+-]?[1-9][0-9]?)?({'|'.join(WEEKDAYS)})",
    "BYMONTHDAY": r"[+-]?([1-9]|[12][0-9]|3[01])",
    "BYMONTH": r"[1-9]|1[0-2]",
    "BYSETPOS": r"[+-]?[1-9][0-9]{0,2}",
}
LISTS = ("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")

OrdinalDay = tuple[int, int]  # which one (0: each, -1: the last), weekday


class SeriesError(ValueError):
    """A rule that no series of bookings can follow. `reason` is for programs:

    malformed, unsupported, endless, too_many, too_far or ends_before_start.
    """

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule as written: an empty part says yes to every day."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    by_day: frozenset[OrdinalDay] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_month: frozenset[int] = frozenset()
    by_set_position: frozenset[int] = frozenset()
    week_start: int = 0

    def days_after(self, first_on: date, last_on: date) -> Iterator[date]:
        """The days of the rule after `first_on`, which is the first whatever the rule says, to `last_on`."""
        rule = self._with_defaults(first_on)
        # Whole periods: "the last workday of the year" must see the year's end.
        end = min(date(last_on.year, 12, 31).toordinal() + 7, date.max.toordinal() + 1)
        scanned = range(date(first_on.year, 1, 1).toordinal() - 6, end)
        matching = (on for on in map(date.fromordinal, scanned) if rule._matches(on, first_on))
        for _, period in groupby(matching, key=lambda on: rule._period(on, first_on)):
            for on in rule._positions(list(period)):
                if first_on < on <= last_on:
                    yield on

    def _with_defaults(self, first_on: date) -> "Recurrence":
        """What the rule leaves open is as on its first day."""
        if self.by_day or self.by_month_day or self.frequency == "DAILY":
            return self
        if self.frequency == "WEEKLY":
            return replace(self, by_day=frozenset({(0, first_on.weekday())}))
        months = self.by_month
        if self.frequency == "YEARLY" and not months:
            months = frozenset({first_on.month})
        return replace(self, by_month=months, by_month_day=frozenset({first_on.day}))

    def _period(self, on: date, first_on: date) -> int:
        """How many days, weeks, months or years after the first day's."""
        match self.frequency:
            case "DAILY":
                return (on - first_on).days
            case "WEEKLY":
                return (self._week(on) - self._week(first_on)).days // 7
            case "MONTHLY":
                return (on.year - first_on.year) * 12 + on.month - first_on.month
        return on.year - first_on.year

    def _week(self, on: date) -> date:
        return on - timedelta((on.weekday() - self.week_start) % 7)

    def _matches(self, on: date, first_on: date) -> bool:
        period = self._period(on, first_on)
        return (
            period >= 0
            and period % self.interval == 0
            and (not self.by_month or on.month in self.by_month)
            and (not self.by_month_day or not self.by_month_day.isdisjoint(_month_days(on)))
            and (not self.by_day or not self.by_day.isdisjoint(self._ordinals(on)))
        )

    def _ordinals(self, on: date) -> Iterator[OrdinalDay]:
        """Every name of the day: each Monday, the second one, the last but one."""
        yield 0, on.weekday()
        if self.frequency == "YEARLY" and not self.by_month:
            nth, length = on.timetuple().tm_yday, 365 + isleap(on.year)
        else:
            nth, length = on.day, monthrange(on.year, on.month)[1]
        yield (nth - 1) // 7 + 1, on.weekday()
        yield -((length - nth) // 7 + 1), on.weekday()

    def _positions(self, period: list[date]) -> list[date]:
        """BYSETPOS: only the so-manieth of each period."""
        if not self.by_set_position:
            return period
        size = len(period)
        return [
            on
            for index, on in enumerate(period)
            if index + 1 in self.by_set_position or index - size in self.by_set_position
        ]


def _month_days(on: date) -> tuple[int, int]:
    return on.day, on.day - monthrange(on.year, on.month)[1] - 1


def parse(text: str) -> Recurrence:
    """Read "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8". Raises SeriesError."""
    parts = _parts(text.upper().removeprefix("RRULE:"))
    recurrence = Recurrence(
        frequency=parts["FREQ"],
        interval=int(parts.get("INTERVAL", 1)),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        by_day=frozenset((int(day[:-2] or 0), WEEKDAYS.index(day[-2:])) for day in _items(parts, "BYDAY")),
        by_month_day=frozenset(map(int, _items(parts, "BYMONTHDAY"))),
        by_month=frozenset(map(int, _items(parts, "BYMONTH"))),
        by_set_position=frozenset(map(int, _items(parts, "BYSETPOS"))),
        week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
    )
    if recurrence.count and recurrence.until:
        raise SeriesError("malformed", "COUNT and UNTIL exclude each other")
    if recurrence.frequency in ("DAILY", "WEEKLY") and any(nth for nth, _ in recurrence.by_day):
        raise SeriesError("malformed", "numbered days need FREQ=MONTHLY or YEARLY")
    if recurrence.frequency == "WEEKLY" and recurrence.by_month_day:
        raise SeriesError("malformed", "BYMONTHDAY does not go with FREQ=WEEKLY")
    return recurrence


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().removesuffix(";").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise SeriesError("malformed", f"{name} is there twice")
        if name not in PARTS and re.fullmatch(r"[A-Z-]+", name) and value:
            raise SeriesError("unsupported", f"{name} is not used in a series of bookings")
        values = value.split(",") if name in LISTS else [value]
        if name not in PARTS or not all(re.fullmatch(PARTS[name], one) for one in values):
            unsupported = name == "FREQ" and value in ("SECONDLY", "MINUTELY", "HOURLY")
            raise SeriesError("unsupported" if unsupported else "malformed", f"cannot use {part!r}")
        parts[name] = value
    if "FREQ" not in parts:
        raise SeriesError("malformed", "FREQ is missing")
    return parts


def _items(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _until(text: str) -> date | datetime:
    """A day (its whole), a wall-clock time, or with Z an instant."""
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError as error:
        raise SeriesError("malformed", f"UNTIL={text} is not a date") from error
