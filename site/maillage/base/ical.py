"""Calendars out (RFC 5545, 7986): one way to write them, for every feed and every attached file.

Same entries, same bytes: nothing here reads the clock, so that an ETag is worth what it says. Text goes
through the icalendar library, which escapes it: a title cannot become a property. `write` does all;
a feed that keeps the text of its events uses `block` when they change and `assemble` when it is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar as CalendarComponent
from icalendar import Component, Event, Timezone, vDuration, vGeo, vRecur, vText, vUri
from icalendar.prop import vCategory, vDDDLists

from maillage.base.dates import is_repeated
from maillage.base.words import one_line, without_controls
from maillage.base.zones import get_zone

PRODID = "-//Maillage//Maillage//FR"
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
ENDLESS_YEARS = 5
OCTETS = 75
NO_ADDRESS = "invalid:nomail"  # an ORGANIZER must have one; programs show its name
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
ZoneYears = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One VEVENT. `start` and `end` are aware datetimes of a named zone, or dates for whole days (`end` exclusive).

    An hour that a clock shows twice is read as the first of the two (RFC 5545, 3.3.5): what touches one is written in
    UTC, unless it is repeated, since a series keeps to the clock of its place.
    A changed date of a repeated entry is an Entry of its own: same `uid`, `recurrence_at` set.
    Texts are plain, addresses are URIs.
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
    status: Status = "CONFIRMED"
    sequence: int = 0
    created_at: datetime | None = None
    changed_at: datetime | None = None
    organiser: str = ""
    organiser_email: str = ""
    transparent: bool = False
    rrule: str = ""
    rdates: tuple[datetime | date, ...] = ()
    exdates: tuple[datetime | date, ...] = ()
    recurrence_at: datetime | date | None = None
    image_url: str = ""
    conference_url: str = ""

    def __post_init__(self) -> None:
        moments = [moment for moment in self.moments if isinstance(moment, datetime)]
        if any(moment.tzinfo is None for moment in (*moments, self.stamp)):
            raise ValueError("a calendar takes aware instants only")
        if isinstance(self.start, datetime) != isinstance(self.end, datetime):
            raise ValueError("an entry starts and ends with instants, or with days")

    @property
    def period(self) -> tuple[datetime | date, datetime | date]:
        """Its start and end as they are written."""
        both = (self.start, self.end)
        told = [moment for moment in both if isinstance(moment, datetime)]
        if self.rrule or self.rdates or not any(map(is_repeated, told)):
            return both
        return told[0].astimezone(UTC), told[1].astimezone(UTC)

    @property
    def moments(self) -> list[datetime | date]:
        """All its dates."""
        own = [*self.period, *self.rdates, *self.exdates]
        return own if self.recurrence_at is None else [*own, self.recurrence_at]


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
    return assemble(
        (block(entry) for entry in entries),
        zones=zone_years(entries),
        name=name,
        source_url=source_url,
        color=color,
        language=language,
        refresh=refresh,
    )


def assemble(
    blocks: Iterable[str],
    *,
    zones: ZoneYears,
    name: str,
    source_url: str = "",
    color: str = "",
    language: str = "fr",
    refresh: timedelta = REFRESH,
) -> str:
    """A calendar around the text of its entries, as `block` gives it, and their `zone_years`."""
    calendar = CalendarComponent()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _line(name), parameters={"LANGUAGE": language})
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    if color:
        calendar.add("color", _line(color))
    if source_url:
        calendar.add("source", _uri(source_url), parameters={"VALUE": "URI"})
    head, foot = _folded(calendar).split("END:VCALENDAR")
    described = (_zone_block(key, *years) for key, years in sorted(zones.items()))
    return "".join([head, *described, *blocks, "END:VCALENDAR", foot])


def block(entry: Entry) -> str:
    """The VEVENT of an entry as text, to be kept or put into a calendar at once."""
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", entry.stamp)
    start, end = entry.period
    event.add("dtstart", _moment(start))
    event.add("dtend", _moment(end))
    if entry.recurrence_at:
        event.add("recurrence-id", _moment(entry.recurrence_at))
    if entry.rrule:
        event.add("rrule", vRecur.from_ical(entry.rrule))
    for name, dates in (("rdate", entry.rdates), ("exdate", entry.exdates)):
        if dates:
            event.add(name, _dates(dates))
    event.add("summary", _line(entry.summary))
    event.add("status", entry.status)
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT" if entry.transparent else "OPAQUE")
    _add_details(event, entry)
    _add_links(event, entry)
    return _folded(event)


def zone_years(entries: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """The zones of the entries, each with the years that its VTIMEZONE must cover."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        margin = ENDLESS_YEARS if entry.rrule else 1
        for moment in entry.moments:
            zone = moment.tzinfo if isinstance(moment, datetime) else None
            if isinstance(zone, ZoneInfo) and zone.key != "UTC":
                last = max(moment.year, entry.stamp.year if entry.rrule else 0) + margin
                years.setdefault(zone.key, set()).update((moment.year, last))
    return {key: (min(found), max(found)) for key, found in years.items()}


