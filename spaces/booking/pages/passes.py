"""What somebody's passes still hold, until when, and what was taken from them."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from maillage.base import dates
from spaces.booking import pass_wording
from spaces.booking.services.movements import Then, booked_then
from spaces.pricing.models import Entitlement, LedgerEntry, Membership, Plan
from spaces.pricing.services.lots import Source, last_day, later_lots, of_today

MOST_MOVEMENTS = 50

Item = dict[str, Any]


def passes_page(person: Any) -> Item:
    """Memberships with the lots of those that count, and the latest movements of all. Nine queries, however many."""
    every = list(Membership.objects.of(person).select_related("plan__space").prefetch_related("plan__spaces"))
    held = [one for one in every if not one.is_over()]
    lots, later = _lots(held)
    entries = LedgerEntry.objects.filter(membership__in=every).order_by("-pk")
    movements = list(entries.select_related("entitlement", "lot__entitlement", "lot__membership")[:MOST_MOVEMENTS])
    booked = booked_then(movements)
    plans = {one.pk: one.plan.name for one in every}
    return {
        "breadcrumb": [{"label": _("My bookings"), "url": reverse("booking:mine")}, {"label": _("My passes")}],
        "passes": [_pass(one, lots[one.pk], later[one.pk]) for one in held],
        "over": [_over(one, last) for one in every if (last := one.valid_through) and one.is_over()],
        "movements": [
            _movement(one, plans[one.membership_id], booked.get(one.pk))
            for one in sorted(movements, key=lambda one: (_day(one), one.pk), reverse=True)
        ],
        "find_url": reverse("booking:find"),
    }


def _lots(held: list[Membership]) -> tuple[dict[int, list[Source]], dict[int, list[Source]]]:
    """What each has on its own day, and what begins after it. Four queries."""
    days = {one.pk: one.today() for one in held}
    later: dict[int, list[Source]] = defaultdict(list)
    for lot in later_lots(list(days), min(days.values())) if days else ():
        if lot.starts_on > days[lot.membership.pk]:
            later[lot.membership.pk].append(lot)
    return of_today(held), later


def _pass(membership: Membership, lots: list[Source], later: list[Source]) -> Item:
    has_begun = membership.valid_from <= membership.today()
    counting = lots if has_begun else []
    return {
        "name": membership.plan.name,
        "where": _where(membership),
        "when": when_said(membership, has_begun=has_begun),
        "lots": [lot_said(lot, membership) for lot in counting] + [_later(lot, membership) for lot in later],
        "prices_only": not lots,
        "has_days": any(lot.entitlement.unit == Entitlement.Unit.DAYS for lot in counting),
    }


def _over(membership: Membership, last: date) -> Item:
    ended = {"day": dates.day_long(last)}
    return {"name": membership.plan.name, "where": _where(membership), "when": _("ended on %(day)s") % ended}


def _where(membership: Membership) -> str:
    """Where it counts: its own space, those that are listed, or the network."""
    plan = membership.plan
    if plan.reach == Plan.Reach.LISTED:
        return get_text_list(sorted(space.name for space in plan.spaces.all()), _("and"))
    return plan.space.name if plan.reach == Plan.Reach.OWN and plan.space else _("The whole network")


def when_said(membership: Membership, *, has_begun: bool) -> str:
    if not has_begun:
        return _("from %(day)s") % {"day": dates.day_short(membership.valid_from)}
    if membership.valid_through:
        return _("until %(day)s") % {"day": dates.day_short(membership.valid_through)}
    return ""


def lot_said(lot: Source, membership: Membership, *, is_later: bool = False) -> Item:
    """What is left, of this month where it is given anew each month; else until when, unless the membership says so."""
    unit, amount = lot.entitlement.unit, lot.entitlement.amount
    said = {"left": pass_wording.counted(unit, lot.left), "amount": pass_wording.counted(unit, amount)}
    if lot.entitlement.every == Entitlement.Every.MONTH and not is_later:
        text = _("This month: %(left)s left of %(amount)s") if lot.left else _("This month: nothing left of %(amount)s")
        return {"left": text % said, "until": "", "has": lot.left, "of": amount}
    text = _("%(left)s left of %(amount)s") % said if lot.left else _("Nothing left of %(amount)s") % said
    last = "" if lot.last_on in (None, membership.valid_through) else dates.day_short(lot.last_on)
    return {"left": text, "until": _("until %(day)s") % {"day": last} if last else "", "has": lot.left, "of": amount}


def _later(lot: Source, membership: Membership) -> Item:
    """A lot that is yet to begin: a monthly one says of which month, as to the others the pass says from when."""
    is_monthly = lot.entitlement.every == Entitlement.Every.MONTH
    month = _("for %(month)s") % {"month": dates.month_long(lot.starts_on)} if is_monthly else ""
    return lot_said(lot, membership, is_later=True) | {"until": month}


def _movement(entry: LedgerEntry, plan: str, then: Then | None) -> Item:
    said = pass_wording.counted(entry.entitlement.unit, abs(entry.amount))
    return {
        "day": dates.day_long(_day(entry)),
        "kind": entry.get_kind_display(),
        "amount": f"+{said}" if entry.amount > 0 else f"−{said}",
        "plan": plan,
        "for": _booked(then, entry.used_on) if then else entry.reason,
        "url": then.booking.get_absolute_url() if then else "",
    }


def _day(entry: LedgerEntry) -> date:
    """When it was written; what expired did so on the last day of its lot, which is written off later."""
    day = localdate(entry.created_at)
    last_on = last_day(entry.lot) if entry.kind == LedgerEntry.Kind.EXPIRE and entry.lot else None
    return min(day, last_on) if last_on else day


def _booked(then: Then, used_on: date | None) -> str:
    """What the movement was for, as the booking was then; of a booking of several days, which of them it pays."""
    zone = then.booking.zone
    said = f"{then.resource}, {dates.when(then.start_at, then.end_at, zone)}"
    has_several = localdate(then.start_at, zone) != localdate(then.end_at, zone)
    return f"{said} · {dates.day_brief(used_on)}" if used_on and has_several else said
