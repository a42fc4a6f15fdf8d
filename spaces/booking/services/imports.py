"""Bookings made elsewhere: facts. No rule is asked, but two things cannot be in one place."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.errors import DomainError
from maillage.base.words import one_line
from members.directory.models import Organisation
from spaces.booking.models import Booking, Source, State
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.codes import new_code
from spaces.booking.services.facts import take_places_left, take_places_of_fact
from spaces.booking.services.refusals import refused
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import copies, keeps_place, record
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
    guest_name: str = "",
    by: Any = None,
) -> Booking:
    """Take over a booking as it was made, on a resource just read. Buffers None: its own. Nobody is written to.

    Raises BookingRefused when its place is taken, or when it makes no sense.
    """
    request = Request.new(resource, start=start, end=end, person=person, by=by, seats=seats)
    request = replace(request, start_at=start.astimezone(UTC), end_at=end.astimezone(UTC))  # a fact, to the second
    if request.end_at <= request.start_at:
        raise refused(Refusal.TOO_SHORT, request)
    fields: dict[str, Any] = {"organisation": organisation, "note": note, **_state(state, expires)}
    fields["guest_name"] = "" if person else one_line(guest_name)
    buffers = {"buffer_before": buffer_before, "buffer_after": buffer_after}
    fields |= {name: minutes for name, minutes in buffers.items() if minutes is not None}
    return take_turn(lambda: _import(request, fields), resource.space_id)


def _state(state: str, expires: datetime | None) -> dict[str, Any]:
    """A hold needs to know until when."""
    if state == State.HOLD and expires is None:
        raise DomainError("expires_missing", _("A hold lasts until some time: say until when."))
    return {"state": state, "expires_at": expires if state in (State.HOLD, State.EXPIRED) else None}


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
        take_places_of_fact(booking)
    elif booking.state == State.HOLD:
        take_places_left(booking)
    record(booking, "imported", by=request.by)
    return booking
