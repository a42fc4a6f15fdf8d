"""Occupancy kept in step with the tree: a room put into a hall, a place more, a projector to take along.

Rows follow from the tree as it was when they were written. When it changes, what is to come is brought up
to date in the space's turn; what is over stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from maillage.base import clock
from spaces.booking.models import Block, Booking, Occupancy, Use
from spaces.booking.rules.tree import Needs, Tree
from spaces.booking.services.occupancy import Holder, NoPlaceLeft, Owner, fill, make_room
from spaces.booking.services.reading import read_rows, read_tree
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

Standing = dict[int, list[Occupancy]]  # an owner's rows, by resource


def refresh_occupancy(resource: Resource) -> list[Booking]:
    """Back-fill what is to come in the resource's space, after a change of parent, shares or capacity.

    Nobody loses what they hold: where two bookings now need one place, each keeps what it has. Those that
    no longer have all they need are returned, for the team to decide.
    """
    return take_turn(lambda: _refresh(resource.space_id, clock.now()), resource.space_id)


def _refresh(space_id: int, now: datetime) -> list[Booking]:
    owners = list(_owners_to_come(space_id, now))
    if not owners:
        return []
    tree = read_tree([space_id])
    standing = _rows_by_owner(tree, now)
    holders = [Holder.of(owner) for owner in owners if owner in standing]
    for holder in holders:
        _drop_what_is_not_needed(holder, tree, standing[holder.owner])
    unsettled = [holder.owner for holder in holders if not _complete(holder, tree, standing[holder.owner], now)]
    return [owner for owner in unsettled if isinstance(owner, Booking)]


def _owners_to_come(space_id: int, now: datetime) -> Iterator[Owner]:
    """Bookings before events before blocks: the order in which they may take what is new."""
    bookings = Booking.objects.filter(resource__space=space_id, end_at__gt=now).holding(now)
    yield from bookings.select_related("resource__space").order_by("created_at", "pk")
    yield from Use.objects.filter(resource__space=space_id, end_at__gt=now).order_by("pk")
    yield from Block.objects.standing().filter(resource__space=space_id, end_at__gt=now).order_by("pk")


def _rows_by_owner(tree: Tree, now: datetime) -> dict[Owner, Standing]:
    rows = Occupancy.objects.active().filter(resource__in=list(tree), end_at__gt=now)
    found: dict[Owner, Standing] = defaultdict(lambda: defaultdict(list))
    for row in rows.select_related("booking", "use", "block"):
        if owner := row.booking or row.use or row.block:
            found[owner][row.resource_id].append(row)
    return found


def _needs(holder: Holder, tree: Tree) -> Needs:
    owner = holder.owner
    needs = tree.needs(owner.resource_id, owner.seats if isinstance(owner, Booking) else None)
    if isinstance(owner, Block):  # takes nothing along
        return Needs(needs.own, needs.seats, tuple(sorted(tree.inside(needs.own))))
    return needs


def _drop_what_is_not_needed(holder: Holder, tree: Tree, rows: Standing) -> None:
    """What has left the tree, and places that are no more. A booking never loses the seats it asked for."""
    needs = _needs(holder, tree)
    dropped = [
        row.pk
        for resource_id, standing in rows.items()
        for row in standing
        if resource_id not in needs.everything
        or (resource_id in needs.inside and row.place > tree.capacity(resource_id))
    ]
    if dropped:
        Occupancy.objects.filter(pk__in=dropped).update(active=False)


def _complete(holder: Holder, tree: Tree, rows: Standing, now: datetime) -> bool:
    """Give an owner what it lacks, as far as that is free; say whether it has everything."""
    needs = _needs(holder, tree)
    wholes = needs.wholes(tree)
    lacking = [pk for pk in wholes if not _covers(holder, rows.get(pk, ()), range(1, tree.capacity(pk) + 1))]
    if lacking:
        fill(holder, tree, resource_ids=lacking)
    settled = all(_has_all(holder, pk, tree) for pk in lacking) and needs.seats <= tree.capacity(needs.own)
    wanted = [(needs.own, needs.seats), *((pk, 1) for pk in needs.along)]
    for pk, seats in wanted:
        if pk not in wholes:
            settled = _replace(holder, pk, seats, tree, rows.get(pk, []), now) and settled
    return settled


def _covers(holder: Holder, rows: Iterable[Occupancy], places: Iterable[int]) -> bool:
    """Whether these rows hold each of these places for the whole time."""
    held = {row.place for row in rows if (row.start_at, row.end_at) == (holder.start_at, holder.end_at)}
    return held.issuperset(places)


def _has_all(holder: Holder, resource_id: int, tree: Tree) -> bool:
    rows = holder.owner.occupancy.filter(active=True, resource=resource_id)
    return _covers(holder, rows, range(1, tree.capacity(resource_id) + 1))


def _replace(holder: Holder, resource_id: int, seats: int, tree: Tree, rows: list[Occupancy], now: datetime) -> bool:
    """Find other places of a pool for those that it no longer has."""
    capacity = tree.capacity(resource_id)
    kept = [row for row in rows if row.place <= capacity]
    if len(kept) >= seats:
        surplus = [row.pk for row in rows if row not in kept[:seats]]
        Occupancy.objects.filter(pk__in=surplus).update(active=False)
        return True
    homeless = [row.pk for row in rows if row.place > capacity]
    Occupancy.objects.filter(pk__in=homeless).update(active=False)
    around = read_rows([resource_id], holder.start_at, None)
    try:
        places = make_room(holder, resource_id, seats - len(kept), tree, around, now, with_buffers=False)
    except NoPlaceLeft:
        Occupancy.objects.filter(pk__in=homeless).update(active=True)
        return False
    Occupancy.objects.bulk_create(holder.row(resource_id, place) for place in places)
    return True
