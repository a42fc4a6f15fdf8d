"""Giving bookings back: which of them still can be, what each costs, what comes back to passes."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby, takewhile

from django.utils.translation import gettext as _

from maillage.base import figures
from maillage.users.permissions import Anyone
from spaces.booking import pass_wording
from spaces.booking.models import Booking
from spaces.booking.permissions import can_cancel
from spaces.booking.services.policies import check_still_time, kept_when_cancelled
from spaces.booking.services.refusals import BookingRefused
from spaces.pricing.models import LedgerEntry

GIVE_BACK, SPEND = LedgerEntry.Kind.GIVE_BACK, LedgerEntry.Kind.SPEND


def is_still_cancellable(user: Anyone, booking: Booking, now: datetime) -> bool:
    """Whether `user` may give it back without calling the team."""
    return can_cancel(user, booking) and is_still_time(user, booking, now)


def is_still_time(user: Anyone, booking: Booking, now: datetime) -> bool:
    """Whether `user` may change or cancel it without calling the team."""
    try:
        check_still_time(booking, by=user, at=now)
    except BookingRefused:
        return False
    return True


def still_owed(user: Anyone, booking: Booking, now: datetime) -> str:
    """« il reste 12 € à payer », nothing where it is free of charge."""
    kept = kept_when_cancelled(booking, by=user, at=now).cents
    return _("you still owe %(kept)s") % {"kept": figures.cents(kept, booking.currency)} if kept else ""


def with_passes(done: str, cancelled: Iterable[Booking]) -> str:
    """`done`, then what came back to each pass that had paid for them, what others of the same day need and what
    their conditions keep.

    One query, two where days came back, none where no pass had paid.
    """
    paid = [one.uuid for one in cancelled if one.policy.get("passes")]
    theirs = LedgerEntry.objects.filter(booking__in=paid).select_related("membership__plan", "entitlement")
    came: list[LedgerEntry] = []
    kept: Counter[tuple[str, str]] = Counter()
    for _booking, entries in groupby(theirs.order_by("booking", "-pk") if paid else (), key=lambda one: one.booking):
        moves = list(entries)
        kept.subtract(_amounts(moves))
        came += takewhile(lambda one: one.kind == GIVE_BACK, moves)
    handed = _handed_over(came)
    back, stays = _amounts(came + handed), _amounts(one for one in handed if one.booking not in paid)
    said = [
        *_each(_("Back on the pass “%(plan)s”: %(amount)s."), back),
        *_each(_("Still taken of the pass “%(plan)s”, for other bookings of the same day: %(amount)s."), -stays),
        *_each(_("Kept of the pass “%(plan)s”, by the conditions of the booking: %(amount)s."), kept),
    ]
    return " ".join([done, *said])


def _handed_over(came: Collection[LedgerEntry]) -> list[LedgerEntry]:
    """Of days that came back from bookings, what others took over at that moment."""
    moments = [(one.lot_id, one.used_on, one.created_at, one.pk) for one in came if one.used_on]
    if not moments:
        return []
    lots, days, times, _keys = zip(*moments, strict=True)
    found = LedgerEntry.objects.filter(lot__in=lots, used_on__in=days, created_at__in=times, kind=SPEND)
    return [
        one
        for one in found.select_related("membership__plan", "entitlement")
        if any([one.lot_id, one.used_on, one.created_at] == what and one.pk > pk for *what, pk in moments)
    ]


def _each(sentence: str, amounts: Counter[tuple[str, str]]) -> list[str]:
    return [sentence % _named(one, amount) for one, amount in amounts.items() if amount > 0]


def _amounts(moves: Iterable[LedgerEntry]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for one in moves:
        found[_pass_of(one)] += one.amount
    return found


def _pass_of(one: LedgerEntry) -> tuple[str, str]:
    """Its name, and what it counts."""
    return one.membership.plan.name, one.entitlement.unit


def _named(one: tuple[str, str], amount: int) -> dict[str, str]:
    return {"plan": one[0], "amount": pass_wording.counted(one[1], amount)}
