"""Rows that hold places: written, freed, filled. Always inside a turn of the space (`turns`)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.dispatch import Signal

from maillage.base.instants import MINUTE, to_instant
from maillage.base.periods import Period, merge, subtract
from spaces.booking.models import Block, Booking, Occupancy, Use
from spaces.booking.rules import places
from spaces.booking.rules.occupancy import Held
from spaces.booking.rules.resource_rules import whole_days
from spaces.booking.rules.tree import Needs, Tree
from spaces.booking.services.reading import Rows, read_rows, read_tree

Owner = Booking | Block | Use

freed = Signal()  # resource_ids, start_at, end_at: something no longer holds these


@dataclass(frozen=True, kw_only=True)
class Holder:
    """An owner of rows, with all that its rows say."""

    owner: Owner
    kind: str
    period: Period
    buffer_before: int = 0
    buffer_after: int = 0
    expires_at: datetime | None = None

    @classmethod
    def of(cls, owner: Owner) -> "Holder":
        """A booking that keeps the whole day holds the place's days; blocks and events what they say."""
        period = Period.between(owner.start_at, owner.end_at)
        if not isinstance(owner, Booking):
            kind = Occupancy.Kind.BLOCK if isinstance(owner, Block) else owner.kind
            return cls(owner=owner, kind=kind, period=period)
        return cls(
            owner=owner,
            kind=Occupancy.Kind.BOOKING,
            period=whole_days(*period, owner.zone) if owner.whole_day else period,
            buffer_before=owner.buffer_before,
            buffer_after=owner.buffer_after,
            expires_at=owner.lapses_at,
        )

    @property
    def start_at(self) -> datetime:
        return self.period.start_at

    @property
    def end_at(self) -> datetime:
        return self.period.end_at

    def row(self, resource_id: int, place: int, period: Period | None = None) -> Occupancy:
        """One row to be written."""
        period = period or self.period
        owner = type(self.owner).__name__.lower()
        return Occupancy(
            resource_id=resource_id,
            place=place,
            start_at=period.start_at,
            end_at=period.end_at,
            kind=self.kind,
            buffer_before=self.buffer_before,
            buffer_after=self.buffer_after,
            expires_at=self.expires_at,
            **{owner: self.owner},
        ).widen()

    def held(self, *, with_buffers: bool) -> Held:
        """Itself, as the rules of places read it."""
        buffers = (self.buffer_before, self.buffer_after) if with_buffers else (0, 0)
        before, after = (minutes * MINUTE for minutes in buffers)
        return Held(*self.period, before, after, self.kind == Occupancy.Kind.BLOCK)


class NoPlaceLeft(Exception):
    """The places that a holder needs are taken."""


def rows_for(
    holder: Holder, needs: Needs, tree: Tree, rows: Rows, *, now: datetime, with_buffers: bool = True
) -> list[Occupancy]:
    """The rows of a holder, to be written; the places of a pool are renumbered where that makes room.

    `rows` is what stands within reach of it. Raises NoPlaceLeft.
    """
    wanted = [(needs.own, needs.seats), *((shared, 1) for shared in needs.along)]
    written = [
        holder.row(resource_id, place)
        for resource_id, seats in wanted
        for place in make_room(holder, resource_id, seats, tree, rows, now, with_buffers=with_buffers)
    ]
    for inner in needs.inside:
        written += [holder.row(inner, place) for place in range(1, tree.capacity(inner) + 1)]
    return written


def make_room(
    holder: Holder, resource_id: int, seats: int, tree: Tree, rows: Rows, now: datetime, *, with_buffers: bool
) -> tuple[int, ...]:
    """The place numbers to take. Only a pool whose places are spread unluckily is read further ahead."""
    capacity = tree.capacity(resource_id)
    if seats >= capacity:
        return tuple(range(1, seats + 1))
    placement = _place(holder, seats, capacity, rows[resource_id], now, with_buffers)
    if placement is None or placement.moves:
        ahead = read_rows([resource_id], holder.start_at, None)[resource_id]
        known = {row.ref for row in ahead}
        every = [*ahead, *(row for row in rows[resource_id] if row.ref not in known)]
        placement = _place(holder, seats, capacity, every, now, with_buffers)
    if placement is None:
        raise NoPlaceLeft
    _renumber({int(str(ref)): place for ref, place in placement.moves.items()})
    return placement.places


