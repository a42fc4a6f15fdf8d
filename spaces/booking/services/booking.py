"""Making and moving bookings: the only way in, for page, API, staff board, series and kiosk."""

from collections.abc import Callable
from contextlib import suppress
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from members.directory.models import Organisation
from spaces.booking.models import Booking, BookingSeries, Source, State
from spaces.booking.rules.outlay import Outlay
from spaces.booking.rules.refusals import CONFLICTS, Refusal
from spaces.booking.services import notices, passes
from spaces.booking.services.alternatives import alternatives
from spaces.booking.services.codes import new_code
from spaces.booking.services.judging import Case, check_sense
from spaces.booking.services.occupancy import vacate
from spaces.booking.services.policies import (
    check_stays_due,
    check_stays_whole,
    check_still_time,
    taken_along,
)
from spaces.booking.services.refusals import CONFLICT, BookingRefused, changed_meanwhile, wrong_state
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import Busy, Claim, let_finish, take_turn
from spaces.booking.services.writing import (
    check_agreed,
    copies,
    first_state,
    fresh,
    keeps_place,
    record,
    state_once_moved,
    swap,
    take_places,
)
from spaces.catalogue.models import Resource

HOLD_MIN = 10


def book(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    by: Any,
    seats: int = 1,
    note: str = "",
    organisation: Organisation | None = None,
    source: str = Source.WEB,
    override_reason: str = "",
    state: State | None = None,
    series: BookingSeries | None = None,
    queue: bool = False,
    guest_name: str = "",
    on_site: bool = False,
    with_passes: bool = True,
    agreed: Outlay | None = None,
) -> Booking:
    """Book a resource (just read by the door): confirmed, or pending where the team approves each booking.

    `state` is for doors that know better (payment to come). Where requests compete, one waits without keeping its
    place: several may, and approval decides between them; `queue` does so even where somebody has the place.
    `guest_name`: of somebody without an account (`person` None). `on_site`: they stand at the team's desk.
    `with_passes` False: passes of the person are left alone, and all of its price is paid on site.
    `agreed`: what they were shown that it takes of them; BookingRefused(PRICE_CHANGES) where it would be more.
    Raises BookingRefused, with alternatives when somebody was quicker.
    """
    asked = {"person": person, "by": by, "seats": seats, "override_reason": override_reason, "on_site": on_site}
    asked["with_passes"] = with_passes
    asked["organisation_id"] = organisation.pk if organisation else None
    request = Request.new(resource, start=start, end=end, **asked)
    fields = {"note": note, "organisation": organisation, "source": source, "series": series}
    fields |= {"guest_name": guest_name}
    return _carry_out(request, lambda case: _make(case, fields, state, queue, agreed), may_wait=queue)


def hold(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    by: Any,
    seats: int = 1,
    minutes: int = HOLD_MIN,
    organisation: Organisation | None = None,
    source: str = Source.WEB,
    with_passes: bool = True,
    agreed: Outlay | None = None,
    is_offer: bool = False,
    **more: Any,
) -> Booking:
    """Keep a place for some minutes while the person decides or pays; `states.confirm` makes it a booking.

    `agreed` is as for `book`; `is_offer`: whether the waiting list gives it, nobody's hand; `more`: other fields of the
    booking.
    """
    asked = {"person": person, "by": by, "seats": seats, "organisation_id": organisation.pk if organisation else None}
    request = Request.new(resource, start=start, end=end, with_passes=with_passes, **asked)
    fields = {"source": source, "organisation": organisation, **more}
    fields["expires_at"] = request.now + timedelta(minutes=minutes)
    return _carry_out(request, lambda case: _make(case, fields, State.HOLD, agreed=agreed, is_offer=is_offer))


