"""Dates and events as the components show them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import BooleanField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.models import Attendance, Event, Occurrence, Status

Item = dict[str, Any]

STATUS_KINDS: dict[str, str] = {Status.CANCELLED: "cancelled", Status.POSTPONED: "cancelled", Status.FULL: "full"}


def by_day(dates: Iterable[Occurrence], *, first_on: date) -> list[Item]:
    """For the component `agenda`: what began before the first day shown stands on that day."""
    ordered = sorted(dates, key=lambda one: (max(one.first_on, first_on), one.start_at, one.pk))
    days = groupby(ordered, key=lambda one: max(one.first_on, first_on))
    return [{"date": day, "entries": [item(one) for one in ones]} for day, ones in days]


def item(occurrence: Occurrence) -> Item:
    """One date, for the component `agenda-item`."""
    event = occurrence.event
    status = occurrence.effective_status
    return {
        "url": occurrence.get_absolute_url(),
        "title": event.title,
        "start": occurrence.start_at,
        "end": occurrence.end_at,
        "zone": event.time_zone,
        "tags": [concept.label for concept in event.types.all()],
        "place": place_of(event),
        "notes": list(_notes(event)),
        "status": "" if status == Status.SCHEDULED else Status(status).label,
        "status_kind": STATUS_KINDS.get(status, "soon"),
        "cancelled": status == Status.CANCELLED,
        "was": occurrence.previous_start_at,
    }


def place_of(event: Event) -> str:
    """Where, in a few words."""
    if event.space is None:
        return event.place or (_("Online") if event.attendance == Attendance.ONLINE else "")
    where = event.place or event.space.name
    return f"{where}, {event.space.city}" if event.space.city else where


def facts_of(event: Event) -> list[Item]:
    """What to know before coming, for the component `facts`."""
    facts: list[Item] = []
    if event.space:
        address = " ".join(part for part in (event.space.postal_code, event.space.city) if part)
        detail = ", ".join(part for part in (event.space.street, address) if part)
        url = event.space.get_absolute_url()
        facts.append({"icon": "map-pin", "label": _("Where"), "value": event.space.name, "url": url, "detail": detail})
    if event.place:
        facts.append({"icon": "flag", "label": _("Exact place"), "value": event.place})
    if event.attendance != Attendance.IN_PERSON:
        facts.append({"icon": "video", "label": _("Attendance"), "value": event.get_attendance_display()})
    facts.append({"icon": "ticket", "label": _("Price"), "value": _("Free entry") if event.is_free else event.price})
    if event.capacity:
        said = ngettext("%(count)s person at most", "%(count)s people at most", event.capacity)
        facts.append({"icon": "users", "label": _("Capacity"), "value": said % {"count": event.capacity}})
    boxes = [event._meta.get_field(f"for_{code}") for code in event.accessible_to]
    if served := [str(box.verbose_name) for box in boxes if isinstance(box, BooleanField)]:
        facts.append({"icon": "accessibility", "label": _("Accessible to"), "value": ", ".join(served)})
    return facts


def _notes(event: Event) -> Iterator[str]:
    if event.attendance == Attendance.MIXED:
        yield _("in person and online")
    elif event.attendance == Attendance.ONLINE and event.space:
        yield _("online")
    yield _("free entry") if event.is_free else event.price
