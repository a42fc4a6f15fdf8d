"""Taking a resource out of service for a time."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.services import audit
from spaces.booking.models import Block, Booking
from spaces.booking.services.affected import affected_by_block
from spaces.booking.services.lapsing import release_expired
from spaces.booking.services.occupancy import Holder, fill, vacate
from spaces.booking.services.reading import read_rows, read_tree
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import clock_of_period
from spaces.catalogue.models import Resource


def block(
    resource: Resource, *, start: datetime, end: datetime, by: Any, reason: str = ""
) -> tuple[Block, list[Booking]]:
    """Close a resource and what is inside it to new bookings.

    Those that stand there already are returned and kept until the team decides; when one goes, the block
    takes its place.
    """
    start_at, end_at = start.astimezone(UTC), end.astimezone(UTC)
    if end_at <= start_at:
        raise DomainError("wrong_order", _("The end must be after the start. Choose a later end."))

    def work() -> tuple[Block, list[Booking]]:
        tree = read_tree([resource.space_id])
        closed = {resource.pk, *tree.inside(resource.pk)}
        release_expired(read_rows(closed, start_at, end_at), tree, clock.now())
        read = clock_of_period(start_at, end_at, resource.space.time_zone)
        made = Block.objects.create(
            resource=resource, start_at=start_at, end_at=end_at, reason=reason, by=by, clock=read
        )
        fill(Holder.of(made), tree)
        audit.record(made, "blocked", by=by, after={"start_at": start_at, "end_at": end_at}, reason=reason)
        return made, list(affected_by_block(made))

    return take_turn(work, resource.space_id)


def unblock(block: Block, *, by: Any) -> None:
    """Put it back into service; the block stays in the history."""

    def work() -> None:
        now = clock.now()
        if Block.objects.standing().filter(pk=block.pk).update(lifted_at=now, updated_at=now):
            block.lifted_at = now
            vacate(block)
            audit.record(block, "unblocked", by=by)

    take_turn(work, block.resource.space_id)
