"""The dates of an event and the rooms it takes, made when it is published.

The way: the editor publishes → Wagtail writes the event and its schedules → `settle` (in the same
transaction) makes the dates that the schedules give and reserves the rooms for each of them. A room that
is taken refuses the publication: `RoomTaken` names when, and nothing is written.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.agenda.models import DateChange, Event, Occurrence, Schedule, Status
from events.agenda.rules.schedule import horizon, local_days
from maillage.base import clock, dates
from maillage.base.errors import DomainError
from maillage.base.zones import TZDATA_VERSION
from spaces.booking.models import Use
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.uses import release_use, use
from spaces.catalogue.models import Resource

MOST_SAID = 3
CHANGING = ["start_at", "end_at", "first_on", "last_on", "status", "previous_start_at", "sequence", "tzdata"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A date as it should be."""

    start_at: datetime
    end_at: datetime
    status: Status = Status.SCHEDULED


Dates = dict[datetime, PlannedDate]


class RoomTaken(DomainError):
    """A room that the event takes is not free at one of its dates. `detail["clashes"]` says what stands there."""

    def __init__(self, event: Event, room: Resource, refusal: BookingRefused) -> None:
        clashes = refusal.detail.get("clashes", [])
        said = {"room": room.name, "when": ", ".join(_said(clash, event) for clash in clashes[:MOST_SAID])}
        message = (
            _("%(room)s is taken: %(when)s. Choose another time or another room.") % said
            if clashes
            else f"{room.name}: {refusal.message}"
        )
        super().__init__(refusal.code, message, refusal.detail)


def _said(clash: dict[str, Any], event: Event) -> str:
    return dates.when(datetime.fromisoformat(clash["start"]), datetime.fromisoformat(clash["end"]), event.zone)


@transaction.atomic
def settle(event: Event) -> None:
    """Bring dates and rooms to what the event says now. Running it again changes nothing.

    Raises RoomTaken when a room is taken at one of its dates.
    """
    wanted = _wanted_dates(event)
    changed = _settle_dates(event, wanted)
    if changed:
        event.sequence += 1
        Event.objects.filter(pk=event.pk).update(sequence=event.sequence)
    _settle_rooms(event)


@transaction.atomic
def withdraw(event: Event) -> None:
    """Free the rooms of an event that is not published any more; its dates stay on it."""
    release_use(event.uuid)


def roll_ahead() -> int:
    """Make the dates that have come within the horizon. Returns how many events had new ones.

    An event whose room is taken at one of them stays as it is, to be tried again; the others go on.
    """
    repeated = Schedule.objects.exclude(rrule="").values("event")
    rolled = 0
    for event in Event.objects.published().filter(pk__in=repeated):
        before = event.occurrences.count()
        try:
            settle(event)
        except RoomTaken as refusal:
            logger.warning("No new dates for the event %s: %s", event.slug, refusal.message)
        rolled += event.occurrences.count() != before
    return rolled


def moved_by_clock(event: Event) -> list[tuple[Occurrence, datetime, PlannedDate]]:
    """Dates to come that are at another instant by today's zone data.

    What the schedules give begins with the dates that are known: those that come within the horizon come last.
    """
    known = sorted(event.occurrences.all(), key=lambda one: one.recurrence_at)
    wanted = sorted(_wanted_dates(event).items())
    if len(known) > len(wanted):
        return []
    now = clock.now()
    pairs = [(one, start, date) for one, (start, date) in zip(known, wanted, strict=False) if one.start_at > now]
    return [(one, start, date) for one, start, date in pairs if start != one.recurrence_at]


@transaction.atomic
def follow_clock(event: Event) -> None:
    """Bring them there: the same dates, at the hour that was announced; calendars are told. Raises RoomTaken."""
    moving = moved_by_clock(event)
    is_later = any(start > one.recurrence_at for one, start, _date in moving)
    for occurrence, recurrence_at, date in reversed(moving) if is_later else moving:  # no two at one start meanwhile
        if occurrence.previous_start_at == occurrence.recurrence_at:
            occurrence.previous_start_at = recurrence_at
        occurrence.recurrence_at = recurrence_at
        _timed(occurrence, date).sequence += 1
        occurrence.save()
    event.sequence += 1
    Event.objects.filter(pk=event.pk).update(sequence=event.sequence)
    _settle_rooms(event)


