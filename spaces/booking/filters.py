"""`libre`: spaces of the catalogue with something free at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from maillage.base import clock, dates
from maillage.base.instants import YEARS, from_wall, to_utc
from maillage.base.zones import get_zone
from spaces.booking.services.availability import free_between
from spaces.catalogue import filters
from spaces.catalogue.models import Resource

OFFICE_HOURS = range(8, 19)
LONGEST = timedelta(days=31)
ONE_DAY, AN_HOUR = timedelta(1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """From when to when; without an offset, on the clock of each place."""

    start: datetime
    end: datetime

    def in_zone(self, zone: Any) -> tuple[datetime, datetime]:
        """As instants, for the places of one zone."""
        return _instant(self.start, zone), _instant(self.end, zone)


def register() -> None:
    """Called once, when the app is ready."""
    filters.register(
        filters.ExtraFilter(
            name="libre",
            label=gettext_lazy("When"),
            parse=parse,
            condition=condition,
            describe=describe,
            choices=choices,
        )
    )


def parse(text: str) -> FreeTime:
    """Raises ValueError with a sentence for people."""
    refusal = _("Write a time as 2026-06-16T14:00/2026-06-16T16:00.")
    start, slash, end = text.replace(" ", "+").partition("/")
    try:
        found = FreeTime(datetime.fromisoformat(start), datetime.fromisoformat(end))
        instants = found.in_zone(get_zone("UTC"))
    except (ValueError, OverflowError) as error:
        raise ValueError(refusal) from error
    if not slash or any(one.year not in YEARS[1:-1] for one in instants):
        raise ValueError(refusal)
    if not timedelta() < instants[1] - instants[0] <= LONGEST:
        raise ValueError(_("The end has to come after the start, a month later at most."))
    return found


def condition(wanted: FreeTime) -> Q:
    """Spaces with at least one resource that can be booked for just this time. Six queries for each zone."""
    by_zone: dict[str, list[Resource]] = {}
    for resource in Resource.objects.bookable().select_related("space"):
        by_zone.setdefault(resource.space.time_zone, []).append(resource)
    spaces: set[int] = set()
    for zone, resources in by_zone.items():
        start, end = wanted.in_zone(get_zone(zone))
        free = free_between(resources, start=start, end=end)
        spaces |= {resource.space_id for resource in resources if resource.pk in free}
    return Q(pk__in=spaces)


def describe(wanted: FreeTime) -> str:
    """« libre mardi 16 juin, 14 h – 16 h »."""
    zone = wanted.start.tzinfo or timezone.get_current_timezone()
    start, end = wanted.in_zone(zone)
    return _("free %(when)s") % {"when": dates.when(start, end, zone)}


def choices() -> list[tuple[str, str]]:
    """Times that people often want, as (value, words)."""
    now = clock.now().astimezone(timezone.get_current_timezone())
    hour = now.replace(minute=0, second=0, microsecond=0, tzinfo=None) + AN_HOUR
    tomorrow = hour.replace(hour=0) + ONE_DAY if hour.date() == now.date() else hour.replace(hour=0)
    times = [(hour, hour + AN_HOUR)] if hour.hour in OFFICE_HOURS and hour.date() == now.date() else []
    times += [(tomorrow.replace(hour=first), tomorrow.replace(hour=last)) for first, last in ((9, 12), (14, 17))]
    return [(f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}", _offered(start, end)) for start, end in times]


def _offered(start: datetime, end: datetime) -> str:
    zone = timezone.get_current_timezone()
    hours = dates.hours(start.replace(tzinfo=zone), end.replace(tzinfo=zone))
    said = {"day": capfirst(dates.from_today(start.date())), "hours": hours}
    return pgettext("a time to choose", "%(day)s, %(hours)s") % said


def _instant(moment: datetime, zone: Any) -> datetime:
    if moment.tzinfo is not None:
        return moment
    return to_utc(from_wall(moment.date(), moment.hour * 60 + moment.minute, zone))
