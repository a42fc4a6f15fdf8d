"""Instants as whole numbers, and the wall clock of a place.

Rules of time count in `Instant`s: microseconds since 1970 in UTC, exact for everything a datetime can
say. Whole numbers compare and subtract by elapsed time. Aware datetimes of one zone do neither: Python
subtracts them by wall clock and calls the two 02:00 of an autumn night equal.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

Instant = int

MINUTE: Instant = 60_000_000
ONE_MINUTE = timedelta(minutes=1)  # between aware datetimes
DAY_MIN = 24 * 60
ALWAYS: Instant = 2**62  # further than any date, on either side of 1970
YEARS = range(1970, 2200)  # what a question may be about: away from the ends of the calendar

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def to_instant(at: datetime) -> Instant:
    """The instant of an aware datetime. Raises TypeError for a naive one."""
    return (at - _EPOCH) // _TICK


def to_utc(instant: Instant) -> datetime:
    """The instant as an aware datetime in UTC."""
    return _EPOCH + instant * _TICK


@lru_cache(1 << 14)  # a month of a region is the same few thousand instants, again and again
def to_local(instant: Instant, zone: tzinfo) -> datetime:
    """The instant on the wall clock of `zone`; `fold` tells a repeated hour.

    To compare, sort or key such datetimes use their instant or `isoformat()`.
    """
    return to_utc(instant).astimezone(zone)


@lru_cache(1 << 12)
def from_wall(on: date, minute: int, zone: tzinfo) -> Instant:
    """The instant `minute` minutes after midnight on the wall clock, on `on` or (from 1440) later days.

    A time that the clock skips is read with the offset before the gap (RFC 5545, 3.3.5), a time that
    it shows twice is the first of the two.
    """
    days, minute = divmod(minute, DAY_MIN)
    return to_instant(datetime.combine(on + timedelta(days), time(*divmod(minute, 60)), zone))


def readings(wall: datetime, zone: tzinfo) -> list[datetime]:
    """When the clock of `zone` shows a naive time: twice where it goes back over it, never where it skips it."""
    found: dict[Instant, datetime] = {}
    for fold in (0, 1):
        at = to_local(to_instant(wall.replace(tzinfo=zone, fold=fold)), zone)
        if at.replace(tzinfo=None) == wall:
            found[to_instant(at)] = at
    return list(found.values())


def midnight(on: date, zone: tzinfo) -> Instant:
    """The first instant of the day; of a day that the zone skipped (Apia, 2011-12-30), of the next."""
    return from_wall(on, 0, zone)


def begins_day(at: datetime) -> bool:
    """Whether its day begins there: at midnight, or later on a day that begins in a gap (Cairo, 2026-04-24)."""
    return at.tzinfo is not None and to_instant(at) == midnight(at.date(), at.tzinfo)


def local_day(instant: Instant, zone: tzinfo) -> date:
    """The day that `zone` lives at the instant."""
    return to_local(instant, zone).date()


def local_text(at: datetime, zone: tzinfo) -> str:
    """ISO 8601 on the wall clock of `zone`, with its offset."""
    return to_local(to_instant(at), zone).isoformat()


def days(first_on: date, last_on: date) -> list[date]:
    """Every date from the first to the last, both included."""
    return [first_on + timedelta(count) for count in range((last_on - first_on).days + 1)]
