"""Giving bookings back: which of them still can be, what each costs, what comes back to passes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby, takewhile

from django.utils.translation import gettext as _

from maillage.base import figures
from maillage.users.permissions import Anyone
from spaces.booking import wording
from spaces.booking.models import Booking
from spaces.booking.permissions import can_cancel
from spaces.booking.services.policies import check_still_time, kept_when_cancelled
from spaces.booking.services.refusals import BookingRefused
from spaces.pricing.models import LedgerEntry

GIVE_BACK = LedgerEntry.Kind.GIVE_BACK


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
    """`done`, then what came back to each pass that had paid for them and what their conditions keep.

    One query, none where no pass had paid.
    """
    paid = [one.uuid for one in cancelled if one.policy.get("passes")]
    theirs = LedgerEntry.objects.filter(booking__in=paid).select_related("membership__plan", "entitlement")
    back: Counter[tuple[str, str]] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    for _booking, entries in groupby(theirs.order_by("booking", "-pk") if paid else (), key=lambda one: one.booking):
        moves = list(entries)
        taken.subtract(_amounts(moves))
        back.update(_amounts(takewhile(lambda one: one.kind == GIVE_BACK, moves)))
    said = [_("Back on the pass “%(plan)s”: %(amount)s.") % _named(one, back[one]) for one in back]
    said += [
        _("Kept of the pass “%(plan)s”, by the conditions of the booking: %(amount)s.") % _named(one, taken[one])
        for one in taken
        if taken[one]
    ]
    return " ".join([done, *said])


def _amounts(moves: Iterable[LedgerEntry]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for one in moves:
        found[_pass_of(one)] += one.amount
    return found


def _pass_of(one: LedgerEntry) -> tuple[str, str]:
    """Its name, and what it counts."""
    return one.membership.plan.name, one.entitlement.unit


def _named(one: tuple[str, str], amount: int) -> dict[str, str]:
    return {"plan": one[0], "amount": wording.counted(one[1], amount)}
