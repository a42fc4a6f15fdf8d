"""Why a date cannot be had, in a word or two. Sentences that say what to do are in `services.refusals`."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from spaces.booking.rules.refusals import Refusal


def reason(code: str | None) -> str:
    """Why a date cannot be had, in a word or two: « déjà pris »."""
    return REASONS[Refusal(code)]() if code else ""


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
    Refusal.POOL_FULL: lambda: _("too few places left"),
    Refusal.BUFFER: lambda: _("too close to another booking"),
}
