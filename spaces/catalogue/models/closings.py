"""Doors that a team has closed for a time. The catalogue knows no such periods: rooms above tell them."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime

from maillage.base.periods import Period

Tell = Callable[[Collection[int] | None, datetime, datetime], dict[int, list[Period]]]

_tellers: dict[str, Tell] = {}


def register(name: str, tell: Tell) -> None:
    """`tell(space_ids, start_at, end_at)` answers by key of space, for all of them at once: when it is closed, as
    long as it is closed, for what meets `[start_at, end_at)`. No `space_ids` at all: every space.
    """
    _tellers[name] = tell


def closings(space_ids: Collection[int] | None, start_at: datetime, end_at: datetime) -> dict[int, list[Period]]:
    """What the other rooms tell, by key of space."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    for tell in _tellers.values():
        for space_id, periods in tell(space_ids, start_at, end_at).items():
            found[space_id] += periods
    return found