def _place(
    holder: Holder, seats: int, capacity: int, rows: Iterable[Held], now: datetime, with_buffers: bool
) -> places.Placement | None:
    instant = to_instant(now)
    there = [row._replace(is_fixed=row.start <= instant < row.end) for row in rows if not is_over(row, now)]
    if not with_buffers:
        there = [row._replace(before=0, after=0) for row in there]
    wanted = holder.held(with_buffers=with_buffers)
    return places.place(wanted, seats=seats, capacity=capacity, held=there)


def _renumber(moves: dict[int, int]) -> None:
    """Give rows other places: all leave theirs before any takes a new one, as each is checked alone."""
    if not moves:
        return
    Occupancy.objects.filter(pk__in=moves).update(active=False)
    for place in sorted(set(moves.values())):
        arriving = [pk for pk, number in moves.items() if number == place]
        Occupancy.objects.filter(pk__in=arriving).update(place=place, active=True)


def is_over(row: Held, now: datetime) -> bool:
    """Whether a row holds nothing any more (`lapsing`)."""
    return row.expires <= to_instant(now)


def standing(resource_ids: Iterable[int], rows: Rows, now: datetime) -> list[Held]:
    """What holds any place of these resources."""
    return [row for pk in resource_ids for row in rows[pk] if not is_over(row, now)]


def note_lapse(booking: Booking) -> None:
    """Write on the rows of a booking that changed when they lapse now."""
    booking.occupancy.filter(active=True).update(expires_at=booking.lapses_at)


def vacate(owner: Owner, *, tree: Tree | None = None) -> None:
    """Free what an owner holds; the blocks that waited underneath take over."""
    rows = list(owner.occupancy.filter(active=True).values_list("resource_id", "start_at", "end_at"))
    if not rows:
        return
    owner.occupancy.filter(active=True).update(active=False)
    resource_ids = {row[0] for row in rows}
    start_at, end_at = min(row[1] for row in rows), max(row[2] for row in rows)
    fill_blocks(resource_ids, start_at, end_at, tree=tree)
    freed.send(sender=type(owner), resource_ids=resource_ids, start_at=start_at, end_at=end_at)


def open_blocks(rows: Rows) -> bool:
    """Take the blocks among these rows away, for a fact to come in; `fill_blocks` closes around it. No query for none.

    True when there were some: what was read is out of date then.
    """
    blocks: list[Any] = [row.ref for there in rows.values() for row in there if row.is_block]
    if blocks:
        Occupancy.objects.filter(pk__in=blocks).update(active=False)
    return bool(blocks)


def fill_blocks(resource_ids: Iterable[int], start_at: datetime, end_at: datetime, *, tree: Tree | None = None) -> None:
    """Let the standing blocks on these resources, or around them, have what has become free."""
    resource_ids = set(resource_ids)
    nearby = Block.objects.filter(resource__space__resources__in=resource_ids).distinct()
    blocks = list(nearby.standing().overlapping(start_at, end_at).select_related("resource"))
    if not blocks:
        return
    tree = tree or read_tree({block.resource.space_id for block in blocks})
    for block in blocks:
        # It concerns what it is on, and what is inside that.
        if not resource_ids.isdisjoint((block.resource_id, *tree.inside(block.resource_id))):
            fill(Holder.of(block), tree)


def fill(holder: Holder, tree: Tree, *, resource_ids: Iterable[int] | None = None) -> None:
    """Write the rows of a holder of whole resources wherever nothing stands.

    What stands stays: bookings under a new block wait for the team's decision.
    """
    own = holder.owner.resource_id
    wanted = {own, *tree.inside(own)} if resource_ids is None else set(resource_ids)
    rows = read_rows(wanted, holder.start_at, holder.end_at)
    written = [row for resource_id in sorted(wanted) for row in _gaps(holder, resource_id, tree, rows)]
    Occupancy.objects.bulk_create(written)


def _gaps(holder: Holder, resource_id: int, tree: Tree, rows: Rows) -> Iterator[Occupancy]:
    for place in range(1, tree.capacity(resource_id) + 1):
        taken = merge(Period(row.start, row.end) for row in rows[resource_id] if row.place == place)
        for free in subtract([holder.period], taken):
            yield holder.row(resource_id, place, free)
