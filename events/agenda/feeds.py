"""The agenda as data: iCalendar, RSS, JSON, CSV."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid5
from xml.sax.saxutils import escape

from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.agenda.documents import occurrence_document
from events.agenda.items import place_of
from events.agenda.models import Attendance, Event, Occurrence, Status
from maillage.base import dates, ical
from maillage.base.feeds import csv_lines
from maillage.base.models import Network

ICS = "text/calendar; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"

COLUMNS = (
    "id", "evenement", "titre", "resume", "debut", "fin", "fuseau_horaire", "statut", "types", "lieu", "commune",
    "latitude", "longitude", "gratuit", "tarif", "url",
)  # fmt: skip


def calendar(found: list[Occurrence], request: HttpRequest) -> str:
    """The events of these dates, each with all its dates: a calendar follows an event, not a page of a list."""
    network = Network.for_request(request)
    events = {one.event_id: one.event for one in found}
    entries = [entry for event in events.values() for entry in event_entries(event, request)]
    name = _("Agenda of %(network)s") % {"network": network.name}
    return ical.write(entries, name=name, source_url=request.build_absolute_uri(), color="goldenrod")


def event_calendar(event: Event, request: HttpRequest) -> str:
    """One event, to add to a calendar."""
    return ical.write(list(event_entries(event, request)), name=event.title, source_url=request.build_absolute_uri())


def event_entries(event: Event, request: HttpRequest) -> Iterator[ical.Entry]:
    """One entry per schedule, and one for each of its dates that differs."""
    dates_ = list(event.occurrences.all())
    for number, schedule in enumerate(event.schedules.all()):
        pattern = schedule.pattern
        entry = _entry(
            event, request, start=pattern.start.replace(tzinfo=event.zone), end=pattern.end.replace(tzinfo=event.zone)
        )
        excluded = sorted(at for at in pattern.excluded if isinstance(at, datetime))
        excluded += [
            datetime.combine(on, pattern.start.time()) for on in pattern.excluded if not isinstance(on, datetime)
        ]
        yield replace(
            entry,
            uid=event.uuid if number == 0 else uuid5(event.uuid, str(schedule.pk)),
            rrule=pattern.rrule,
            rdates=tuple(at.replace(tzinfo=event.zone) for at in pattern.rdates),
            exdates=tuple(sorted(at.replace(tzinfo=event.zone) for at in excluded)),
        )
    for one in dates_:
        if one.status != Status.SCHEDULED and len(dates_) > 1:
            yield _changed_entry(one, request)


def _changed_entry(one: Occurrence, request: HttpRequest) -> ical.Entry:
    zone = one.event.zone
    entry = _entry(one.event, request, start=one.start_at.astimezone(zone), end=one.end_at.astimezone(zone))
    status = "CANCELLED" if one.effective_status == Status.CANCELLED else entry.status
    return replace(
        entry,
        summary=_marked(one, one.event.title),
        status=status,
        sequence=entry.sequence + one.sequence,
        recurrence_at=one.recurrence_at.astimezone(zone),
    )


def _entry(event: Event, request: HttpRequest, *, start: datetime, end: datetime) -> ical.Entry:
    url = request.build_absolute_uri(event.get_absolute_url())
    words = [event.summary, strip_tags(event.body.replace("</p>", "\n")).strip(), url]
    cancelled = event.status == Status.CANCELLED
    return ical.Entry(
        uid=event.uuid,
        stamp=event.updated_at,
        start=start,
        end=end,
        summary=_("Cancelled: %(title)s") % {"title": event.title} if cancelled else event.title,
        description="\n\n".join(part for part in words if part),
        location=_address(event),
        latitude=event.space.latitude if event.space else None,
        longitude=event.space.longitude if event.space else None,
        url=url,
        categories=tuple(concept.label for concept in event.types.all()),
        status="CANCELLED" if cancelled else "TENTATIVE" if event.status == Status.POSTPONED else "CONFIRMED",
        sequence=event.sequence,
        created_at=event.created_at,
        changed_at=event.updated_at,
        conference_url=event.online_url if event.attendance != Attendance.IN_PERSON else "",
    )


def _address(event: Event) -> str:
    if event.space is None:
        return event.place
    town = " ".join(part for part in (event.space.postal_code, event.space.city) if part)
    return ", ".join(part for part in (event.place, event.space.name, event.space.street, town) if part)


def json_text(found: list[Occurrence], request: HttpRequest) -> str:
    """`{"occurrences": […]}`"""
    documents = [occurrence_document(one, request.build_absolute_uri) for one in found]
    return json.dumps({"occurrences": documents}, ensure_ascii=False)


def csv_text(found: list[Occurrence], request: HttpRequest) -> str:
    """One line per date."""
    return "".join(csv_lines(COLUMNS, (_row(one, request) for one in found)))


def _row(one: Occurrence, request: HttpRequest) -> list[Any]:
    said = occurrence_document(one, request.build_absolute_uri)
    types = "|".join(concept["code"] for concept in said["types"])
    return [
        said["id"], said["event"], said["title"], said["summary"], said["start"], said["end"], said["time_zone"],
        said["status"], types, said["place"], said["city"], said["latitude"], said["longitude"],
        int(said["is_free"]), said["price"], said["url"],
    ]  # fmt: skip


def rss(found: list[Occurrence], request: HttpRequest) -> str:
    """The dates to come, the next first."""
    network = Network.for_request(request)
    feed = Rss201rev2Feed(
        title=_("Agenda of %(network)s") % {"network": network.name},
        link=request.build_absolute_uri(reverse("agenda:list")),
        description=network.tagline or network.name,
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for one in found:
        said = [dates.when(one.start_at, one.end_at, one.event.time_zone), place_of(one.event), one.event.summary]
        feed.add_item(
            title=_marked(one, one.event.title),
            link=request.build_absolute_uri(one.get_absolute_url()),
            description=escape(" · ".join(part for part in said if part)),
            unique_id=f"urn:uuid:{one.uuid}",
            unique_id_is_permalink=False,
            pubdate=one.event.first_published_at,
            categories=[concept.label for concept in one.event.types.all()],
        )
    return feed.writeString("utf-8")


def _marked(one: Occurrence, title: str) -> str:
    """Readers that know nothing of statuses must still learn of a cancellation."""
    return _("Cancelled: %(title)s") % {"title": title} if one.effective_status == Status.CANCELLED else title
