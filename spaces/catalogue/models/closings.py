"""Doors that a team has closed for a time. The catalogue knows no such periods: rooms above tell them."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime

from maillage.base.periods import Period

Tell = Callable[[Collection[int] | None, datetime, datetime], dict[int, list[Period]]]
Changed = Callable[[Collection[int] | None], datetime | None]

_tellers: dict[str, tuple[Tell, Changed]] = {}


def register(name: str, tell: Tell, changed: Changed) -> None:
    """`tell(space_ids, start_at, end_at)` answers by key of space, for all of them at once: when it is closed, as
    long as it is closed, for what meets `[start_at, end_at)`. `changed(space_ids)`: when that last changed, by opening
    again too. No `space_ids` at all: every space.
    """
    _tellers[name] = tell, changed


def closings(space_ids: Collection[int] | None, start_at: datetime, end_at: datetime) -> dict[int, list[Period]]:
    """What the other rooms tell, by key of space."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    for tell, _changed in _tellers.values():
        for space_id, periods in tell(space_ids, start_at, end_at).items():
            found[space_id] += periods
    return found


def changed_at(space_ids: Collection[int] | None = None) -> datetime | None:
    """When what is told of these spaces last changed: for whoever keeps an answer that has hours in it."""
    return max(filter(None, (changed(space_ids) for _tell, changed in _tellers.values())), default=None)
