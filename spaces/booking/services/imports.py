"""Bookings made elsewhere: facts. No rule is asked, but two things cannot be in one place."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError
from members.directory.models import Organisation
from spaces.booking.models import Booking, Occupancy, Source, State
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.tree import Needs, Tree
from spaces.booking.services.codes import new_code
from spaces.booking.services.lapsing import release_expired
from spaces.booking.services.occupancy import (
    Holder,
    NoPlaceLeft,
    fill_blocks,
    open_blocks,
    rows_for,
    standing,
)
from spaces.booking.services.reading import Rows, read_rows, read_tree
from spaces.booking.services.refusals import BookingRefused, refused
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import copies, keeps_place, record
from spaces.catalogue.models import Resource

WHENEVER = datetime.min.replace(tzinfo=UTC)  # so long ago that no hold is over and nobody sits anywhere yet


def import_booking(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    seats: int = 1,
    state: str = State.CONFIRMED,
    expires: datetime | None = None,
    buffer_before: int | None = None,
    buffer_after: int | None = None,
    organisation: Organisation | None = None,
    note: str = "",
    guest_name: str = "",
    by: Any = None,
) -> Booking:
    """Take over a booking as it was made, on a resource just read. Buffers None: its own. Nobody is written to.

    Raises BookingRefused when its place is taken, or when it makes no sense.
    """
    request = Request.new(resource, start=start, end=end, person=person, by=by, seats=seats)
    if request.end_at <= request.start_at:
        raise refused(Refusal.TOO_SHORT, request)
    if state == State.HOLD and expires is None:
        raise DomainError("expires_missing", _("A place is held until some time: say until when."))
    fields: dict[str, Any] = {"organisation": organisation, "note": note, "state": state}
    fields["guest_name"] = "" if person else guest_name
    fields["expires_at"] = expires if state in (State.HOLD, State.EXPIRED) else None
    buffers = {"buffer_before": buffer_before, "buffer_after": buffer_after}
    fields |= {name: minutes for name, minutes in buffers.items() if minutes is not None}
    return take_turn(lambda: _import(request, fields), resource.space_id)


def _import(request: Request, fields: dict[str, Any]) -> Booking:
    booking = Booking(
        resource=request.resource,
        person=request.person,
        created_by=request.by,
        start_at=request.start_at,
        end_at=request.end_at,
        seats=request.seats,
        source=Source.IMPORT,
        **copies(request) | fields,
    )
    if booking.state == State.CANCELLED:
        booking.cancelled_at = request.now
    if booking.end_at > request.now:
        booking.code = new_code(request.resource.space_id)
    booking.save()
    if booking.holds_at(request.now) and keeps_place(booking.state, request.resource):
        _take_places(booking, request)
    elif booking.state == State.HOLD:
        _take_places_left(booking, request)
    record(booking, "imported", by=request.by)
    return booking


def _take_places(booking: Booking, request: Request) -> None:
    """Write its rows. Holds that are over go only where it would not fit otherwise."""
    tree = read_tree([request.resource.space_id])
    try:
        _write_rows(booking, request, tree)
    except BookingRefused:
        if not release_expired(_read(Holder.of(booking), _needs(request, tree)), tree, request.now):
            raise
        _write_rows(booking, request, tree)


def _take_places_left(booking: Booking, request: Request) -> None:
    """A hold that is over is in nobody's way, but keeps its rows for who asks about an earlier instant."""
    with suppress(BookingRefused):
        _write_rows(booking, request, read_tree([request.resource.space_id]))


@transaction.atomic  # or leave the blocks as they were
def _write_rows(booking: Booking, request: Request, tree: Tree) -> None:
    """Take the places of a fact, also under a block, which closes around it."""
    holder, needs = Holder.of(booking), _needs(request, tree)
    if request.seats > tree.capacity(needs.own):
        raise refused(Refusal.POOL_FULL, request)
    rows = _read(holder, needs)
    if are_opened := open_blocks(rows):
        rows = _read(holder, needs)
    taken = standing(needs.wholes(tree), rows, WHENEVER)
    if any(row.start_at < holder.end_at and holder.start_at < row.end_at for row in taken):
        raise refused(Refusal.ALREADY_BOOKED, request)
    try:
        written = rows_for(holder, needs, tree, rows, now=WHENEVER, with_buffers=False)
    except NoPlaceLeft:
        raise refused(Refusal.POOL_FULL, request) from None
    Occupancy.objects.bulk_create(written)
    if are_opened:
        fill_blocks(needs.everything, holder.start_at, holder.end_at, tree=tree)


def _needs(request: Request, tree: Tree) -> Needs:
    return tree.needs(request.resource.pk, request.seats)


def _read(holder: Holder, needs: Needs) -> Rows:
    return read_rows(needs.everything, holder.start_at, holder.end_at)
