"""What a booking takes besides the resource itself: what is inside it, and what it takes along.

Two bookings clash exactly when they need a place of the same resource. Whoever takes all of a resource
takes what is inside; some places of a pool leave the rest alone: a desk of an open space does not keep
the telephone booth in its corner, the whole open space does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Node(NamedTuple):
    """A resource, as the tree knows it."""

    pk: int
    parent: int | None
    capacity: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What one booking takes: `seats` of `own`, every place of each in `inside`, one of each in `along`."""

    own: int
    seats: int
    inside: tuple[int, ...] = ()
    along: tuple[int, ...] = ()

    @property
    def everything(self) -> tuple[int, ...]:
        return (self.own, *self.inside, *self.along)

    def wholes(self, tree: "Tree") -> tuple[int, ...]:
        """Those of which it takes every place."""
        own = (self.own,) if self.seats >= tree.capacity(self.own) else ()
        return (*own, *self.inside, *(shared for shared in self.along if tree.capacity(shared) == 1))


class Tree:
    """The resources of some spaces: which are inside which, and which are taken along."""

    def __init__(self, nodes: Iterable[Node], shares: Iterable[tuple[int, int]]) -> None:
        self._nodes = {node.pk: node for node in nodes}
        self._children: defaultdict[int, list[int]] = defaultdict(list)
        self._shares: defaultdict[int, list[int]] = defaultdict(list)
        for node in self._nodes.values():
            if node.parent is not None:
                self._children[node.parent].append(node.pk)
        for owner, shared in shares:
            if shared in self._nodes:
                self._shares[owner].append(shared)

    def __contains__(self, pk: int) -> bool:
        return pk in self._nodes

    def __iter__(self) -> Iterator[int]:
        return iter(self._nodes)

    def capacity(self, pk: int) -> int:
        return self._nodes[pk].capacity

    def needs(self, pk: int, seats: int | None = None) -> Needs:
        """What a booking of `seats` places takes. None: all of them, as events and blocks do."""
        seats = self.capacity(pk) if seats is None else seats
        along = [shared for shared in self._shares[pk] if shared != pk]
        wholes = [pk] if seats >= self.capacity(pk) else []
        wholes += [shared for shared in along if self.capacity(shared) == 1]
        inside = {inner for whole in wholes for inner in self.inside(whole)} - {pk}
        return Needs(pk, seats, tuple(sorted(inside)), tuple(sorted(set(along) - inside)))

    def around(self, pk: int) -> list[int]:
        """Itself, what it stands in, what that stands in…"""
        found: list[int] = []
        here: int | None = pk
        while here is not None and here not in found:
            found.append(here)
            here = self._nodes[here].parent
        return found

    def inside(self, pk: int) -> list[int]:
        """Everything inside, at any depth."""
        found: dict[int, None] = {}
        waiting = list(self._children[pk])
        while waiting:
            inner = waiting.pop()
            if inner not in found and inner != pk:
                found[inner] = None
                waiting += self._children[inner]
        return list(found)
