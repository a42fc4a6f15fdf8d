"""Hours as people type them: "9h-12h30, 14h-18h", "09:00–18:00", "18 h – 2 h"."""

import re
from itertools import pairwise

from spaces.catalogue.rules.opening import DAY_MIN, Hours, closing_min

_TIME = re.compile(r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?\s*(?:h|min)?", re.IGNORECASE)
_WINDOW = re.compile(r"\s*(?P<opens>[^-–—]+?)\s*(?:[-–—]|\bà\b|\bto\b)\s*(?P<closes>[^-–—]+?)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;/+\n]|\bet\b|\band\b)\s*", re.IGNORECASE)


def read_time(text: str) -> int:
    """Minutes after midnight of "9", "9h", "9h30", "09:30", "24:00". Raises ValueError."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    hours, minutes = int(found[1]), int(found[2] or 0)
    if minutes > 59 or hours * 60 + minutes > DAY_MIN:
        raise ValueError(text)
    return hours * 60 + minutes


def write_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_windows(text: str) -> tuple[Hours, ...]:
    """The windows in a line, in order; none for an empty one. Raises ValueError with the part that is wrong."""
    windows = []
    for part in filter(None, _BETWEEN.split(text.strip())):
        found = _WINDOW.fullmatch(part)
        if not found:
            raise ValueError(part)
        try:
            windows.append(window(read_time(found["opens"]), read_time(found["closes"])))
        except ValueError as error:
            raise ValueError(part) from error
    return tuple(sorted(windows))


def write_windows(windows: tuple[Hours, ...] | list[Hours]) -> str:
    return ", ".join(f"{write_time(opens)}–{write_time(closes)}" for opens, closes in sorted(windows))


def window(opens_min: int, closes_min: int) -> Hours:
    """Opening and closing minutes. Raises ValueError where a day cannot begin at 24:00."""
    if opens_min >= DAY_MIN:
        raise ValueError(f"a window opens before the end of the day: {opens_min}")
    return opens_min, closes_min


def overlap(windows: list[Hours]) -> tuple[Hours, Hours] | None:
    """The first two windows of one day that share time; touching is fine."""
    ordered = sorted(windows)
    for one, other in pairwise(ordered):
        if other[0] < closing_min(*one):
            return one, other
    return None
