"""What comes back to passes as bookings let go of their places, what stays taken of them, in sentences."""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby, takewhile

from django.utils.translation import gettext as _

from spaces.booking import pass_wording
from spaces.booking.models import Booking
from spaces.booking.services import passes
from spaces.booking.services.policies import Kept
from spaces.pricing.models import LedgerEntry

Pass = tuple[str, str]  # its name, and what it counts
GIVE_BACK, SPEND = LedgerEntry.Kind.GIVE_BACK, LedgerEntry.Kind.SPEND


def with_passes(done: str, cancelled: Iterable[Booking]) -> str:
    """`done`, then what came back to each pass that had paid for them, what others of the same day need and what
    their conditions keep.

    One query, two where days came back, none where no pass had paid.
    """
    paid = [one.uuid for one in cancelled if one.policy.get("passes")]
    theirs = LedgerEntry.objects.filter(booking__in=paid).select_related("membership__plan", "entitlement")
    came: list[LedgerEntry] = []
    kept: Counter[Pass] = Counter()
    for _booking, entries in groupby(theirs.order_by("booking", "-pk") if paid else (), key=lambda one: one.booking):
        moves = list(entries)
        kept.subtract(_amounts(moves))
        came += takewhile(lambda one: one.kind == GIVE_BACK, moves)
    handed = _handed_over(came)
    back, stays = _amounts(came + handed), _amounts(one for one in handed if one.booking not in paid)
    return " ".join([done, *_said(back, -stays, kept)])


def would_give_back(leaving: Iterable[tuple[Booking, Kept]]) -> str:
    """The same before they are cancelled, one after another. Five queries, none where no pass has paid."""
    back, stays, keeps = Counter[Pass](), Counter[Pass](), Counter[Pass]()
    for one in passes.would_give_back(leaving):
        which = _pass_of(one.lot)
        back[which] += one.back
        stays[which] += one.others
        keeps[which] += one.kept
    return " ".join(_said(back, stays, keeps))


def _said(back: Counter[Pass], stays: Counter[Pass], kept: Counter[Pass]) -> list[str]:
    return [
        *_each(_("Back on the pass “%(plan)s”: %(amount)s."), back),
        *_each(_("The pass “%(plan)s” still pays for other bookings of the same day: %(amount)s."), stays),
        *_each(_("Kept of the pass “%(plan)s”, by the conditions of the booking: %(amount)s."), kept),
    ]


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


def _each(sentence: str, amounts: Counter[Pass]) -> list[str]:
    return [sentence % _named(one, amount) for one, amount in amounts.items() if amount > 0]


def _amounts(moves: Iterable[LedgerEntry]) -> Counter[Pass]:
    found: Counter[Pass] = Counter()
    for one in moves:
        found[_pass_of(one)] += one.amount
    return found


def _pass_of(one: LedgerEntry) -> Pass:
    """Its name, and what it counts."""
    return one.membership.plan.name, one.entitlement.unit


def _named(one: Pass, amount: int) -> dict[str, str]:
    return {"plan": one[0], "amount": pass_wording.counted(one[1], amount)}