def move(
    booking: Booking,
    *,
    start: datetime,
    end: datetime,
    by: Any,
    resource: Resource | None = None,
    seats: int | None = None,
    override_reason: str = "",
    link_of: Any = None,
    agreed: Outlay | None = None,
) -> Booking:
    """Give a booking another time, number of places or `resource` of its space (just read by the door).

    Every rule of the resource is asked anew, but of a start that stays where it is. Its rows go and come in one turn,
    so that neither place is lost or held twice; price, conditions and buffers are those of what it moves to.
    Where the team approves bookings, a move by anybody else waits for its answer again. Once it has begun, its person
    can only change its end; the team may let them stay for longer or less or take them elsewhere, whatever the rules
    for those who book from afar. `link_of`: the person who takes by a link what `by` has offered them; history says so.
    `agreed`: what it may take of its person besides what it has already; BookingRefused(PRICE_CHANGES) where it would
    cost something else or take more of passes, and nothing is moved. None: whatever it takes.
    """
    resource = booking.resource if resource is None else resource
    if resource.space_id != booking.resource.space_id:
        message = _("A booking stays in its place. Cancel it, then book %(resource)s.") % {"resource": resource.name}
        raise BookingRefused("other_space", message)
    asked: dict[str, Any] = {"seats": seats or booking.seats, "override_reason": override_reason, "link_of": link_of}
    asked["organisation_id"] = _still_on_behalf_of(booking, by)
    request = Request.to_move(booking, by=by, resource=resource, start=start, end=end, **asked)
    if request.moves_elsewhere:
        _check_not_begun(booking, request)
    try:
        return _carry_out(request, lambda case: _move(booking, case, agreed))
    except BookingRefused as refusal:
        if request.moves_elsewhere and request.start_at <= request.now and refusal.code in CONFLICTS:
            raise _in_two(refusal, request) from None
        raise


def _carry_out(request: Request, write: Callable[[Case], Booking], *, may_wait: bool = False) -> Booking:
    """Look and write in the space's turn.

    Of many who want one time, one does so; the others let it finish, and see all at once that it is taken, before they
    would wait in line.
    """
    check_sense(request)
    space_id, claim = request.resource.space_id, Claim(request.resource.pk, request.start_at)
    try:
        if not let_finish(claim):
            with suppress(Busy):
                return take_turn(lambda: write(Case.read_for_certain(request)), space_id, claim=claim)
            let_finish(claim)
        case = Case.read(request)
        case.settle(may_wait=may_wait)
        return take_turn(lambda: write(case), space_id)
    except BookingRefused as refusal:
        if refusal.code in CONFLICTS:
            refusal.offer = lambda: alternatives(request)
        raise


def _make(
    case: Case,
    more: dict[str, Any],
    state: State | None,
    queue: bool = False,
    agreed: Outlay | None = None,
    is_offer: bool = False,
) -> Booking:
    case = case if case.is_certain else case.again()
    overridden = case.settle(may_wait=queue)
    request = case.request
    state = state or (State.PENDING if queue else first_state(request))
    booking = Booking.objects.create(
        resource=request.resource,
        person=request.person,
        created_by=None if request.is_by_guest else request.by,
        start_at=request.start_at,
        end_at=request.end_at,
        seats=request.seats,
        state=state,
        code=new_code(request.resource.space_id),
        **copies(request),
        **more,
    )
    if not queue and keeps_place(state, request.resource, is_by_guest=request.is_by_guest):
        take_places(booking, case, overridden)
    passes.pay(booking, request)
    check_agreed([booking], agreed)
    action = "offered" if is_offer else "held" if booking.state == State.HOLD else "booked"
    by = None if is_offer else request.by
    record(booking, action, by=by, overridden=overridden, reason=request.override_reason)
    if booking.series_id is None:  # its series is announced as a whole
        notices.announce(booking)
    return booking


