"""Calendars out (RFC 5545, 7986): one way to write them, for every feed and every attached file.

Same entries, same bytes: nothing here reads the clock, so that an ETag is worth what it says. Text goes
through the icalendar library, which escapes it: a title cannot become a property.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar as Component
from icalendar import Event, Timezone, vDuration, vGeo, vRecur, vText, vUri

PRODID = "-//Maillage//Maillage//FR"
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
MARGIN = timedelta(days=366)
_CONTROLS = {code: None for code in range(32) if code not in (9, 10)} | {127: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One VEVENT. `start` and `end` are aware datetimes of a named zone, or dates for whole days (`end` exclusive).

    A changed date of a repeated entry is an Entry of its own: same `uid`, `recurrence_at` set.
    """

    uid: UUID
    stamp: datetime
    start: datetime | date
    end: datetime | date
    summary: str
    description: str = ""
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    status: str = "CONFIRMED"
    sequence: int = 0
    created_at: datetime | None = None
    changed_at: datetime | None = None
    organiser: str = ""
    organiser_email: str = ""
    transparent: bool = False
    rrule: str = ""
    rdates: tuple[datetime, ...] = ()
    exdates: tuple[datetime, ...] = ()
    recurrence_at: datetime | None = None
    image_url: str = ""
    conference_url: str = ""


def write(
    entries: Iterable[Entry],
    *,
    name: str,
    source_url: str = "",
    color: str = "",
    language: str = "fr",
    refresh: timedelta = REFRESH,
) -> str:
    """A whole calendar as text: CRLF, folded at 75 octets, one VTIMEZONE for each zone used."""
    entries = list(entries)
    calendar = Component()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _plain(name), parameters={"LANGUAGE": language})
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    if color:
        calendar.add("color", color)
    if source_url:
        calendar.add("source", vUri(source_url), parameters={"VALUE": "URI"})
    for zone in _zones(entries):
        calendar.add_component(zone)
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical(sorted=False).decode("utf-8")


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    if entry.recurrence_at:
        event.add("recurrence-id", entry.recurrence_at)
    if entry.rrule:
        event.add("rrule", vRecur.from_ical(entry.rrule))
    for name, dates in (("rdate", entry.rdates), ("exdate", entry.exdates)):
        for at in dates:
            event.add(name, at)
    event.add("summary", _plain(entry.summary))
    event.add("status", entry.status)
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT" if entry.transparent else "OPAQUE")
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(name, _plain(text))
    _add_details(event, entry)
    return event


def _add_details(event: Event, entry: Entry) -> None:
    if entry.latitude is not None and entry.longitude is not None:
        event.add("geo", vGeo((entry.latitude, entry.longitude)))
    if entry.categories:
        event.add("categories", [_plain(text) for text in entry.categories])
    if entry.url:
        event.add("url", vUri(entry.url))
    for name, at in (("created", entry.created_at), ("last-modified", entry.changed_at)):
        if at:
            event.add(name, at)
    if entry.organiser:
        address = f"mailto:{entry.organiser_email}" if entry.organiser_email else f"urn:uuid:{entry.uid}"
        event.add("organizer", vUri(address), parameters={"CN": vText(_plain(entry.organiser).replace('"', "'"))})
    if entry.image_url:
        event.add("image", vUri(entry.image_url), parameters={"VALUE": "URI", "DISPLAY": "BADGE"})
    if entry.conference_url:
        event.add("conference", vUri(entry.conference_url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})


def _zones(entries: list[Entry]) -> list[Timezone]:
    """The zones used, each with the changes of its clock around the dates."""
    spans: dict[str, list[date]] = {}
    for entry in entries:
        for at in (entry.start, entry.end, entry.recurrence_at, *entry.rdates):
            if isinstance(at, datetime) and isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key != "UTC":
                spans.setdefault(at.tzinfo.key, []).append(at.date())
                if entry.rrule:
                    spans[at.tzinfo.key].append(at.date() + 3 * MARGIN)
    return [
        Timezone.from_tzid(key, first_date=min(days) - MARGIN, last_date=max(days) + MARGIN)
        for key, days in sorted(spans.items())
    ]


def _plain(text: str) -> str:
    """Text without control characters; new lines stay, escaped by the library."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
