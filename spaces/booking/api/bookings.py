"""Bookings: asked for, looked at beforehand, listed, moved, cancelled. For those signed in."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router
from ninja.responses import Status

from maillage.base import limits
from maillage.base.api.errors import Malformed, NotFound
from maillage.base.api.paging import Paging, paginate
from maillage.base.errors import NotAllowed
from maillage.base.instants import DAY_MIN, from_wall, midnight, to_utc
from maillage.base.zones import get_zone
from maillage.users.permissions import Anyone
from maillage.users.requests import MemberRequest
from spaces.booking.api.once import Key, done_once
from spaces.booking.api.resources import find
from spaces.booking.api.schemas.bookings import (
    BookingAsked,
    BookingDocument,
    BookingList,
    BookingMoved,
    BookingsAsked,
    Preview,
    SeriesDocument,
)
from spaces.booking.api.wishes import Wish
from spaces.booking.documents import Document, booking_document, booking_documents
from spaces.booking.models import Booking, BookingQuerySet, State
from spaces.booking.permissions import can_cancel, can_move, can_see_planning
from spaces.booking.services.answers import CREATED
from spaces.booking.services.booking import move
from spaces.booking.services.states import cancel
from spaces.catalogue.models import Resource, Space

router = Router(tags=["bookings"])


@router.post(
    "/bookings",
    response={CREATED: BookingDocument | SeriesDocument},
    operation_id="book",
    summary=gettext_noop("Book"),
    description=gettext_noop(
        "A time of a resource, or with “rrule” a series. Confirmed, or pending where the team approves each booking."
    ),
)
def make(request: MemberRequest, response: HttpResponse, asked: BookingAsked, idempotency_key: Key) -> Status:
    wish = Wish(request, asked)
    spaces = [wish.resource.space_id]
    made = done_once(request, idempotency_key, response, space_ids=spaces, look=wish.look, work=wish.book)
    if "uuid" in made:
        response["Location"] = reverse("api:booking", args=[made["uuid"]])
    return Status(CREATED, made)


@router.post(
    "/bookings/preview",
    response=Preview,
    operation_id="preview_booking",
    summary=gettext_noop("Look before booking"),
    description=gettext_noop("What each date of a series would give, without writing. Takes the body of “Book”."),
)
def preview(request: MemberRequest, asked: BookingAsked) -> dict[str, Any]:
    return {"dates": Wish(request, asked).preview()}


@router.get(
    "/bookings",
    response=BookingList,
    summary=gettext_noop("List bookings"),
    description=gettext_noop("Yours, or with “space” all those of a space in whose team you are. By start."),
)
def bookings(request: MemberRequest, asked: Query[BookingsAsked], paging: Query[Paging]) -> dict[str, Any]:
    found = _of_space(request.user, asked.space) if asked.space else Booking.objects.of(request.user)
    if asked.state:
        found = found.filter(state__in=asked.state)
    found = found.filter(_on_days(found, asked))
    page = paginate(request, found.for_listing().order_by("start_at", "pk"), paging)
    return page.of(booking_documents(page.rows, request.build_absolute_uri))


@router.get(
    "/bookings/{uuid:uuid}", response=BookingDocument, url_name="booking", summary=gettext_noop("Read a booking")
)
def booking(request: MemberRequest, uuid: Path[UUID]) -> Document:
    return booking_document(find_booking(request.user, uuid), request.build_absolute_uri)


@router.patch(
    "/bookings/{uuid:uuid}",
    response=BookingDocument,
    url_name="booking",
    operation_id="move_booking",
    summary=gettext_noop("Move a booking"),
    description=gettext_noop(
        "To another time, or another resource of its space (of another space: 422 “other_space”). Every rule is asked "
        "anew, the price too. Where the team approves bookings, it is asked again. 409 “wrong_state”: somebody else "
        "has moved it meanwhile."
    ),
)
def change(request: MemberRequest, uuid: Path[UUID], asked: BookingMoved) -> Document:
    found = find_booking(request.user, uuid)
    if (asked.resource, asked.start, asked.end, asked.seats) == (None, None, None, None):
        raise Malformed(message=_("Say what is to change: “resource”, “start”, “end” or “seats”."))
    if found.state in State.HOLDING and not can_move(request.user, found):
        raise NotAllowed(_("Only the space’s team may move this booking. Ask them."))
    if found.is_of(request.user):
        limits.count(request, "moves", of=str(found.uuid))
    stays = asked.resource in (None, found.resource.path)
    in_service = Resource.objects.in_service().select_related("space")
    moved = move(
        found,
        resource=None if stays else find(request.user, asked.resource or "", in_service),
        start=asked.start or found.start_at,
        end=asked.end or found.end_at,
        seats=asked.seats,
        by=request.user,
        override_reason=asked.override_reason,
    )
    return booking_document(moved, request.build_absolute_uri)


@router.delete(
    "/bookings/{uuid:uuid}",
    response=BookingDocument,
    url_name="booking",
    operation_id="cancel_booking",
    summary=gettext_noop("Cancel a booking"),
    description=gettext_noop("The place is free for others at once. The booking stays, cancelled."),
)
def remove(request: MemberRequest, uuid: Path[UUID]) -> Document:
    found = find_booking(request.user, uuid)
    if found.state in State.HOLDING and not can_cancel(request.user, found):
        raise NotAllowed(_("Only the space’s team may cancel this booking. Ask them."))
    return booking_document(cancel(found, by=request.user), request.build_absolute_uri)


def find_booking(user: Anyone, uuid: UUID) -> Booking:
    """The booking, for its person and the space's team; raises NotFound for others."""
    found = Booking.objects.visible_to(user).for_listing().filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def _of_space(user: Anyone, slug: str) -> BookingQuerySet:
    space = Space.objects.visible_to(user).filter(slug=slug).first()
    if space is None:
        raise NotFound(detail={"space": slug})
    if not can_see_planning(user, space):
        raise NotAllowed(_("The bookings of a space are for its team. Leave “space” out to see yours."))
    return Booking.objects.filter(resource__space=space)


def _on_days(found: BookingQuerySet, asked: BookingsAsked) -> Q:
    """Bookings that touch these days, each on the clock of its own place. One query."""
    if asked.from_ is None and asked.until is None:
        return Q()
    column = "resource__space__time_zone"
    condition = Q(pk=None)
    for name in found.order_by().values_list(column, flat=True).distinct():
        zone, days = get_zone(name), Q(**{column: name})
        if asked.from_:
            days &= Q(end_at__gt=to_utc(midnight(asked.from_, zone)))
        if asked.until:
            days &= Q(start_at__lt=to_utc(from_wall(asked.until, DAY_MIN, zone)))
        condition |= days
    return condition
