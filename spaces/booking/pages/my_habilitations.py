"""The trainings that somebody has followed: what still counts, what ends soon, what to do."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from spaces.booking.models import HabilitationGrant
from spaces.booking.services.training_reminders import AHEAD

Item = dict[str, Any]


def my_habilitations_page(person: Any) -> Item:
    """The latest first; replaced ones are left out. One query, however many."""
    today = clock.today(get_current_timezone())
    given = HabilitationGrant.objects.filter(person=person).exclude(revoked_at__isnull=False, revoked_by=None)
    grants = given.select_related("habilitation", "space").order_by("-granted_at", "-pk")
    return {
        "breadcrumb": [{"label": _("My bookings"), "url": reverse("booking:mine")}, {"label": _("My training")}],
        "grants": [_line(one, today) for one in grants],
        "find_url": reverse("booking:find"),
    }


def _line(given: HabilitationGrant, today: date) -> Item:
    kind, status, what_to_do = _standing(given, today)
    return {
        "name": str(given.habilitation),
        "where": _("Given by %(space)s") % {"space": given.space} if given.space else _("For the whole network"),
        "space_url": given.space.get_absolute_url() if given.space else "",
        "kind": kind,
        "status": status,
        "evidence": given.evidence,
        "evidence_url": given.evidence_path,
        "what_to_do": what_to_do,
    }


def _standing(given: HabilitationGrant, today: date) -> tuple[str, str, str]:
    """The kind of the component `status`, its words, and what to do."""
    if given.revoked_at is not None:
        return "cancelled", _("withdrawn"), given.revoked_reason
    if given.valid_until is None:
        return "confirmed", _("valid for good"), ""
    day = {"day": dates.day_long(given.valid_until)}
    team = {"space": given.space.name} if given.space else None
    ask = (
        _("Ask the team of %(space)s how to renew it.") % team if team else _("Ask a team that teaches it to renew it.")
    )
    if given.valid_until < today:
        return "cancelled", _("ended on %(day)s") % day, ask
    if given.valid_until <= today + AHEAD:
        return "pending", _("ends on %(day)s") % day, ask
    return "confirmed", _("valid until %(day)s") % day, ""
