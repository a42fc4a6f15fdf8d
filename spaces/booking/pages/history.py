"""What happened to a booking, the latest first. People and reasons are named to the team only."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.curation.models import AuditEvent
from spaces.booking import wording
from spaces.booking.models import Booking
from spaces.catalogue.permissions import can_staff

Item = dict[str, Any]


def history(booking: Booking, reader: Any) -> list[Item]:
    """The items of the component `timeline`. One query."""
    is_team = can_staff(reader, booking.resource.space)
    events = AuditEvent.objects.filter(subject_type=Booking._meta.label_lower, subject_uuid=booking.uuid)
    return [
        {
            "when": dates.when(event.at, None, booking.zone),
            "title": wording.history_line(event),
            "text": " · ".join(part for part in _parts(event, booking, reader, is_team) if part),
        }
        for event in events.select_related("actor")
    ]


def _parts(event: AuditEvent, booking: Booking, reader: Any, is_team: bool) -> list[str]:
    # Reasons for going beyond a rule are the team's; those of a refusal are for the person.
    reason = event.reason if is_team or event.action == "refused" else ""
    return [
        _who(event, booking, reader, is_team),
        wording.changes(event, booking.zone),
        wording.overridden(event) if is_team else "",
        reason,
    ]


def _who(event: AuditEvent, booking: Booking, reader: Any, is_team: bool) -> str:
    if event.actor is None:
        return ""
    if event.actor_id == reader.pk:
        return _("by you")
    if is_team:
        return _("by %(name)s") % {"name": event.actor}
    return _("by the team of %(space)s") % {"space": booking.resource.space.name}
