"""Which of several times is the nearest to the one that was asked for: finding, refusals, series and mails share it."""

from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from maillage.base.instants import DAY_MIN, Instant, to_local

_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1)


class Apart(NamedTuple):
    """How far a time is from the one that was asked for. The nearest sorts first."""

    days: int
    minutes: int
    is_before: bool


def apart(start: Instant, wanted: Instant, zone: tzinfo) -> Apart:
    """So many whole days away, and so much earlier or later than the hour, on the wall clock of the place.

    Whoever needs a desk at nine takes a quarter to nine before half past nine, and half past nine before half past
    eight: of two that are equally near the later, since they have planned to be there by nine. Days count before
    hours: tomorrow at nine suits them better than tomorrow at midnight. A night has no end at midnight: a quarter past
    is near to a quarter to, though the date is another.
    """
    days, minutes = divmod(_wall_min(start, zone) - _wall_min(wanted, zone) + DAY_MIN // 2, DAY_MIN)
    minutes -= DAY_MIN // 2
    return Apart(abs(days), abs(minutes), (days, minutes) < (0, 0))


@lru_cache(1 << 14)
def _wall_min(instant: Instant, zone: tzinfo) -> int:
    """Minutes from 1970 to what the clock on the wall shows."""
    return (to_local(instant, zone).replace(tzinfo=None) - _EPOCH) // _MINUTE
