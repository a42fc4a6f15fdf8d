"""What the team of a space decides about a booking."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Router

from maillage.base.api.errors import NotFound
from maillage.base.errors import NotAllowed
from spaces.booking.api.bookings import find_booking
from spaces.booking.api.schemas.bookings import (
    Approval,
    BookingDocument,
    DateRead,
    Decision,
    RefusalGiven,
    SeriesAnswered,
    SeriesApproval,
    SeriesRefusal,
)
from spaces.booking.documents import Document, booking_document, booking_documents
from spaces.booking.models import Booking, State
from spaces.booking.permissions import can_check_in, can_decide
from spaces.booking.services import states
from spaces.booking.services.choosing import Answered, accept_among, accept_together, refuse_together
from spaces.booking.services.refusals import wrong_state

router = Router(tags=["bookings"])

NO_REASON = Decision()
AS_IT_IS = Approval()
ALL_OF_IT = SeriesApproval()


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
    "/bookings/series/{uuid:uuid}/approve",
    response=SeriesAnswered,
    operation_id="approve_series",
    summary=gettext_noop("Approve requests of a series"),
    description=gettext_noop(
        "All that still can be. Those whose time somebody has are refused, and others for the same time that can no "
        "longer have it; what a rule stands against waits on (“left”). One e-mail tells each person."
    ),
)
def approve_series(request: HttpRequest, uuid: Path[UUID], decision: SeriesApproval = ALL_OF_IT) -> Document:
    found, reason = _of_series(request, uuid, decision.dates), decision.override_reason
    seen = {one.booking: one.sequence for one in decision.dates if one.sequence is not None}
    return _answered(request, accept_together(found, by=request.user, seen=seen, override_reason=reason))


@router.post(
    "/bookings/series/{uuid:uuid}/refuse",
    response=SeriesAnswered,
    operation_id="refuse_series",
    summary=gettext_noop("Refuse requests of a series"),
    description=gettext_noop("One e-mail tells the person."),
)
def refuse_series(request: HttpRequest, uuid: Path[UUID], refusal: SeriesRefusal) -> Document:
    found = _of_series(request, uuid, refusal.dates)
    return _answered(request, refuse_together(found, by=request.user, reason=refusal.reason))


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


def _of_series(request: HttpRequest, uuid: UUID, dates: list[DateRead]) -> list[Booking]:
    """What waits of a series for an answer of theirs, or all that is named of it, whatever became of that.

    Raises NotFound (also for what is not of it), NotAllowed, BookingRefused("wrong_state") where nothing waits.
    """
    visible = list(Booking.objects.visible_to(request.user).for_listing().filter(series__uuid=uuid))
    named = {one.booking for one in dates}
    if not visible or not named <= {one.uuid for one in visible}:
        raise NotFound
    theirs = {one.space_id for one in {one.resource for one in visible} if can_decide(request.user, one)}
    found = [one for one in visible if one.uuid in named or (not named and one.resource.space_id in theirs)]
    if not theirs or not all(one.resource.space_id in theirs for one in found):
        raise NotAllowed(_("Only a manager of the space may answer this request."))
    waiting = [one for one in found if one.state == State.PENDING]
    if not waiting:
        raise wrong_state(found[0])
    return found if named else waiting


def _answered(request: HttpRequest, answered: Answered) -> Document:
    """Raises the refusal of the first where nothing came of it."""
    if answered.left and not (answered.accepted or answered.refused):
        raise answered.left[0][1]
    absolute = request.build_absolute_uri
    return {
        "accepted": booking_documents(answered.accepted, absolute),
        "refused": booking_documents(answered.refused, absolute),
        "left": [
            {"booking": str(one.uuid), "code": refusal.code, "message": refusal.message}
            for one, refusal in answered.left
        ],
    }
