"""Dates and events as the components show them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from events.agenda.models import Attendance, Event, Occurrence, Status

Item = dict[str, Any]

STATUS_KINDS = {Status.CANCELLED: "cancelled", Status.POSTPONED: "cancelled", Status.FULL: "full"}


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


def _notes(event: Event) -> Iterator[str]:
    if event.attendance == Attendance.MIXED:
        yield _("in person and online")
    elif event.attendance == Attendance.ONLINE and event.space:
        yield _("online")
    yield _("free entry") if event.is_free else event.price
