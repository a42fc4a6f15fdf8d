"""What happened to a booking, the latest first. People and reasons are named to the team only."""

from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates
from maillage.curation.models import AuditEvent
from spaces.booking import wording
from spaces.booking.given_back import with_passes
from spaces.booking.models import Booking, State
from spaces.booking.pass_wording import taken_in_all
from spaces.booking.rules.outlay import beyond
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.passes import added_up
from spaces.catalogue.permissions import can_staff

Item = dict[str, Any]


def history(booking: Booking, reader: Any) -> list[Item]:
    """The items of the component `timeline`. One query, up to three where it has let go of what passes had paid."""
    is_team = can_staff(reader, booking.resource.space)
    events = AuditEvent.objects.filter(subject_type=Booking._meta.label_lower, subject_uuid=booking.uuid)
    items = [
        {
            "when": dates.when(event.at, None, booking.zone),
            "title": _title(event),
            "text": " · ".join(part for part in _parts(event, booking, reader, is_team) if part),
        }
        for event in events.select_related("actor")
    ]
    if items and booking.state not in State.HOLDING:  # the latest is that it let go of its place
        given_back = with_passes("", [booking]).strip()
        items[0]["text"] = " · ".join(part for part in (items[0]["text"], given_back) if part)
    return items


def _title(event: AuditEvent) -> str:
    """Who waits for an answer has not booked yet."""
    is_request = event.action == "booked" and (event.after or {}).get("state") == State.PENDING
    action = "requested" if is_request else event.action
    return HISTORY[action]() if action in HISTORY else event.label


def _parts(event: AuditEvent, booking: Booking, reader: Any, is_team: bool) -> list[str]:
    # Reasons for going beyond a rule are the team's; those of a refusal are for the person.
    reason = event.reason if is_team or event.action == "refused" else ""
    return [
        _who(event, booking, reader, is_team),
        _("with the link of an e-mail") if (event.after or {}).get("by_link") else "",
        _changes(event, booking),
        _of_passes(event),
        _overridden(event) if is_team else "",
        reason,
    ]


def _who(event: AuditEvent, booking: Booking, reader: Any, is_team: bool) -> str:
    is_guests = event.action in BY_GUESTS or (event.after or {}).get("by_link")
    is_guests = is_guests or (event.action == "moved" and not event.reason)  # a clock that changes says which
    if event.actor is None and booking.guest_email and is_guests:
        return _("by %(name)s") % {"name": wording.who(booking)} if is_team else _("by you")
    if event.actor is None:
        return ""
    if event.actor_id == reader.pk:
        return _("by you")
    if is_team:
        return _("by %(name)s") % {"name": event.actor}
    return _("by the team of %(space)s") % {"space": booking.resource.space.name}


def _changes(event: AuditEvent, booking: Booking) -> str:
    """What a move changed: « était mardi 16 juin, 10 h – 12 h, est mardi 16 juin, 14 h – 16 h »."""
    before, after = event.before or {}, event.after or {}
    said = []
    if event.action == "moved" and "resource" in before:
        names = {"before": before["resource"]["name"], "after": after["resource"]["name"]}
        said.append(_("%(before)s, now %(after)s") % names)
    if event.action == "moved" and ("start_at" in before or "end_at" in before):
        said += [_moment(name, before, after, booking.zone) for name in ("start_at", "end_at") if name in before]
    if event.action == "moved" and "seats" in before:
        said.append(_("%(before)s, now %(after)s") % _seats(before, after, booking))
    if event.action == "moved" and (before.get("price_cents") or 0) != (after.get("price_cents") or 0):
        prices = {"before": _price(before, booking), "after": _price(after, booking)}
        said.append(_("%(before)s, now %(after)s") % prices)
    return " · ".join(said)


def _price(values: dict[str, Any], booking: Booking) -> str:
    """What it cost before a move, or after."""
    if values["price_cents"]:
        return wording.including_vat(values["price_cents"], booking.currency)
    return _("covered by a pass") if values.get("passes") else _("free of charge")


def _of_passes(event: AuditEvent) -> str:
    """What it took of passes; of a move, besides what that gave back."""
    before, after = (added_up((values or {}).get("passes", ())) for values in (event.before, event.after))
    more, less = taken_in_all(beyond(after, before)), taken_in_all(beyond(before, after))
    takes = _("also takes %(taken)s") if any(one.amount for one in before) else _("takes %(taken)s")
    said = [takes % {"taken": more} if more else "", _("gives back %(taken)s") % {"taken": less} if less else ""]
    return " · ".join(part for part in said if part)


def _seats(before: dict[str, Any], after: dict[str, Any], booking: Booking) -> dict[str, str]:
    """How many; of another resource than now their name is not known."""
    counted = booking.resource.counted if "resource" not in before else "× {}".format
    return {"before": counted(before["seats"]), "after": counted(after["seats"])}


def _moment(name: str, before: dict[str, Any], after: dict[str, Any], zone: tzinfo) -> str:
    said = {side: dates.when(datetime.fromisoformat(values[name]), None, zone)
            for side, values in (("before", before), ("after", after))}  # fmt: skip
    if name == "start_at":
        return _("start %(before)s, now %(after)s") % said
    return _("end %(before)s, now %(after)s") % said


def _overridden(event: AuditEvent) -> str:
    """Which rules of the place somebody went beyond."""
    codes = (event.after or {}).get("overridden", [])
    if not codes:
        return ""
    rules = ", ".join(RULES[code]() for code in codes if code in RULES)
    return _("beyond the rules: %(rules)s") % {"rules": rules}


BY_GUESTS = frozenset({"held", "confirmed", "cancelled", "checked_in"})  # which the clock never does
RULES = {
    Refusal.IN_THE_PAST: lambda: _("a time that has passed"),
    Refusal.TOO_SHORT: lambda: _("shortest duration"),
    Refusal.TOO_LONG: lambda: _("longest duration"),
    Refusal.CLOSED: lambda: _("opening hours"),
    Refusal.OFF_GRID: lambda: _("times on offer"),
    Refusal.TOO_SOON: lambda: _("notice"),
    Refusal.TOO_FAR: lambda: _("how far ahead"),
    Refusal.NOT_ALLOWED: lambda: _("who may book"),
    Refusal.HABILITATION_MISSING: lambda: _("training missing"),
    Refusal.HABILITATION_EXPIRED: lambda: _("training no longer valid"),
    Refusal.QUOTA: lambda: _("quota"),
    Refusal.BUFFER: lambda: _("time between two bookings"),
}

HISTORY = {
    "booked": lambda: _("Booked"),
    "requested": lambda: pgettext("a booking", "Requested"),
    "held": lambda: _("Kept for a while"),
    "offered": lambda: _("Offered by the waiting list, and kept for a while"),
    "confirmed": lambda: pgettext("a booking", "Confirmed"),
    "approved": lambda: _("Accepted"),
    "refused": lambda: pgettext("a booking", "Refused"),
    "cancelled": lambda: pgettext("a booking", "Cancelled"),
    "moved": lambda: _("Moved"),
    "clock_changed": lambda: _("Its hour has changed with the time zone"),
    "checked_in": lambda: pgettext("a booking", "Arrived"),
    "released": lambda: _("Given back: nobody came"),
    "undone": lambda: _("Expected again: it was a mistake"),
    "kept": lambda: _("Kept without the training"),
    "expired": lambda: pgettext("a booking", "Expired"),
    "imported": lambda: _("Taken over from another tool"),
}
