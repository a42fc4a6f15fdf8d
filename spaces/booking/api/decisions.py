"""What the team of a space decides about a booking."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Router

from maillage.base.errors import NotAllowed
from spaces.booking.api.bookings import find_booking
from spaces.booking.api.schemas.bookings import Approval, BookingDocument, Decision, RefusalGiven
from spaces.booking.documents import Document, booking_document
from spaces.booking.models import Booking
from spaces.booking.permissions import can_check_in, can_decide
from spaces.booking.services import states
from spaces.booking.services.choosing import accept_among

router = Router(tags=["bookings"])

NO_REASON = Decision()
AS_IT_IS = Approval()


@router.post(
    "/bookings/{uuid:uuid}/approve",
    response=BookingDocument,
    operation_id="approve_booking",
    summary=gettext_noop("Approve a request"),
    description=gettext_noop("Others for the same time that can no longer have it are refused."),
)
def approve(request: HttpRequest, uuid: Path[UUID], decision: Approval = AS_IT_IS) -> Document:
    found, reason = _to_decide(request, uuid), decision.override_reason
    accepted = accept_among(found, by=request.user, override_reason=reason, seen=decision.sequence)
    return booking_document(accepted.booking, request.build_absolute_uri)


@router.post(
    "/bookings/{uuid:uuid}/refuse",
    response=BookingDocument,
    operation_id="refuse_booking",
    summary=gettext_noop("Refuse a request"),
)
def refuse(request: HttpRequest, uuid: Path[UUID], refusal: RefusalGiven) -> Document:
    refused = states.refuse(_to_decide(request, uuid), by=request.user, reason=refusal.reason)
    return booking_document(refused, request.build_absolute_uri)


@router.post(
    "/bookings/{uuid:uuid}/check-in",
    response=BookingDocument,
    operation_id="check_in_booking",
    summary=gettext_noop("Say that the person has come"),
)
def check_in(request: HttpRequest, uuid: Path[UUID], decision: Decision = NO_REASON) -> Document:
    found = find_booking(request.user, uuid)
    if not can_check_in(request.user, found):
        raise NotAllowed(_("Only the space’s team may say who has come. Go to the desk."))
    arrived = states.check_in(found, by=request.user, override_reason=decision.override_reason)
    return booking_document(arrived, request.build_absolute_uri)


def _to_decide(request: HttpRequest, uuid: UUID) -> Booking:
    found = find_booking(request.user, uuid)
    if not can_decide(request.user, found.resource):
        raise NotAllowed(_("Only a manager of the space may answer this request."))
    return found
