"""Choosing among requests for the same time: yes to one, and words for those that can no longer have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.base import clock
from spaces.booking.models import Booking, BookingQuerySet, Occupancy
from spaces.booking.rules.availability import reasons
from spaces.booking.rules.competing import Rival, compete, side_by_side
from spaces.booking.services.reading import Reading, read, read_tree
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
class Waiting:
    """Requests of a space, those for the same time together; `gone`: keys of those whose time somebody has."""

    groups: list[list[Booking]]
    gone: set[int]


def waiting(space: Space) -> Waiting:
    """What the team has to answer, soonest first. Six queries."""
    found = list(_pending(space).for_listing())
    tree = read_tree([space.pk])
    groups = side_by_side(found, lambda one, other: compete(_rival(one), _rival(other), tree))
    return Waiting(groups, {booking.pk for booking in _without_place(found)})


def accept_among(booking: Booking, *, by: Any, override_reason: str = "", seen: int | None = None) -> Accepted:
    """Accept one request; its rivals that can no longer have their time are refused, in words of their own language.

    `seen`: as `states.approve` reads it.
    All in one turn of the space; the mails, with other times on offer, are written after the commit.
    """

    def work() -> Accepted:
        accepted = approve(booking, by=by, override_reason=override_reason, seen=seen)
        space = booking.resource.space
        tree, chosen = read_tree([space.pk]), _rival(accepted)
        rivals = [one for one in _pending(space).for_listing() if compete(_rival(one), chosen, tree)]
        lost = _without_place(rivals)
        return Accepted(accepted, [refuse(one, by=by, reason=_words(one)) for one in lost])

    return take_turn(work, booking.resource.space_id)


def _pending(space: Space) -> BookingQuerySet:
    """Requests that still make sense, and whether each keeps its place."""
    held = Occupancy.objects.active().filter(booking=OuterRef("pk"))
    pending = Booking.objects.to_decide().filter(resource__space=space, end_at__gt=clock.now())
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


def _words(booking: Booking) -> str:
    with translation.override(booking.addressee.language if booking.addressee else translation.get_language()):
        return _("Another request was accepted for that time.")
