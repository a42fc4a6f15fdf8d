"""What takes resources without being a booking: events, outside calendars."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.base.periods import Period, merge
from spaces.booking.models import Occupancy, Use
from spaces.booking.rules.contention import Contention, Stretch
from spaces.booking.rules.occupancy import Held, clash, tracks
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.tree import Needs, Tree
from spaces.booking.services.lapsing import release_expired
from spaces.booking.services.occupancy import (
    Holder,
    NoPlaceLeft,
    fill_blocks,
    rows_for,
    standing,
)
from spaces.booking.services.reading import Rows, read_rows, read_tree
from spaces.booking.services.refusals import CONFLICT, BookingRefused
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

MOST_CLASHES = 50  # that a refusal names

Asked = Sequence[Period]


def use(
    resource: Resource,
    *,
    key: UUID,
    periods: Iterable[tuple[datetime, datetime]],
    label: str = "",
    kind: str = Use.Kind.EVENT,
) -> None:
    """Take a whole resource, what is inside and what it takes along, for all these periods or none.

    Replaces what `key` had on this resource; periods that it keeps are not touched. Raises BookingRefused
    whose `detail["clashes"]` lists what stands there: {resource, start, end, kind, booking, label}.
    """
    wanted = merge(Period.between(start, end) for start, end in periods)

    def work() -> None:
        mine = Use.objects.filter(key=key, resource=resource)
        had = {Period.between(held.start_at, held.end_at): held.pk for held in mine}
        _forget(mine.filter(pk__in=[pk for period, pk in had.items() if period not in wanted]))
        mine.update(label=label[:200], kind=kind)
        if added := [period for period in wanted if period not in had]:
            _take(resource, added, key=key, label=label, kind=kind)

    take_turn(work, resource.space_id)


def release_use(key: UUID, *, resource: Resource | None = None) -> int:
    """Give back what `key` takes, everywhere or on one resource; say how many periods that was."""
    uses = Use.objects.filter(key=key)
    if resource is not None:
        uses = uses.filter(resource=resource)
    spaces = list(uses.values_list("resource__space", flat=True).distinct())
    return take_turn(lambda: _forget(uses), *spaces) if spaces else 0


def _forget(uses: Any) -> int:
    """Drop these uses, and let the blocks that waited underneath take over."""
    freed = list(Occupancy.objects.active().filter(use__in=uses).values_list("resource_id", "start_at", "end_at"))
    _, deleted = uses.delete()
    if freed:
        fill_blocks({row[0] for row in freed}, min(row[1] for row in freed), max(row[2] for row in freed))
    return deleted.get(Use._meta.label, 0)


def _take(resource: Resource, asked: Asked, *, key: UUID, label: str, kind: str) -> None:
    now, tree = clock.now(), read_tree([resource.space_id])
    needs = tree.needs(resource.pk)
    rows = _read(needs, tree, asked, now)
    there = standing(needs.wholes(tree), rows, now)
    if in_the_way := _in_the_way(asked, there):
        raise _clash(in_the_way)
    uses = Use.objects.bulk_create(
        Use(
            key=key,
            kind=kind,
            resource=resource,
            start_at=period.start_at,
            end_at=period.end_at,
            label=label[:200],
        )
        for period in asked
    )
    try:
        written = [row for made in uses for row in rows_for(Holder.of(made), needs, tree, rows, now=now)]
    except NoPlaceLeft:
        shared = [pk for pk in needs.along if tree.capacity(pk) > 1]
        raise _clash(_in_the_way(asked, standing(shared, rows, now))) from None
    Occupancy.objects.bulk_create(written)


def _read(needs: Needs, tree: Tree, asked: Asked, now: datetime) -> Rows:
    rows = read_rows(needs.everything, asked[0].start_at, asked[-1].end_at)
    if release_expired(rows, tree, now):
        rows = read_rows(needs.everything, asked[0].start_at, asked[-1].end_at)
    return rows


def _in_the_way(asked: Asked, there: Sequence[Held]) -> list[Held]:
    """What stands where an event is to be. A booking's buffers hold it off, a block's do not exist."""
    found: dict[Any, Held] = {}
    against: dict[int, Contention] = {}
    for period in asked:
        length = period.length
        if length not in against:
            against[length] = Contention(Stretch(length), 1, 1, tracks(there))
        if against[length].refusal_at(period.start):
            new = Held(*period)
            found |= {row.ref: row for row in there if clash(new, row)}
    return list(found.values())


def _clash(in_the_way: Sequence[Held]) -> BookingRefused:
    refs: list[Any] = [row.ref for row in in_the_way[:MOST_CLASHES]]
    rows = Occupancy.objects.filter(pk__in=refs).select_related("resource__space", "booking", "block", "use")
    clashes = [_say(row) for row in rows.order_by("start_at", "pk")]
    only_blocks = all(row.is_block for row in in_the_way)
    return BookingRefused(
        Refusal.BLOCKED if only_blocks else Refusal.ALREADY_BOOKED,
        _("Something stands there already. Choose another time or another room, or settle it with the team."),
        status=CONFLICT,
        detail={"clashes": clashes},
    )


def _say(row: Occupancy) -> dict[str, Any]:
    zone = row.resource.space.time_zone
    return {
        "resource": row.resource.path,
        "start": dates.local(row.start_at, zone).isoformat(),
        "end": dates.local(row.end_at, zone).isoformat(),
        "kind": row.kind,
        "booking": str(row.booking.uuid) if row.booking else None,
        "label": row.use.label if row.use else row.block.reason if row.block else "",
    }
