"""Events as iCalendar entries (RFC 5545): one per schedule, and one for each of its dates that differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.agenda.models import Attendance, Event, Occurrence, Schedule, Status
from events.agenda.rules.schedule import Pattern
from maillage.base import ical, pictures
from maillage.base.feeds import Absolute
from maillage.base.instants import to_instant
from maillage.base.rich_text import paragraphs

COLOR = "goldenrod"
PICTURE_WIDTHS = (800,)
PICTURE_RATIO = (16, 9)
STATUSES: dict[str, ical.Status] = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


def to_follow(events: Iterable[Event], *, name: str, request: HttpRequest) -> str:
    """A calendar to subscribe to: it leaves one's time free."""
    absolute = request.build_absolute_uri
    entries = [replace(entry, transparent=True) for event in events for entry in event_entries(event, absolute)]
    return _write(entries, name, request)


def to_add(entries: Iterable[ical.Entry], *, name: str, request: HttpRequest) -> str:
    """What one puts into one's own calendar takes one's time, unless it is cancelled."""
    return _write([replace(entry, transparent=entry.status == "CANCELLED") for entry in entries], name, request)


def _write(entries: list[ical.Entry], name: str, request: HttpRequest) -> str:
    language, source = get_language() or "fr", request.build_absolute_uri()
    return ical.write(entries, name=name, source_url=source, color=COLOR, language=language)


def event_entries(event: Event, absolute: Absolute) -> Iterator[ical.Entry]:
    """All the dates of an event."""
    told = _told(event, absolute)
    dates = list(event.occurrences.all())
    for number, schedule in enumerate(event.schedules.all()):
        uid = event.uuid if number == 0 else uuid5(event.uuid, str(schedule.pk))
        yield from _Series(event, schedule, uid, told, absolute).entries(dates)


def date_entry(one: Occurrence, absolute: Absolute) -> ical.Entry:
    """One date alone."""
    told = replace(_told(one.event, absolute), url=absolute(one.get_absolute_url()))
    return _as_it_is(replace(told, uid=one.uuid), one)


@dataclass(frozen=True)
class _Series:
    """One schedule of an event, under one UID. `told` is an entry with all that its dates share."""

    event: Event
    schedule: Schedule
    uid: UUID
    told: ical.Entry
    absolute: Absolute

    def entries(self, dates: list[Occurrence]) -> Iterator[ical.Entry]:
        pattern, zone = self.schedule.pattern, self.event.zone
        start, end = (at.replace(tzinfo=zone) for at in (pattern.start, pattern.end))
        entry = replace(self.told, uid=self.uid, start=start, end=end)
        if not pattern.is_repeated:
            alone = next((one for one in dates if to_instant(one.recurrence_at) == to_instant(start)), None)
            yield _as_it_is(entry, alone) if alone else entry
            return
        yield replace(
            entry,
            rrule=pattern.rule_in_utc(zone),
            rdates=tuple(at.replace(tzinfo=zone) for at in pattern.rdates),
            exdates=tuple(sorted(at.replace(tzinfo=zone) for at in _excluded(pattern))),
        )
        for one in self._changed(dates, pattern):
            page = self.absolute(one.get_absolute_url())
            yield replace(_as_it_is(entry, one), recurrence_at=one.recurrence_at.astimezone(zone), url=page)

    def _changed(self, dates: list[Occurrence], pattern: Pattern) -> list[Occurrence]:
        """Dates of this schedule that are not as it says."""
        changed = [one for one in dates if one.is_changed]
        if not changed:
            return []
        last_on = max(one.recurrence_at for one in changed).astimezone(self.event.zone).date()
        own = {start for start, _end in pattern.dates(self.event.zone, until_on=last_on)}
        return [one for one in changed if one.recurrence_at in own]


def _as_it_is(entry: ical.Entry, one: Occurrence) -> ical.Entry:
    """The entry at the time and in the state of one date. Some programs know no status: the title says it too."""
    zone, status = one.event.zone, one.effective_status
    return replace(
        entry,
        start=one.start_at.astimezone(zone),
        end=one.end_at.astimezone(zone),
        summary=marked(one.event.title, status),
        status=STATUSES.get(status, "CONFIRMED"),
        sequence=entry.sequence + one.sequence,
    )


def marked(title: str, status: str) -> str:
    """The title, with what must not be missed before it."""
    if status == Status.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if status == Status.POSTPONED:
        return _("Postponed: %(title)s") % {"title": title}
    return title


def _told(event: Event, absolute: Absolute) -> ical.Entry:
    url = absolute(event.get_absolute_url())
    description = [event.summary, "\n".join(paragraphs(event.body)), event.price if not event.is_free else "", url]
    place = event.public_space
    return ical.Entry(
        uid=event.uuid,
        stamp=event.updated_at,
        start=event.updated_at,
        end=event.updated_at,
        summary=marked(event.title, event.status),
        description="\n\n".join(part for part in description if part),
        location=_address(event),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        url=url,
        categories=tuple(concept.label for concept in event.types.all()),
        status=STATUSES.get(event.status, "CONFIRMED"),
        sequence=event.sequence,
        created_at=event.created_at,
        changed_at=event.updated_at,
        organiser=", ".join(organisation.name for organisation in event.public_organisers),
        image_url=absolute(_picture(event.picture)) if event.picture else "",
        conference_url=event.online_url if event.attendance != Attendance.IN_PERSON else "",
    )


def _picture(picture: Any) -> str:
    return pictures.shown(picture, widths=PICTURE_WIDTHS, ratio=PICTURE_RATIO).url


def _address(event: Event) -> str:
    if event.space is None:
        return event.place
    return ", ".join(part for part in (event.place, event.space.name, event.space.postal_address) if part)


def _excluded(pattern: Pattern) -> Iterator[datetime]:
    for on in pattern.excluded:
        yield on if isinstance(on, datetime) else datetime.combine(on, pattern.start.time())