def planned(event: Event) -> list[Occurrence]:
    """The dates that the event would have if it were published now; nothing is written."""
    made = [_occurrence(event, recurrence_at, date) for recurrence_at, date in _wanted_dates(event).items()]
    return sorted(made, key=lambda one: one.start_at)


def _wanted_dates(event: Event) -> Dates:
    """What the schedules give, each under the start that they give it, with what its change says."""
    until_on = horizon(clock.today(event.zone))
    changes = {change.day: change for change in event.changes.all()}
    return {
        start: _as_changed(start, end, changes.get(start.astimezone(event.zone).date()), event.zone)
        for schedule in event.schedules.all()
        for start, end in schedule.pattern.dates(event.zone, until_on=until_on)
    }


def _as_changed(start: datetime, end: datetime, change: DateChange | None, zone: tzinfo) -> PlannedDate:
    if change is None:
        return PlannedDate(start, end)
    return PlannedDate(*change.move.apply(start, end, zone), Status(change.status))


def _settle_dates(event: Event, wanted: Dates) -> bool:
    """Add what is new, take away what is gone. A single date that moves stays the same date, moved."""
    known = {occurrence.recurrence_at: occurrence for occurrence in event.occurrences.all()}
    if len(known) == len(wanted) == 1 and known.keys() != wanted.keys():
        return _move(event, next(iter(known.values())), *next(iter(wanted.items())))
    gone = [occurrence.pk for start, occurrence in known.items() if start not in wanted]
    if gone:
        Occurrence.objects.filter(pk__in=gone).delete()
    new = [_occurrence(event, start, date) for start, date in wanted.items() if start not in known]
    Occurrence.objects.bulk_create(new)
    changed = [known[start] for start, date in wanted.items() if start in known and _bring_to(known[start], date)]
    Occurrence.objects.bulk_update(changed, CHANGING)
    return bool(known) and bool(gone or new or changed)


def _occurrence(event: Event, recurrence_at: datetime, date: PlannedDate) -> Occurrence:
    occurrence = Occurrence(event=event, recurrence_at=recurrence_at, status=date.status)
    occurrence.previous_start_at = recurrence_at if date.start_at != recurrence_at else None
    return _timed(occurrence, date)


def _timed(occurrence: Occurrence, date: PlannedDate) -> Occurrence:
    occurrence.start_at, occurrence.end_at = date.start_at, date.end_at
    occurrence.first_on, occurrence.last_on = local_days(date.start_at, date.end_at, occurrence.event.zone)
    occurrence.tzdata = TZDATA_VERSION
    return occurrence


def _bring_to(occurrence: Occurrence, date: PlannedDate) -> bool:
    """Whether it had to change. One that moved with its schedule goes on saying so."""
    status, previous = date.status, occurrence.recurrence_at if date.start_at != occurrence.recurrence_at else None
    if occurrence.moved_with_its_schedule and date.status == Status.SCHEDULED:
        status, previous = Status(occurrence.status), occurrence.previous_start_at
    before = occurrence.start_at, occurrence.end_at, occurrence.status, occurrence.previous_start_at
    if before == (date.start_at, date.end_at, status, previous):
        return False
    occurrence.status, occurrence.previous_start_at = status, previous
    _timed(occurrence, date).sequence += 1
    return True


def _move(event: Event, occurrence: Occurrence, recurrence_at: datetime, date: PlannedDate) -> bool:
    occurrence.previous_start_at, occurrence.recurrence_at = occurrence.start_at, recurrence_at
    occurrence.status = date.status
    if date.status == Status.SCHEDULED and occurrence.end_at > clock.now():
        occurrence.status = Status.RESCHEDULED
    _timed(occurrence, date).sequence += 1
    occurrence.save()
    return True


def _settle_rooms(event: Event) -> None:
    if not event.takes_place:
        release_use(event.uuid)
        return
    rooms = list(event.resources.all())
    taken = event.occurrences.exclude(status__in=[Status.CANCELLED, Status.POSTPONED])
    periods: list[tuple[Any, Any]] = list(taken.values_list("start_at", "end_at"))
    _leave_other_rooms(event, rooms)
    for room in rooms:
        try:
            use(room, key=event.uuid, periods=periods, label=event.title)
        except BookingRefused as refusal:
            raise RoomTaken(event, room, refusal) from refusal


def _leave_other_rooms(event: Event, rooms: list[Resource]) -> None:
    for use_ in Use.objects.filter(key=event.uuid).exclude(resource__in=rooms).select_related("resource"):
        release_use(event.uuid, resource=use_.resource)
