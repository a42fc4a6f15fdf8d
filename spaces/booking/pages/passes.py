"""What somebody's passes still hold, until when, and what was taken from them."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from spaces.booking import wording
from spaces.booking.models import Booking
from spaces.pricing.models import LedgerEntry, Membership
from spaces.pricing.services.ledger import Source, sources

MOST_MOVEMENTS = 50

Item = dict[str, Any]


def passes_page(person: Any) -> Item:
    """Memberships that count today or later, with their lots and latest movements. Six queries, however many."""
    today = clock.today(get_current_timezone())
    held = list(Membership.objects.of(person).current(today).select_related("plan__space"))
    lots: dict[int, list[Source]] = defaultdict(list)
    for source in sources([one.pk for one in held], today):
        lots[source.membership.pk].append(source)
    entries = LedgerEntry.objects.filter(membership__in=held).select_related("entitlement").order_by("-pk")
    movements = list(entries[:MOST_MOVEMENTS])
    bookings = Booking.objects.filter(uuid__in={one.booking for one in movements if one.booking})
    booked = {one.uuid: one for one in bookings.select_related("resource__space")}
    return {
        "passes": [_pass(one, lots[one.pk], today) for one in held],
        "movements": [_movement(one, booked) for one in movements],
    }


def _pass(membership: Membership, lots: list[Source], today: date) -> Item:
    plan, has_begun = membership.plan, membership.valid_from <= today
    return {
        "name": plan.name,
        "where": plan.space.name if plan.space else _("The whole network"),
        "when": _when(membership, has_begun=has_begun),
        "lots": [_lot(lot) for lot in lots if has_begun],
    }


def _when(membership: Membership, *, has_begun: bool) -> str:
    if not has_begun:
        return _("from %(day)s") % {"day": dates.day_long(membership.valid_from)}
    if membership.valid_through:
        return _("until %(day)s") % {"day": dates.day_long(membership.valid_through)}
    return ""


def _lot(lot: Source) -> Item:
    unit, amount = lot.entitlement.unit, lot.entitlement.amount
    said = {"left": wording.counted(unit, lot.left), "amount": wording.counted(unit, amount)}
    until = _("until %(day)s") % {"day": dates.day_long(lot.last_on)} if lot.last_on else ""
    return {"left": _("%(left)s left of %(amount)s") % said, "until": until}


def _movement(entry: LedgerEntry, booked: dict[Any, Booking]) -> Item:
    booking = booked.get(entry.booking)
    said = wording.counted(entry.entitlement.unit, abs(entry.amount))
    return {
        "day": dates.day_long(localdate(entry.created_at)),
        "kind": entry.get_kind_display(),
        "amount": f"+{said}" if entry.amount > 0 else f"−{said}",
        "for": f"{booking.resource.name}, {dates.when(booking.start_at, None, booking.zone)}"
        if booking
        else entry.reason,
        "url": booking.get_absolute_url() if booking else "",
    }
