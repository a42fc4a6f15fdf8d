"""Why a date cannot be had, in a word or two. Sentences that say what to do are in `services.refusals`."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from spaces.booking.rules.refusals import Refusal


def reason(code: str | None) -> str:
    """Why a date cannot be had, in a word or two: « déjà pris »."""
    return REASONS[Refusal(code)]() if code else ""


def of_day(codes: Collection[Refusal]) -> str:
    """Why nothing is free on a day, from the codes of its starts, in a cell: « complet », « trop tard »."""
    match Refusal.of_day(codes):
        case None if Refusal.IN_THE_PAST in codes:
            return pgettext("a day", "nothing left")
        case None:
            return _("too long") if codes else pgettext("a day", "closed")
        case Refusal.TOO_SOON:
            return pgettext("a day", "too late")
        case Refusal.TOO_FAR:
            return pgettext("a day", "not yet")
        case Refusal.TOO_SHORT | Refusal.TOO_LONG | Refusal.BLOCKED as code:
            return reason(code)
    return pgettext("a day", "full")


REASONS = {
    Refusal.IN_THE_PAST: lambda: _("in the past"),
    Refusal.TOO_SHORT: lambda: _("too short"),
    Refusal.TOO_LONG: lambda: _("too long"),
    Refusal.CLOSED: lambda: pgettext("a date", "closed"),
    Refusal.OFF_GRID: lambda: _("not one of the times on offer"),
    Refusal.TOO_SOON: lambda: _("too late to book"),
    Refusal.TOO_FAR: lambda: _("too far ahead to book yet"),
    Refusal.NOT_ALLOWED: lambda: _("ask the team"),
    Refusal.HABILITATION_MISSING: lambda: _("training needed"),
    Refusal.HABILITATION_EXPIRED: lambda: _("training no longer valid"),
    Refusal.QUOTA: lambda: _("more than one person may book"),
    Refusal.BLOCKED: lambda: _("out of service"),
    Refusal.ALREADY_BOOKED: lambda: _("already taken"),
    Refusal.POOL_FULL: lambda: _("too few left"),
    Refusal.BUFFER: lambda: _("too close to another booking"),
}
