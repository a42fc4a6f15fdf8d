"""Choosing among requests for the same time: yes to one, and words for those that can no longer have it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, BookingQuerySet, Occupancy
from spaces.booking.rules.availability import reasons
from spaces.booking.rules.competing import Rival, compete, side_by_side
from spaces.booking.rules.refusals import CONFLICTS, Refusal
from spaces.booking.services import notices
from spaces.booking.services.reading import Reading, read, read_tree
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.states import approve, refuse
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Space


@dataclass(frozen=True)
class Accepted:
    """The request that was chosen, and those that were refused with it."""

    booking: Booking
    refused: list[Booking]


@dataclass(frozen=True)
class Answered:
    """What became of requests that were answered together. `left`: those that wait on, each with the reason."""

    accepted: list[Booking]
    refused: list[Booking]
    left: list[tuple[Booking, DomainError]]


@dataclass(frozen=True)
class Waiting:
    """Requests of a space: those for the same time, and those of one series, together.

    `gone`: keys of those whose time somebody has. `rivals`: by key, the others of the group that want the same time.
    """

    groups: list[list[Booking]]
    gone: set[int]
    rivals: dict[int, list[Booking]]


def waiting(space: Space) -> Waiting:
    """What the team has to answer, soonest first. Six queries."""
    found = list(_pending([space.pk]).for_listing())
    tree = read_tree([space.pk])

    asked = {one.pk: _rival(one) for one in found}

    def are_rivals(one: Booking, other: Booking) -> bool:
        return compete(asked[one.pk], asked[other.pk], tree)

    groups = side_by_side(found, lambda one, other: _are_one_series(one, other) or are_rivals(one, other))
    rivals = {
        one.pk: [other for other in group if other is not one and are_rivals(one, other)]
        for group in groups
        for one in group
    }
    return Waiting(groups, {booking.pk for booking in _without_place(found)}, rivals)


def accept_among(booking: Booking, *, by: Any, override_reason: str = "", seen: int | None = None) -> Accepted:
    """Accept one request; its rivals that can no longer have their time are refused, in words of their own language.

    `seen`: as `states.approve` reads it.
    All in one turn of the space; the mails, with other times on offer, are written after the commit.
    """

    def work() -> Accepted:
        accepted = approve(booking, by=by, override_reason=override_reason, seen=seen)
        refused = _refuse_lost([accepted], by=by)
        notices.announce_answers(refused)
        return Accepted(accepted, refused)

    return take_turn(work, booking.resource.space_id)


def accept_together(
    bookings: Iterable[Booking], *, by: Any, seen: Mapping[UUID, int], override_reason: str = ""
) -> Answered:
    """Accept all of these requests that still can be, in one turn; one mail tells of what was asked together.

    Those whose time somebody has, and rivals that lose theirs, are refused in words of their own language. What a
    rule of the person stands against, or what has changed since it was read (`seen`: sequences by uuid), waits on.
    """
    asked = sorted(bookings, key=lambda one: (one.start_at, one.pk))

    def accept(one: Booking) -> Booking:
        return approve(one, by=by, seen=seen.get(one.uuid), override_reason=override_reason, tell=False)

    def work() -> Answered:
        accepted, failed = _each(asked, accept)
        gone = [_refuse_gone(one, refusal.code, by=by) for one, refusal in failed if refusal.code in CONFLICTS]
        refused = gone + _refuse_lost(accepted, by=by)
        notices.announce_answers([*accepted, *refused])
        return Answered(accepted, refused, [(one, why) for one, why in failed if why.code not in CONFLICTS])

    return take_turn(work, *{one.resource.space_id for one in asked})


def refuse_together(bookings: Iterable[Booking], *, by: Any, reason: str) -> Answered:
    """Refuse all of these requests that still wait, in one turn; one mail tells of what was asked together.

    Raises DomainError("reason_missing").
    """
    asked = sorted(bookings, key=lambda one: (one.start_at, one.pk))

    def work() -> Answered:
        refused, left = _each(asked, lambda one: refuse(one, by=by, reason=reason, tell=False))
        notices.announce_answers(refused)
        return Answered([], refused, left)

    return take_turn(work, *{one.resource.space_id for one in asked})


def _each(
    bookings: Iterable[Booking], act: Callable[[Booking], Booking]
) -> tuple[list[Booking], list[tuple[Booking, DomainError]]]:
    """Those with which it could be done, and the others with why not."""
    done: list[Booking] = []
    failed: list[tuple[Booking, DomainError]] = []
    for one in bookings:
        try:
            done.append(act(one))
        except BookingRefused as refusal:
            failed.append((one, refusal))
    return done, failed


def _refuse_lost(accepted: Sequence[Booking], *, by: Any) -> list[Booking]:
    """Refuse what waits for a time that these have now; nobody is told yet."""
    if not accepted:
        return []
    space_ids = {one.resource.space_id for one in accepted}
    tree, chosen = read_tree(space_ids), [_rival(one) for one in accepted]
    pending = _pending(space_ids).for_listing()
    rivals = [one for one in pending if any(compete(_rival(one), other, tree) for other in chosen)]
    return [_refuse_gone(one, by=by) for one in _without_place(rivals)]


def _refuse_gone(booking: Booking, code: str = "", *, by: Any) -> Booking:
    """`code`: what stands there, if it is not what has just been accepted."""
    return refuse(booking, by=by, reason=_words(booking, code), tell=False)


def _are_one_series(one: Booking, other: Booking) -> bool:
    return one.series_id is not None and one.series_id == other.series_id


def _pending(space_ids: Iterable[int]) -> BookingQuerySet:
    """Requests that still make sense, and whether each keeps its place."""
    held = Occupancy.objects.active().filter(booking=OuterRef("pk"))
    pending = Booking.objects.to_decide().filter(resource__space__in=space_ids, end_at__gt=clock.now())
    return pending.annotate(has_place=Exists(held))


def _without_place(bookings: Sequence[Booking]) -> list[Booking]:
    """Those that keep no place and find theirs taken. Four queries, none where all keep one."""
    queued = [booking for booking in bookings if not getattr(booking, "has_place", False)]
    if not queued:
        return []
    start_at = min(booking.start_at for booking in queued)
    end_at = max(booking.end_at for booking in queued)
    reading = read({booking.resource for booking in queued}, start_at, end_at)
    return [booking for booking in queued if _is_taken(booking, reading)]


def _is_taken(booking: Booking, reading: Reading) -> bool:
    request = Request.again(booking, by=None, now=clock.now())
    bookable = reading.bookable(request.resource, request.seats)
    return any(code.is_conflict for code in reasons(bookable, request.wish))


def _rival(booking: Booking) -> Rival:
    return Rival(booking.resource_id, booking.seats, booking.start_at, booking.end_at)


def _words(booking: Booking, code: str = "") -> str:
    with translation.override(booking.addressee.language if booking.addressee else translation.get_language()):
        if not code:
            return _("Another request was accepted for that time.")
        return _("It is closed at that time.") if code == Refusal.BLOCKED else _("Somebody else has that time by now.")
