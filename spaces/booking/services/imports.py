"""Bookings made elsewhere: facts. No rule is asked, but two things cannot be in one place."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from members.directory.models import Organisation
from spaces.booking.models import Booking, Occupancy, Source, State
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.occupancy import (
    Holder,
    NoPlaceLeft,
    fill_blocks,
    open_blocks,
    release_expired,
    rows_for,
    standing,
)
from spaces.booking.services.reading import read_rows, read_tree
from spaces.booking.services.refusals import BookingRefused, refused
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import copies, record
from spaces.catalogue.models import Resource


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
    by: Any = None,
) -> Booking:
    """Take over a booking as it was made. Buffers None: the resource's. Nobody is written to.

    Raises BookingRefused when its place is taken, or when it makes no sense.
    """
    request = Request(
        resource=Resource.objects.select_related("space").get(pk=resource.pk),
        person=person,
        by=by,
        start_at=start.astimezone(UTC),
        end_at=end.astimezone(UTC),
        now=clock.now(),
        seats=seats,
    )
    if request.end_at <= request.start_at:
        raise refused(Refusal.TOO_SHORT, request)
    if state == State.HOLD and expires is None:
        raise DomainError("expires_missing", _("A place is held until some time: say until when."))
    fields: dict[str, Any] = {"organisation": organisation, "note": note, "state": state}
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
    booking.save()
    if booking.state in State.HOLDING:
        try:
            _take_places(booking, request)
        except BookingRefused:
            if not booking.is_expired_at(request.now):  # else others have its place by right
                raise
    record(booking, "imported", by=request.by)
    return booking


def _take_places(booking: Booking, request: Request) -> None:
    """Write its rows. Those of a hold that is over as well, where free: a question may be about an earlier instant."""
    holder, now, tree = Holder.of(booking), request.now, read_tree([request.resource.space_id])
    needs = tree.needs(request.resource.pk, request.seats)
    if request.seats > tree.capacity(needs.own):
        raise refused(Refusal.POOL_FULL, request)
    rows = read_rows(needs.everything, holder.start_at, holder.end_at)
    if release_expired(rows, tree, now):
        rows = read_rows(needs.everything, holder.start_at, holder.end_at)
    if are_opened := open_blocks(rows):
        rows = read_rows(needs.everything, holder.start_at, holder.end_at)
    taken = standing(needs.wholes(tree), rows, now)
    if any(row.start_at < holder.end_at and holder.start_at < row.end_at for row in taken):
        raise refused(Refusal.ALREADY_BOOKED, request)
    try:
        written = rows_for(holder, needs, tree, rows, now=now, with_buffers=False)
    except NoPlaceLeft:
        raise refused(Refusal.POOL_FULL, request) from None
    Occupancy.objects.bulk_create(written)
    if are_opened:
        fill_blocks(needs.everything, holder.start_at, holder.end_at, tree=tree)
