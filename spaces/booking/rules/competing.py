"""Requests that want the same time: which cannot all be had."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from spaces.booking.rules.tree import Tree

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Rival:
    """Places of a resource for a time."""

    resource_id: int
    seats: int
    start_at: datetime
    end_at: datetime


def compete(one: Rival, other: Rival, tree: Tree) -> bool:
    """Whether two requests cannot both be had, everything else being free."""
    if one.end_at <= other.start_at or other.end_at <= one.start_at:
        return False
    if one.resource_id == other.resource_id:
        return one.seats + other.seats > tree.capacity(one.resource_id)
    wholes = [set(tree.needs(rival.resource_id, rival.seats).wholes(tree)) for rival in (one, other)]
    return bool(wholes[0] & wholes[1]) or one.resource_id in wholes[1] or other.resource_id in wholes[0]


def side_by_side(items: Sequence[Item], are_rivals: Callable[[Item, Item], bool]) -> list[list[Item]]:
    """Items in groups: each with all of its rivals, and theirs. Order is kept."""
    groups: list[list[Item]] = []
    for item in items:
        joined = [group for group in groups if any(are_rivals(item, one) for one in group)]
        if not joined:
            groups.append([item])
            continue
        first, *others = joined
        for other in others:
            first += other
            groups.remove(other)
        first.append(item)
    return groups
