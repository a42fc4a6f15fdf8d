"""The dates of an event and the rooms it takes, made when it is published.

The way: the editor publishes → Wagtail writes the event and its schedules → `settle` (in the same
transaction) makes the dates that the schedules give and reserves the rooms for each of them. A room that
is taken refuses the publication: `RoomTaken` names when, and nothing is written.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.agenda.models import Event, Occurrence, Status
from events.agenda.rules.schedule import horizon, local_days
from maillage.base import clock, dates
from maillage.base.errors import DomainError
from spaces.booking.models import Use
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.uses import release_use, use
from spaces.catalogue.models import Resource

MOST_SAID = 3

Dates = dict[datetime, datetime]


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
    """Make the dates that have come within the horizon. Returns how many events had new ones."""
    repeating = Event.objects.published().exclude(schedules__rrule="").distinct()
    rolled = 0
    for event in repeating:
        before = event.occurrences.count()
        settle(event)
        rolled += event.occurrences.count() != before
    return rolled


def planned(event: Event) -> list[Occurrence]:
    """The dates that the event would have if it were published now; nothing is written."""
    return [_occurrence(event, start, end) for start, end in sorted(_wanted_dates(event).items())]


def _wanted_dates(event: Event) -> Dates:
    until_on = horizon(clock.today(event.zone))
    return {
        start: end
        for schedule in event.schedules.all()
        for start, end in schedule.pattern.dates(event.zone, until_on=until_on)
    }


def _settle_dates(event: Event, wanted: Dates) -> bool:
    """Add what is new, take away what is gone. A single date that moves stays the same date, moved."""
    known = {occurrence.recurrence_at: occurrence for occurrence in event.occurrences.all()}
    if len(known) == len(wanted) == 1 and known.keys() != wanted.keys():
        return _move(event, next(iter(known.values())), *next(iter(wanted.items())))
    gone = [occurrence.pk for start, occurrence in known.items() if start not in wanted]
    if gone:
        Occurrence.objects.filter(pk__in=gone).delete()
    new = [_occurrence(event, start, end) for start, end in wanted.items() if start not in known]
    Occurrence.objects.bulk_create(new)
    longer = [
        _retimed(known[start], start, end, event)
        for start, end in wanted.items()
        if start in known and known[start].start_at == start and known[start].end_at != end
    ]
    Occurrence.objects.bulk_update(longer, ["end_at", "last_on", "sequence"])
    return bool(known) and bool(gone or new or longer)


def _occurrence(event: Event, start: datetime, end: datetime) -> Occurrence:
    first_on, last_on = local_days(start, end, event.zone)
    return Occurrence(event=event, start_at=start, end_at=end, first_on=first_on, last_on=last_on, recurrence_at=start)


def _retimed(occurrence: Occurrence, start: datetime, end: datetime, event: Event) -> Occurrence:
    occurrence.start_at, occurrence.end_at = start, end
    occurrence.first_on, occurrence.last_on = local_days(start, end, event.zone)
    occurrence.sequence += 1
    return occurrence


def _move(event: Event, occurrence: Occurrence, start: datetime, end: datetime) -> bool:
    occurrence.previous_start_at = occurrence.start_at
    occurrence.recurrence_at = start
    if occurrence.status == Status.SCHEDULED and occurrence.end_at > clock.now():
        occurrence.status = Status.RESCHEDULED
    _retimed(occurrence, start, end, event).save()
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