def _add_details(event: Event, entry: Entry) -> None:
    if entry.description:
        event.add("description", _Text(without_controls(entry.description)))
    if entry.location:
        event.add("location", _line(entry.location))
    if entry.latitude is not None and entry.longitude is not None:
        event.add("geo", vGeo((round(entry.latitude, 6), round(entry.longitude, 6))))
    if entry.categories:
        categories = vCategory([])
        categories.cats = [_line(text) for text in entry.categories]
        event.add("categories", categories)
    for name, at in (("created", entry.created_at), ("last-modified", entry.changed_at)):
        if at:
            event.add(name, at)


def _add_links(event: Event, entry: Entry) -> None:
    if entry.url:
        event.add("url", _uri(entry.url))
    if entry.organiser:
        address = f"mailto:{entry.organiser_email}" if entry.organiser_email else NO_ADDRESS
        event.add("organizer", _uri(address), parameters={"CN": str(_line(entry.organiser))})
    if entry.image_url:
        event.add("image", _uri(entry.image_url), parameters={"VALUE": "URI", "DISPLAY": "BADGE"})
    if entry.conference_url:
        event.add("conference", _uri(entry.conference_url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})


@lru_cache(maxsize=256)
def _zone_block(key: str, first_year: int, last_year: int) -> str:
    """The VTIMEZONE of a zone, with each change of its clock in these years."""
    first, last = date(first_year, 1, 1), date(last_year + 1, 1, 1)
    component = Timezone.from_tzinfo(get_zone(key), key, first, last)
    component.pop("COMMENT")
    for change in component.subcomponents:
        # The library writes the hour that a clock is put forward to; RFC 5545 wants the one it leaves.
        skipped = max(change.TZOFFSETTO - change.TZOFFSETFROM, timedelta(0))
        change.DTSTART -= skipped
        if others := change.rdates:
            change["RDATE"] = vDDDLists([at - skipped for at, _end in others])
    return _folded(component)


def _dates(dates: tuple[datetime | date, ...]) -> vDDDLists:
    values = vDDDLists([_moment(moment) for moment in dates])
    if not isinstance(dates[0], datetime):
        values.params["VALUE"] = "DATE"
    return values


def _moment(moment: datetime | date) -> datetime | date:
    """Instants of a zone without name are written in UTC."""
    if isinstance(moment, datetime) and not isinstance(moment.tzinfo, ZoneInfo):
        return moment.astimezone(UTC)
    return moment


class _Text(vText):
    """TEXT as RFC 5545 escapes it; the library would also read `\\N` in a text as a new line."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def _line(text: str) -> _Text:
    """Text on one line."""
    return _Text(one_line(text))


def _uri(address: str) -> vUri:
    """An address that can hold neither a space nor a new line."""
    return vUri(quote(without_controls(address), safe="%:/?#[]@!$&'()*+,;=-._~"))


def _folded(component: Component) -> str:
    return "".join(f"{_fold(line)}\r\n" for line in component.content_lines(sorted=False) if line)


def _fold(line: str) -> str:
    """A line in pieces of 75 octets, which cut neither a character nor a backslash from what it escapes.

    The library's folding, letter by letter, takes half of the time of a feed.
    """
    rest, room, pieces = line.encode(), OCTETS, []
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        backslashes = cut - len(rest[:cut].rstrip(b"\\"))
        cut -= backslashes % 2
        pieces.append(rest[:cut])
        rest, room = rest[cut:], OCTETS - 1
    return b"\r\n ".join([*pieces, rest]).decode()
