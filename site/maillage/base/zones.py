"""Time zones from the pinned `tzdata` package, never from the machine.

The system's copy may be older: the package is part of the lock, so that two servers of one
network agree on when a door opens (from 2026-09-20 Morocco stays at UTC+0 in the newer data).
"""

import zoneinfo
from importlib.metadata import version
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=[])
ZoneInfo.clear_cache()

TZDATA_VERSION = version("tzdata")


def get_zone(name: str) -> ZoneInfo:
    """The zone called `name` (IANA key, "Europe/Paris").

    Raises ValueError when no such zone exists.
    """
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {name!r}") from error


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the pinned data."""
    try:
        get_zone(name)
    except ValueError:
        return False
    return True
