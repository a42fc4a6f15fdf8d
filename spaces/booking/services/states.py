"""What becomes of a booking. A state changes by compare-and-swap, in the space's turn."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, State
from spaces.booking.permissions import can_cancel
from spaces.booking.rules.arriving import Arrival, arrival
from spaces.booking.rules.availability import reasons
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services import notices, passes
from spaces.booking.services.affected import in_closures
from spaces.booking.services.judging import Case, settle_person
from spaces.booking.services.occupancy import note_lapse, vacate
from spaces.booking.services.policies import (
    NOTHING_KEPT,
    Kept,
    agreed_at,
    check_still_time,
    kept_when_cancelled,
    kept_when_nobody_came,
)
from spaces.booking.services.refusals import (
    BookingRefused,
    another_day,
    changed_meanwhile,
    hold_expired,
    refused,
    request_over,
    wrong_state,
)
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.untrained import decided_about
from spaces.booking.services.writing import first_state, fresh, keeps_place, record, swap, take_places


@dataclass(frozen=True, slots=True)
class Parting:
    """How a booking lets go of its place: from which states, what becomes of it, what the place keeps."""

    action: str
    allowed: Collection[str]
    changes: dict[str, Any]
    kept: Kept = NOTHING_KEPT


def confirm(booking: Booking, *, by: Any) -> Booking:
    """Make a hold, or what waited for payment, a booking (pending where the team approves each).

    Raises BookingRefused("expired") when the time to decide is over: late payment books nothing; "blocked" where
    the team has closed since.
    """

    def work() -> Booking:
        standing = fresh(booking)
        request = Request.again(standing, by=by, now=clock.now())
        if standing.state == State.EXPIRED or standing.is_expired_at(request.now):
            raise hold_expired()
        if in_closures([standing]):
            raise refused(Refusal.BLOCKED, request)
        overridden = settle_person(request)
        changes: dict[str, Any] = {"state": first_state(request), "expires_at": None}
        changes |= agreed_at(standing, request.now)
        before = swap(standing, {State.HOLD, State.AWAITING_PAYMENT}, **changes)
        if not keeps_place(standing.state, standing.resource):
            vacate(standing)
        elif standing.occupancy.filter(active=True).exists():
            note_lapse(standing)
        else:  # requests compete here no more
            _take_place_now(standing, request)
        return _told(standing, "confirmed", by=by, before=before, overridden=overridden)

    return take_turn(work, booking.resource.space_id)


def approve(
    booking: Booking, *, by: Any, override_reason: str = "", seen: int | None = None, tell: bool = True
) -> Booking:
    """Say yes to a request. One that queued takes its place now, or is refused with the reason.

    `seen`: the `sequence` that whoever agrees has read; what has moved since is not what they agree to.
    Without `tell`, whoever calls writes to people. Raises BookingRefused("in_the_past") once it is over.
    """

    def work() -> Booking:
        standing = fresh(booking)
        if seen is not None and seen != standing.sequence:
            raise changed_meanwhile()
        request = Request.again(standing, by=by, now=clock.now(), override_reason=override_reason)
        if standing.state == State.PENDING and standing.end_at <= request.now:
            raise request_over()
        overridden = settle_person(request)
        before = swap(standing, {State.PENDING}, state=State.CONFIRMED, **agreed_at(standing, request.now))
        if not standing.occupancy.filter(active=True).exists():
            _take_place_now(standing, request)
        note_lapse(standing)
        history: dict[str, Any] = {"before": before, "overridden": overridden, "reason": override_reason}
        return _told(standing, "approved", by=by, tell=tell, **history)

    return take_turn(work, booking.resource.space_id)


def refuse(booking: Booking, *, by: Any, reason: str, tell: bool = True) -> Booking:
    """Say no to a request, with words that the person can act on. Without `tell`, whoever calls writes to people."""
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why, so that the person can choose something else."))
    parting = Parting("refused", {State.PENDING}, {"state": State.REFUSED, "answer": reason.strip()})
    return _let_go(booking, lambda _standing: parting, by=by, reason=reason.strip(), tell=tell)


def cancel(
    booking: Booking,
    *,
    by: Any,
    at: datetime | None = None,
    reason: str = "",
    for_good: bool = False,
    tell: bool = True,
) -> Booking:
    """Give a place back, on the conditions that the booking was made on; by the team it is free of charge.

    `reason`: what the team says to its person.
    `for_good`: its person has their account erased, which needs no call. Without `tell`, nobody is written to.
    Raises BookingRefused("too_late") once it is over, or its person may no longer do it without a call.
    """
    return _cancel(booking, by=by, at=at or clock.now(), reason=reason.strip(), for_good=for_good, tell=tell)


def cancel_together(bookings: Iterable[Booking], *, by: Any) -> list[Booking]:
    """Give several places of one person back, all in one transaction; one mail tells of them.

    What is over, has been given back meanwhile, or may no longer be without a call is left as it is; the others are
    returned.
    """
    now = clock.now()
    coming = [booking for booking in bookings if booking.end_at > now]

    def work() -> list[Booking]:
        standing = Booking.objects.filter(pk__in=[booking.pk for booking in coming]).holding(now)
        gone = []
        for booking in standing.select_related("resource__space").order_by("start_at", "pk"):
            with suppress(BookingRefused):
                gone.append(_cancel(booking, by=by, at=now, tell=False))
        notices.announce_cancelled(gone)
        return gone

    return take_turn(work, *{booking.resource.space_id for booking in coming}) if coming else []


def check_cancellable(booking: Booking, *, by: Any, at: datetime, for_good: bool = False) -> None:
    """Raise BookingRefused where somebody cannot cancel what still holds its place, as `cancel` does."""
    if at >= booking.end_at:
        raise BookingRefused("too_late", _("This booking is over: there is nothing left to cancel."))
    is_there = booking.state == State.CHECKED_IN and not (for_good and at < booking.start_at)
    if booking.is_of(by) and is_there and not can_cancel(by, booking):
        raise wrong_state(booking)  # they are there: only the team sends them away
    if not for_good:
        check_still_time(booking, by=by, at=at)


def check_in(
    booking: Booking, *, by: Any, override_reason: str = "", at: datetime | None = None, where: str = ""
) -> Booking:
    """The person is there. Habilitation and quota are looked at once more.

    `at`: since when, if that could not be said at once (`arriving.arrive` bounds it). Who came before their place was
    given back has it again, unless somebody took it: BookingRefused says so. `by` None: said by themselves `where`.
    """

    def work() -> Booking:
        standing = fresh(booking)
        now = clock.now()
        gone_at = standing.given_back_at
        was_in_time = at is not None and gone_at is not None and at < gone_at
        allowed = {State.RELEASED if was_in_time else State.CONFIRMED}
        if (
            arrival(standing.state, standing.start_at, standing.end_at, at=now, zone=standing.zone)
            == Arrival.ANOTHER_DAY
        ):
            raise another_day(standing)
        request = Request.again(standing, by=by or standing.person, now=now, override_reason=override_reason)
        overridden = _settle_arrival(request, standing) if request.by else []  # guests: the team let them in before
        before = swap(standing, allowed, state=State.CHECKED_IN, checked_in_at=at or now, kept_cents=None)
        if was_in_time:
            _take_place_now(standing, request)
            passes.take_again(standing, by=by)
        note_lapse(standing)
        record(standing, "checked_in", by=by, before=before, overridden=overridden, reason=override_reason or where)
        return standing

    return take_turn(work, booking.resource.space_id)


def refusal_of_arrival(booking: Booking, *, by: Any) -> BookingRefused | None:
    """Why `check_in` would say no to the person, before anybody asks it."""
    try:
        _settle_arrival(Request.again(booking, by=by, now=clock.now()), booking)
    except BookingRefused as refusal:
        return refusal
    return None


def release(booking: Booking, *, by: Any = None) -> Booking:
    """Nobody came: the place is free for others."""
    if clock.now() < booking.start_at:
        raise BookingRefused("too_early", _("This booking has not begun yet. Cancel it instead."))

    def parting(standing: Booking) -> Parting:
        kept = kept_when_nobody_came(standing)
        changes = {"state": State.RELEASED, "kept_cents": kept.cents}
        return Parting("released", {State.CONFIRMED}, changes, kept)

    return _let_go(booking, parting, by=by)


def undo(booking: Booking, *, by: Any) -> Booking:
    """Take back a mistaken "arrived" or "did not come": the person is expected again.

    Raises BookingRefused("too_late") after some minutes, or the reason why the place cannot be had again.
    """

    def work() -> Booking:
        standing = fresh(booking)
        now = clock.now()
        if not standing.can_be_undone_at(now):
            raise BookingRefused("too_late", _("It is too late to undo this. Make a new booking instead."))
        before = swap(standing, State.SEEN, state=State.CONFIRMED, checked_in_at=None, kept_cents=None)
        if before["state"] == State.RELEASED:
            _take_place_now(standing, Request.again(standing, by=by, now=now))
            standing.occupancy.filter(active=True).update(expires_at=None)  # the team knows of it: nothing lapses
            passes.take_again(standing, by=by)
        record(standing, "undone", by=by, before=before)
        return standing

    return take_turn(work, booking.resource.space_id)


def _settle_arrival(request: Request, booking: Booking) -> list[Refusal]:
    """Once more; but whom the team has let in before, with a reason, need not be let in again."""
    try:
        return settle_person(request)
    except BookingRefused as refusal:
        decided = decided_about(booking)
        if refusal.code not in decided:
            raise
        return settle_person(request, beyond=decided)


def _take_place_now(booking: Booking, request: Request) -> None:
    """For one that let its place go, or only queued: others may have come in the meantime."""
    case = Case.read(request).again()
    bookable = case.reading.bookable(request.resource, request.seats)
    conflicts = [code for code in reasons(bookable, request.wish) if code.is_conflict]
    if code := Refusal.first_of(conflicts):
        raise refused(code, request)
    take_places(booking, case)


def _cancel(
    booking: Booking, *, by: Any, at: datetime, reason: str = "", tell: bool = True, for_good: bool = False
) -> Booking:
    def parting(standing: Booking) -> Parting:
        check_cancellable(standing, by=by, at=at, for_good=for_good)
        kept = kept_when_cancelled(standing, by=by, at=at)
        changes = {"state": State.CANCELLED, "cancelled_at": at, "kept_cents": kept.cents}
        changes |= {"answer": reason} if reason else {}
        return Parting("cancelled", State.HOLDING, changes, kept)

    return _let_go(booking, parting, by=by, reason=reason, tell=tell)


def _let_go(
    booking: Booking, parting: Callable[[Booking], Parting], *, by: Any, reason: str = "", tell: bool = True
) -> Booking:
    """Move a booking to a state that holds nothing; `parting` says how, of the booking as it is in the turn.

    Without `tell`, whoever calls writes to people.
    """

    def work() -> Booking:
        standing = fresh(booking)
        if standing.is_expired_at(clock.now()):
            raise hold_expired()
        how = parting(standing)
        before = swap(standing, how.allowed, **how.changes)
        vacate(standing)
        passes.give_back(standing, kept=how.kept, by=by)
        record(standing, how.action, by=by, before=before, reason=reason)
        if tell:
            notices.announce(standing, by_team=by is not None and not standing.is_of(by))
        return standing

    return take_turn(work, booking.resource.space_id)


def _told(booking: Booking, action: str, *, by: Any, tell: bool = True, **history: Any) -> Booking:
    record(booking, action, by=by, **history)
    if tell:
        notices.announce(booking)
    return booking
