"""Who and what is where, over some days of one space: for its team. Five queries, whatever happens."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from maillage.base import clock
from spaces.booking.models import Block, Booking, Use
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.tree import Tree
from spaces.booking.services.reading import read_tree
from spaces.booking.services.untrained import untrained
from spaces.catalogue.models import Resource, Space

BLOCK = "block"


@dataclass(frozen=True)
class Entry:
    """A booking, a block or an event's use, on its resource; `inside`: resources that it takes as well."""

    kind: str
    resource_id: int
    start_at: datetime
    end_at: datetime
    booking: Booking | None = None
    lacking: Refusal | None = None
    label: str = ""
    key: str = ""
    inside: tuple[int, ...] = ()

    @property
    def resource_ids(self) -> tuple[int, ...]:
        return (self.resource_id, *self.inside)


@dataclass(frozen=True)
class Planning:
    """Resources in the order of the space, and what is on them, in order of time."""

    resources: list[Resource]
    entries: list[Entry]

    def on(self, resource: Resource) -> list[Entry]:
        """What stands on a resource or around it, in order."""
        return [entry for entry in self.entries if resource.pk in entry.resource_ids]


def planning(space: Space, start_at: datetime, end_at: datetime) -> Planning:
    """Everything of [start_at, end_at) that holds a place, and requests that wait."""
    resources = list(space.resources.in_service())
    tree = read_tree([space.pk])
    bookings = Booking.objects.filter(resource__space=space).holding(clock.now()).overlapping(start_at, end_at)
    blocks = Block.objects.standing().filter(resource__space=space).overlapping(start_at, end_at)
    uses = Use.objects.filter(resource__space=space, start_at__lt=end_at, end_at__gt=start_at)
    entries = [*_bookings(list(bookings.for_listing().noting_training())), *_blocks(blocks), *_uses(uses)]
    whole = [_with_inside(entry, tree) for entry in entries]
    return Planning(resources, sorted(whole, key=lambda entry: (entry.start_at, entry.resource_id, entry.key)))


def _bookings(bookings: list[Booking]) -> list[Entry]:
    lacking = untrained(bookings)
    return [
        Entry("booking", one.resource_id, one.start_at, one.end_at, one, lacking.get(one.pk), key=str(one.uuid))
        for one in bookings
    ]


def _blocks(blocks: Iterable[Block]) -> list[Entry]:
    return [
        Entry(BLOCK, block.resource_id, block.start_at, block.end_at, label=block.reason, key=str(block.uuid))
        for block in blocks
    ]


def _uses(uses: Iterable[Use]) -> list[Entry]:
    return [
        Entry(use.kind, use.resource_id, use.start_at, use.end_at, label=use.label, key=f"use-{use.pk}") for use in uses
    ]


def _with_inside(entry: Entry, tree: Tree) -> Entry:
    """Some places of a pool leave alone what is inside it; everything else takes it along."""
    seats = entry.booking.seats if entry.booking else tree.capacity(entry.resource_id)
    needs = tree.needs(entry.resource_id, seats)
    return replace(entry, inside=tuple(needs.inside))
