"""Values of iCalendar properties into Python's, with the zones of the file itself.

The library's own parser is not given whole files: it keeps the VTIMEZONEs of every file it has read
in one table of the process, so that one feed could move the times of another.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from icalendar import InvalidCalendar
from icalendar.prop import vDDDTypes, vDuration

from events.feeds.rules.components import Property
from events.feeds.rules.problems import EntryError

Moment = date | datetime  # a datetime here always has its zone
Period = tuple[datetime, datetime | timedelta]
FindZone = Callable[[str, int], tzinfo]  # TZID ("" for floating times), line → zone

_LEAP_SECOND = re.compile(r"(T\d{4})60")


def is_day(moment: Moment) -> bool:
    """Whether `moment` is a whole day, not an instant."""
    return not isinstance(moment, datetime)


def moment(field: Property, zone_of: FindZone) -> Moment:
    """The day or the instant of DTSTART, DTEND or RECURRENCE-ID.

    Raises EntryError("date").
    """
    value = _moment(field, field.text, zone_of)
    if value is None or isinstance(value, tuple):
        raise EntryError("date", field.text, line=field.line)
    return value


@dataclass
class Dates:
    """The values of an RDATE or EXDATE: those read, those not understood, and whether some were cut."""

    read: list[Moment | Period]
    broken: list[str]
    cut: bool


def moments(field: Property, zone_of: FindZone, *, at_most: int) -> Dates:
    """The first values of an RDATE or EXDATE."""
    texts = field.text.split(",", at_most)
    dates = Dates([], [], cut=len(texts) > at_most)
    for text in texts[:at_most]:
        value = _moment(field, text, zone_of) if text.strip() else None
        if value is not None:
            dates.read.append(value)
        elif text.strip():
            dates.broken.append(text)
    return dates


def _moment(field: Property, text: str, zone_of: FindZone) -> Moment | Period | None:
    try:
        value = vDDDTypes.from_ical(without_leap_second(text.strip().upper()))
    except (ValueError, TypeError, OverflowError):
        return None
    zone = zone_of(field.parameters.get("TZID", ""), field.line)
    if isinstance(value, tuple):
        return _period(value, zone)
    if isinstance(value, datetime):
        return _in_zone(value, zone) if in_calendar(value) else None
    return value if isinstance(value, date) and in_calendar(value) else None


def without_leap_second(text: str) -> str:
    """Second 60 is 59 for clocks that know no such second (RFC 5545, 3.3.12)."""
    return _LEAP_SECOND.sub(r"\g<1>59", text)


def _period(value: tuple, zone: tzinfo) -> Period | None:
    start, end = value
    if not isinstance(start, datetime) or not in_calendar(start):
        return None
    if isinstance(end, datetime):
        return (_in_zone(start, zone), _in_zone(end, zone)) if in_calendar(end) else None
    return (_in_zone(start, zone), end) if isinstance(end, timedelta) else None


def in_calendar(value: date) -> bool:
    """Whether a change of zone can never lead out of the years that Python knows."""
    return 1 < value.year < 9999


def _in_zone(value: datetime, zone: tzinfo) -> datetime:
    """`value` with `zone`, unless it ended with Z."""
    return value if value.tzinfo else value.replace(tzinfo=zone)


def duration(field: Property) -> timedelta:
    """The length of a DURATION, never negative.

    Raises EntryError("duration").
    """
    try:
        length = vDuration.from_ical(field.text.strip().upper())
    except (InvalidCalendar, ValueError, OverflowError) as error:
        raise EntryError("duration", field.text, line=field.line) from error
    if length < timedelta(0):
        raise EntryError("negative", field.text, line=field.line)
    return length


def wall(instant: datetime) -> datetime:
    """What the clock on the wall shows."""
    return instant.replace(tzinfo=None)


def midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
