"""What may be a mistake in a published event. Nothing is refused: a team may well open its doors for one."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.models import Attendance, Event, Occurrence
from maillage.base import clock, dates
from maillage.base.instants import to_instant
from spaces.booking.services.closures import closed_days
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.services.opening import resource_layers, space_layers

MOST_SAID = 5


def doubts(event: Event) -> Iterator[str]:
    """Sentences for whoever has just published it."""
    to_come = [one for one in event.occurrences.upcoming(clock.now()) if not one.is_off]
    if not to_come and event.takes_place and event.occurrences.exists():
        yield _("All its dates have passed: no list of what is to come shows it. Is the year right?")
    opening = _opening(event)
    closed = _closed_among(event, opening, sorted({one.first_on for one in to_come}))
    if closed:
        message = _(
            "%(space)s is closed on %(days)s. The event is published all the same: see to it that somebody opens."
        )
        yield message % {"space": event.space, "days": _named(closed)}
    if outside := _outside(opening, [one for one in to_come if one.first_on not in closed]):
        message = _("%(space)s is not open all that time on %(days)s. The event is published all the same.")
        yield message % {"space": event.space, "days": _named(outside)}


def _opening(event: Event) -> list[OpeningLayers] | None:
    """The hours of its place, or of the rooms that it takes, where somebody said them; None: it is elsewhere."""
    rooms = list(event.resources.select_related("space"))
    if event.space is None or event.attendance == Attendance.ONLINE or (event.place and not rooms):
        return None
    found = resource_layers(rooms) if rooms else space_layers([event.space])
    return [layers for layers in found.values() if any(level.weekly for level in layers.levels)]


def _closed_among(event: Event, opening: list[OpeningLayers] | None, days: Sequence[date]) -> list[date]:
    """Days on which one of them opens at no time, or which its team has closed."""
    if event.space is None or opening is None or not days:
        return []
    plans = [layers.hours_by_day(days[0], days[-1]) for layers in opening]
    by_hours = {day for day in days if any(not plan[day][0] for plan in plans)}
    return sorted(by_hours | set(closed_days(event.space, days)))


def _outside(opening: list[OpeningLayers] | None, to_come: Sequence[Occurrence]) -> list[date]:
    """Days of dates that one of them is not open for from beginning to end."""
    found = {one.first_on for one in to_come for layers in opening or () if not _is_within(one, layers)}
    return sorted(found)


def _is_within(one: Occurrence, layers: OpeningLayers) -> bool:
    start, end = to_instant(one.start_at), to_instant(one.end_at)
    ends_on = dates.local(one.end_at, one.event.zone).date()
    return any(run.start <= start and end <= run.end for run in layers.runs(one.first_on, ends_on))


def _named(days: list[date]) -> str:
    named = ", ".join(dates.day_long(day) for day in days[:MOST_SAID])
    if (others := len(days) - MOST_SAID) > 0:
        more = ngettext("%(days)s and %(count)s other day", "%(days)s and %(count)s other days", others)
        named = more % {"days": named, "count": others}
    return named
