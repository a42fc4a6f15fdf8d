"""What may be a mistake in a published event. Nothing is refused: a team may well open its doors for one."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.models import Attendance, Event
from maillage.base import clock, dates
from spaces.booking.services.closures import closed_days
from spaces.catalogue.services.opening import resource_layers, space_layers

MOST_SAID = 5


def doubts(event: Event) -> Iterator[str]:
    """Sentences for whoever has just published it."""
    to_come = [one for one in event.occurrences.upcoming(clock.now()) if not one.is_off]
    if not to_come and event.takes_place and event.occurrences.exists():
        yield _("All its dates have passed: no list of what is to come shows it. Is the year right?")
    if closed := _closed_among(event, sorted({one.first_on for one in to_come})):
        yield _closed_said(event, closed)


def _closed_among(event: Event, days: Sequence[date]) -> list[date]:
    """Days on which its place, or a room that it takes, opens at no time, or which its team has closed."""
    rooms = list(event.resources.select_related("space"))
    is_elsewhere = event.attendance == Attendance.ONLINE or (event.place and not rooms)
    if event.space is None or is_elsewhere or not days:
        return []
    found = resource_layers(rooms) if rooms else space_layers([event.space])
    plans = [
        layers.hours_by_day(days[0], days[-1])
        for layers in found.values()
        if any(level.weekly for level in layers.levels)
    ]
    by_hours = {day for day in days if any(not plan[day][0] for plan in plans)}
    return sorted(by_hours | set(closed_days(event.space, days)))


def _closed_said(event: Event, closed: list[date]) -> str:
    named = ", ".join(dates.day_long(day) for day in closed[:MOST_SAID])
    if (others := len(closed) - MOST_SAID) > 0:
        more = ngettext("%(days)s and %(count)s other day", "%(days)s and %(count)s other days", others)
        named = more % {"days": named, "count": others}
    message = _("%(space)s is closed on %(days)s. The event is published all the same: see to it that somebody opens.")
    return message % {"space": event.space, "days": named}