def _move(booking: Booking, case: Case, agreed: Outlay | None = None) -> Booking:
    request, seen, booking = case.request, booking, fresh(booking)
    if _where(booking) != _where(seen):  # whoever moves it may not even know that room
        raise changed_meanwhile()
    now, was = clock.now(), copy(booking)
    kept = _kept_of_move(booking, request, at=now)
    has_place = booking.occupancy.filter(active=True).exists()
    vacate(booking)  # its own rows are not in its way
    case = case.again()
    overridden = case.settle()
    state = state_once_moved(booking, request)
    if request.moves_elsewhere:
        kept["resource"] = request.resource
    if booking.state == State.CHECKED_IN != state:
        kept["checked_in_at"] = None
    if booking.state != State.PENDING:
        kept["team_told_at"] = None  # whoever answered the last request knows nothing of this one
    has_place = (has_place or request.moves_elsewhere) and keeps_place(state, request.resource)
    times = {"start_at": request.start_at, "end_at": request.end_at, "seats": request.seats}
    took = passes.taken_by([was]).get(was.uuid, [])
    had = passes.give_up(booking, by=request.actor)
    before = swap(booking, {booking.state}, state=state, **times, **kept) | {"price_cents": was.price_cents}
    if has_place:
        take_places(booking, case, overridden)
    moved_at = clock.now()  # before it is paid: `movements` tells by it which time that is for
    came_back = passes.given_up(was, had)
    use = passes.pay(booking, request, had=had, came_back=came_back)
    check_agreed([booking], agreed, was=came_back)
    gave = before | {"passes": passes.gave_back(took, had)}
    said: dict[str, Any] = {"before": gave, "overridden": overridden, "reason": request.override_reason}
    record(booking, "moved", by=request.actor, by_link=request.link_of is not None, at=moved_at, **said)
    if not request.changes_stay:  # who is there: what is due has stayed taken
        taken = passes.taken_once_moved(use, was, had)
        check_stays_due(was, by=request.by, at=now, asks_team=state == State.PENDING, passes=taken, moved=booking)
    notices.announce(booking, was=before | {"passes": took})
    return booking


def _kept_of_move(booking: Booking, request: Request, *, at: datetime) -> dict[str, Any]:
    """What it keeps of the resource that it moves to, with what was due before. Raises BookingRefused: it may not."""
    if not booking.holds_at(at):
        raise wrong_state(booking)
    if booking.state == State.HOLD:
        raise BookingRefused("wrong_state", _("It is only kept for a while: take it, then move it."), status=CONFLICT)
    check_still_time(booking, by=request.by, at=at)
    check_stays_whole(booking, by=request.by, at=at, minutes=request.seats * request.minutes)
    keeps_start, kept = request.start_at == booking.start_at, copies(request)
    kept["reminded_at"] = booking.reminded_at if keeps_start else None
    if not booking.is_of(request.by):
        return kept
    if request.moves_elsewhere or not keeps_start:
        _check_not_begun(booking, request)
    _check_agreed(booking, request)
    kept["policy"]["terms"] |= taken_along(booking, by=request.by, at=at)
    return kept | {"organisation_id": request.organisation_id}


def _check_agreed(booking: Booking, request: Request) -> None:
    """Who has come stays longer by themselves only where the team agrees to no booking beforehand."""
    is_longer = request.end_at > booking.end_at or request.seats > booking.seats
    if booking.state == State.CHECKED_IN and is_longer and first_state(request) == State.PENDING:
        message = _("The team of %(space)s agrees to each booking here: ask them to stay longer.")
        raise BookingRefused(Refusal.NOT_ALLOWED, message % {"space": request.resource.space.name})


def _where(booking: Booking) -> tuple[Any, ...]:
    """What somebody sees of a booking that they are about to move."""
    return booking.resource_id, booking.start_at, booking.end_at, booking.seats


def _still_on_behalf_of(booking: Booking, by: Any) -> int | None:
    """The organisation that it goes on being for: its person may have left its team."""
    if booking.organisation is None or not booking.is_of(by):
        return booking.organisation_id
    return booking.organisation_id if booking.organisation.team.filter(user=by).exists() else None


def _check_not_begun(booking: Booking, request: Request) -> None:
    """Who sits there stays: only the team takes them elsewhere, or says that they come later."""
    has_come = booking.state == State.CHECKED_IN
    if (has_come or booking.start_at <= request.now) and booking.is_of(request.by):
        message = _(
            "This booking has begun: only its end can still change. "
            "To be elsewhere for the rest, let it end sooner, then book the rest there."
        )
        raise BookingRefused("too_late", message)


def _in_two(refusal: BookingRefused, request: Request) -> BookingRefused:
    """What the team can do where a booking that has begun does not fit elsewhere as a whole, since its start."""
    said = {"resource": request.resource.name}
    message = _(
        "This booking has begun, and moves whole: %(resource)s is not free for all of it, from its start. "
        "Let it end now, then book the rest there."
    )
    return BookingRefused(refusal.code, message % said, status=refusal.status, detail=refusal.detail)
