"""The only place that reads the clock.

Everything else asks `now()`, so that a command's `--now`, a test or a replay can fix the instant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, tzinfo

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today(zone: tzinfo) -> date:
    """The present day as lived in `zone`."""
    return now().astimezone(zone).date()


def midnight(zone: tzinfo) -> datetime:
    """When the day began in `zone`."""
    return datetime.combine(today(zone), time.min, zone)


@contextmanager
def fixed(at: datetime) -> Iterator[datetime]:
    """Hold the clock at the aware instant `at` inside the block (this thread or task only)."""
    if at.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _fixed.reset(token)
