"""Dates and events as the components show them."""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from itertools import groupby
from typing import Any

from django.db.models import BooleanField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.agenda import wording
from events.agenda.models import Attendance, Event, Occurrence, Status
from maillage.base import clock, dates, telephone
from spaces.catalogue.models import Space

Item = dict[str, Any]

STATUS_KINDS: dict[str, str] = {Status.CANCELLED: "cancelled", Status.POSTPONED: "cancelled", Status.FULL: "full"}


def by_day(found: Iterable[Occurrence], *, first_on: date, zone: tzinfo, here: Space | None = None) -> list[Item]:
    """For the component `agenda`: what began before the first day shown stands on that day. `zone`: today's.

    `here`: the space whose own page shows them, that needs not be named again.
    """
    ordered = sorted(found, key=lambda one: (max(one.first_on, first_on), one.start_at, one.pk))
    days = groupby(ordered, key=lambda one: max(one.first_on, first_on))
    return [
        {"date": day, "near": dates.from_today(day, zone), "entries": [item(one, on=day, here=here) for one in ones]}
        for day, ones in days
    ]


def item(occurrence: Occurrence, *, on: date | None = None, here: Space | None = None) -> Item:
    """One date, for the component `agenda-item`, as it reads under the day `on` (its first one unless said)."""
    event = occurrence.event
    status = occurrence.effective_status
    is_over = occurrence.end_at <= clock.now()
    said, kind = standing(occurrence)
    return {
        "url": occurrence.get_absolute_url(),
        "title": event.title,
        "start": occurrence.start_at,
        "end": occurrence.end_at,
        "zone": event.time_zone,
        **_other_days(occurrence, on or occurrence.first_on),
        **_moved(occurrence),
        "tags": [concept.label for concept in event.types.all()],
        "place": _place(occurrence, here),
        "notes": list(_notes(event, status)),
        "status": pgettext("date of an event", "over") if is_over else said,
        "status_kind": "over" if is_over else kind,
        "cancelled": status == Status.CANCELLED,
        "over": is_over,
    }


def standing(occurrence: Occurrence) -> tuple[str, str]:
    """How a date differs from what was planned, and its kind for the component `status`; no words where it does not."""
    status = occurrence.effective_status
    said = "" if status == Status.SCHEDULED else str(Status(status).label)
    return said, STATUS_KINDS.get(status, "soon")


def _other_days(occurrence: Occurrence, on: date) -> Item:
    """The day that it began or ends on, in words, when that is not `on`: an hour alone would be misread."""
    since = "" if occurrence.first_on >= on else _("since %(day)s") % {"day": dates.day_long(occurrence.first_on)}
    return {"since": since, "until": "" if occurrence.last_on <= on else dates.day_long(occurrence.last_on)}


def _moved(occurrence: Occurrence) -> Item:
    """When it was to be: an hour of the same day, else another day in words."""
    was, event = occurrence.previous_start_at, occurrence.event
    if was is None:
        return {"previous": None, "was": None, "was_on": ""}
    day = dates.local(was, event.zone).date()
    if day == occurrence.first_on:
        return {"previous": was, "was": was, "was_on": ""}
    return {"previous": was, "was": None, "was_on": _("instead of %(day)s") % {"day": dates.day_long(day)}}


def _place(occurrence: Occurrence, here: Space | None) -> str:
    """Where to be on that date; nothing on the page of that very space."""
    event = occurrence.event
    if occurrence.effective_status == Status.MOVED_ONLINE:
        return _("Online")
    return event.place if here and event.space == here else place_of(event)


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
        where, detail = event.space.name, event.space.postal_address
        url = event.public_space.get_absolute_url() if event.public_space else ""
        facts.append({"icon": "map-pin", "label": _("Where"), "value": where, "url": url, "detail": detail})
    if rooms := [room.name for room in event.resources.all() if room.is_active]:
        facts.append({"icon": "door-open", "label": _("Room"), "value": ", ".join(rooms)})
    if event.place:
        facts.append({"icon": "flag", "label": _("Exact place"), "value": event.place})
    if event.attendance != Attendance.IN_PERSON:
        attendance = capfirst(event.get_attendance_display())
        facts.append({"icon": "video", "label": _("Attendance"), "value": attendance, "url": event.online_url})
    if audiences := [concept.label for concept in event.audiences.all()]:
        facts.append({"icon": "users-round", "label": _("For whom"), "value": "\u00a0· ".join(audiences)})
    if price := wording.price(event, _("Free entry")):
        facts.append({"icon": "ticket", "label": _("Price"), "value": price})
    if event.capacity:
        said = ngettext("%(count)s person at most", "%(count)s people at most", event.capacity)
        facts.append({"icon": "users", "label": _("Capacity"), "value": said % {"count": event.capacity}})
    boxes = [event._meta.get_field(f"for_{code}") for code in event.accessible_to]
    if served := [str(box.verbose_name) for box in boxes if isinstance(box, BooleanField)]:
        said = "\u00a0· ".join(served)
        facts.append({"icon": "accessibility", "label": _("Accessible to"), "value": said, "is_labelled": True})
    return facts


def contacts_of(phone: str, email: str) -> list[Item]:
    """How to ask before coming, for the component `facts`."""
    contacts = [
        {"icon": "phone", "label": _("Telephone"), "value": telephone.spaced(phone), "url": telephone.link(phone)},
        {"icon": "mail", "label": _("E-mail"), "value": email, "url": f"mailto:{email}"},
    ]
    given = [one for one in contacts if one["value"]]
    return [given[0] | {"label": _("Enquiries"), "is_labelled": True}, *given[1:]] if given else []


def _notes(event: Event, status: str) -> Iterator[str]:
    """How to attend, unless its place says so, and for what price."""
    if status != Status.MOVED_ONLINE and event.attendance == Attendance.MIXED:
        yield _("in person and online")
    elif status != Status.MOVED_ONLINE and event.attendance == Attendance.ONLINE and event.space:
        yield _("online")
    if price := wording.price(event, _("free entry")):
        yield price
