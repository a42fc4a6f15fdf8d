"""Places of what is a fact: a booking made elsewhere, or agreed on before. No rule is asked, but nothing overlaps."""

from contextlib import suppress
from datetime import UTC, datetime

from django.db import transaction

from maillage.base import clock
from maillage.base.periods import Period
from spaces.booking.models import Booking, Occupancy
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.tree import Needs, Tree
from spaces.booking.services.lapsing import release_expired
from spaces.booking.services.occupancy import Holder, NoPlaceLeft, fill_blocks, open_blocks, rows_for, standing
from spaces.booking.services.reading import Rows, read_rows, read_tree
from spaces.booking.services.refusals import BookingRefused, refused
from spaces.booking.services.requests import Request

WHENEVER = datetime.min.replace(tzinfo=UTC)  # so long ago that no hold is over and nobody sits anywhere yet


def take_places_of_fact(booking: Booking) -> None:
    """Write its rows, in the space's turn. Holds that are over go only where it would not fit otherwise.

    Raises BookingRefused when its place is taken.
    """
    tree = read_tree([booking.resource.space_id])
    try:
        _write_rows(booking, tree)
    except BookingRefused:
        if not release_expired(_read(Holder.of(booking), _needs(booking, tree)), tree, clock.now()):
            raise
        _write_rows(booking, tree)


def take_places_left(booking: Booking) -> None:
    """A hold that is over is in nobody's way, but keeps its rows for who asks about an earlier instant."""
    with suppress(BookingRefused):
        _write_rows(booking, read_tree([booking.resource.space_id]))


@transaction.atomic  # or leave the blocks as they were
def _write_rows(booking: Booking, tree: Tree) -> None:
    """Take the places of a fact, also under a block, which closes around it."""
    holder, needs = Holder.of(booking), _needs(booking, tree)
    if booking.seats > tree.capacity(needs.own):
        raise _refused(Refusal.POOL_FULL, booking)
    rows = _read(holder, needs)
    if are_opened := open_blocks(rows):
        rows = _read(holder, needs)
    taken = standing(needs.wholes(tree), rows, WHENEVER)
    if any(holder.period.overlaps(Period(row.start, row.end)) for row in taken):
        raise _refused(Refusal.ALREADY_BOOKED, booking)
    try:
        written = rows_for(holder, needs, tree, rows, now=WHENEVER, with_buffers=False)
    except NoPlaceLeft:
        raise _refused(Refusal.POOL_FULL, booking) from None
    Occupancy.objects.bulk_create(written)
    if are_opened:
        fill_blocks(needs.everything, holder.start_at, holder.end_at, tree=tree)


def _refused(code: Refusal, booking: Booking) -> BookingRefused:
    return refused(code, Request.again(booking, by=None, now=clock.now()))


def _needs(booking: Booking, tree: Tree) -> Needs:
    return tree.needs(booking.resource_id, booking.seats)


def _read(holder: Holder, needs: Needs) -> Rows:
    return read_rows(needs.everything, holder.start_at, holder.end_at)
