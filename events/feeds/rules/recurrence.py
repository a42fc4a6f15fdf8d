"""Recurrence rules of strangers, read and checked before anything expands them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from icalendar.prop import vRecur, vWeekday

from events.feeds.rules.problems import EntryError
from events.feeds.rules.values import without_leap_second

FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# Part → (smallest, largest, whether it may count from the end).
_NUMBERS = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}
DAY_PARTS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_NUMBERS}
_IGNORED = {("RSCALE", "GREGORIAN"), ("SKIP", "OMIT")}  # RFC 7529's way to say nothing
_LONGEST = 10_000  # characters; every day of the year and every position take half of it
_FAR = 10**6  # an interval or a count beyond this ends past the year 9999 or says "for ever"


@dataclass(frozen=True)
class Rule:
    """An RRULE that was checked: `parts` are those that filter, as text, ready to be written again."""

    freq: str
    interval: int
    count: int | None
    until: datetime | None
    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        head = [("FREQ", self.freq)]
        if self.interval != 1:
            head.append(("INTERVAL", str(self.interval)))
        if self.count is not None:
            head.append(("COUNT", str(self.count)))
        if self.until is not None:
            head.append(("UNTIL", f"{self.until:%Y%m%dT%H%M%S}".zfill(15)))
        return ";".join(f"{name}={value}" for name, value in (*head, *self.parts))

    def has(self, *names: str) -> bool:
        return any(name in names for name, _ in self.parts)

    def filters(self) -> bool:
        return self.has("BYDAY", *_NUMBERS)

    def length(self, name: str) -> int:
        """How many values the part has, 1 where it is absent."""
        return next((value.count(",") + 1 for part, value in self.parts if part == name), 1)

    def times_per_day(self) -> int:
        """No fewer than the times that one day can hold."""
        every_hour = self.freq == "HOURLY" and not self.has("BYHOUR")
        return (24 if every_hour else self.length("BYHOUR")) * self.length("BYMINUTE") * self.length("BYSECOND")

    def times_per_look(self) -> int:
        """Times that are made each time a day is looked at: once a day, but hour after hour by the hour."""
        return self.times_per_day() if self.freq != "HOURLY" else self.length("BYMINUTE") * self.length("BYSECOND")

    def week_starts_on(self) -> int:
        """0 for Monday."""
        return next((_WEEKDAYS.index(value) for part, value in self.parts if part == "WKST"), 0)


def check(text: str, *, start: date, zone: tzinfo | None, times_per_day: int) -> Rule:
    """Read an RRULE for an event that starts at `start` (a date for whole days) in `zone`.

    Raises EntryError("rule") where it says nothing sensible, EntryError("rule_too_fine") where
    it asks for more times a day than an agenda holds.
    """
    parts = _parts(text)
    freq = str(_single(parts, "FREQ", text))
    if freq not in FREQUENCIES or not _in_range(parts) or not _weekdays_exist(parts):
        raise EntryError("rule", text)
    interval = _positive(parts, "INTERVAL", text) or 1
    if freq == "MINUTELY" and _is_daily_pattern(parts, interval):
        _write_by_the_day(parts, interval, start=start, text=text)
        freq, interval = "DAILY", 1
    _write_for_dateutil(parts, freq, start)
    rule = Rule(
        freq=freq,
        interval=interval,
        count=_positive(parts, "COUNT", text),
        until=_until(_single(parts, "UNTIL", text), start=start, zone=zone, text=text),
        parts=tuple((name, _written(parts[name])) for name in ("WKST", "BYDAY", *_NUMBERS) if parts.get(name)),
    )
    if rule.times_per_day() > times_per_day or (freq in ("MINUTELY", "SECONDLY") and rule.filters()):
        raise EntryError("rule_too_fine", text)
    return rule


def _parts(text: str) -> dict[str, list]:
    """The parts of a rule and their values, without those that programs add for themselves."""
    if len(text) > _LONGEST:
        raise EntryError("rule", text)
    try:
        raw = vRecur.from_ical(without_leap_second("".join(text.split()).upper()))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise EntryError("rule", text) from error
    parts = {str(name).upper(): list(values) for name, values in raw.items()}
    parts = {name: values for name, values in parts.items() if not name.startswith("X-")}
    if parts.get("COUNT") == [-1]:  # some programs' way to say "for ever"
        del parts["COUNT"]
    unknown = {(name, _word(value)) for name in parts.keys() - _KNOWN for value in parts[name]}
    if not unknown <= _IGNORED:
        raise EntryError("rule", text)
    return parts


def _is_daily_pattern(parts: dict[str, list], interval: int) -> bool:
    """Whether a rule by the minute names the same minutes of each hour, day after day."""
    return 60 % interval == 0 and "BYSETPOS" not in parts and any(name in parts for name in ("BYDAY", *_NUMBERS))


def _write_by_the_day(parts: dict[str, list], interval: int, *, start: date, text: str) -> None:
    """Every 20 minutes from 9 to 12 as hours and minutes of a day: far fewer steps."""
    first = start.minute % interval if isinstance(start, datetime) else 0
    minutes = set(range(first, 60, interval)) & set(parts.get("BYMINUTE", range(60)))
    if not minutes:
        raise EntryError("rule", text)
    parts["BYMINUTE"] = sorted(minutes)
    parts.setdefault("BYHOUR", list(range(24)))


def _write_for_dateutil(parts: dict[str, list], freq: str, start: date) -> None:
    """Say what dateutil would take otherwise."""
    if "BYSECOND" in parts:
        parts["BYSECOND"] = [min(second, 59) for second in parts["BYSECOND"]]  # no clock here knows a 60th
    if "BYWEEKNO" in parts and not any(name in parts for name in DAY_PARTS[:3]):
        parts["BYDAY"] = [_WEEKDAYS[start.weekday()]]  # dateutil would take the whole week
    if freq in ("MONTHLY", "YEARLY"):
        most = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53
        parts["BYDAY"] = _all_ordinal([str(day) for day in parts.get("BYDAY", ())], most)


def _word(value: object) -> str:
    return str(getattr(value, "value", value))  # SKIP comes as an enumeration


def _single(parts: dict[str, list], name: str, text: str) -> object:
    values = parts.get(name, [None])
    if len(values) != 1:
        raise EntryError("rule", text)
    return values[0]


def _positive(parts: dict[str, list], name: str, text: str) -> int | None:
    value = _single(parts, name, text)
    if value is None:
        return None
    if not isinstance(value, int) or value < 1:
        raise EntryError("rule", text)
    return min(value, _FAR)


def _in_range(parts: dict[str, list]) -> bool:
    if any(month.leap for month in parts.get("BYMONTH", ())):
        return False
    return all(
        lowest <= (abs(value) if from_end else value) <= highest
        for name, (lowest, highest, from_end) in _NUMBERS.items()
        for value in parts.get(name, ())
    )


def _weekdays_exist(parts: dict[str, list[vWeekday]]) -> bool:
    """Whether WKST is one plain weekday, and no BYDAY asks for the 0th or the 54th of them."""
    ordinals = [str(value)[:-2].lstrip("+-") for value in parts.get("BYDAY", ())]
    ordinals_exist = all(1 <= int(ordinal) <= 53 for ordinal in ordinals if ordinal)
    return ordinals_exist and [str(day) for day in parts.get("WKST", ())] in (
        [],
        *([day] for day in _WEEKDAYS),
    )


def _all_ordinal(days: list[str], most: int) -> list[str]:
    """TU as 1TU, 2TU… where it stands beside 1MO: dateutil would look for a day that is both."""
    if all(len(day) == 2 for day in days):
        return days
    return [
        ordinal for day in days for ordinal in ([f"{n}{day}" for n in range(1, most + 1)] if len(day) == 2 else [day])
    ]


def _written(values: Iterable[object]) -> str:
    return ",".join(dict.fromkeys(str(int(value)) if isinstance(value, int) else str(value) for value in values))


def _until(value: object, *, start: date, zone: tzinfo | None, text: str) -> datetime | None:
    """The last instant, on the wall clock of the event.

    A date beside instants is its midnight, as calendar programs read it; an instant beside whole
    days counts as its date.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        if not isinstance(start, datetime):
            return datetime.combine(value.date(), time.min)
        return _on_the_wall(value, zone)
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    raise EntryError("rule", text)


def _on_the_wall(value: datetime, zone: tzinfo | None) -> datetime:
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # 31 December 9999, the way some programs write "for ever"
        return value.replace(tzinfo=None)
