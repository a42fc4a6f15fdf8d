"""All resources of a space by day or week: a day as lists, a week as a table, both as data for the timeline."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.base.instants import ONE_MINUTE, from_wall, midnight, to_utc
from maillage.base.periods import Period, common, merge, subtract
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.models import Booking, State
from spaces.booking.pages.team_frame import PLANNING, frame, to_begin
from spaces.booking.services.planning import BLOCK, Entry, Planning, planning
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.services.opening import resource_layers
from spaces.catalogue.wording import has_hours, hours_said

DAY, WEEK = "jour", "semaine"
USUAL_HOURS = (8, 20)  # shown even where nothing stands
DAYS = {DAY: 1, WEEK: 7}
ONE_DAY = timedelta(1)
HOUR_MIN = 60
WAITING = frozenset({State.PENDING, State.HOLD, State.AWAITING_PAYMENT})
CLOCK = "%Y-%m-%dT%H:%M:%S"

Item = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A day of a week."""

    label: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, eq=False)
class PlanningPage:
    """A day, or the week around it."""

    request: HttpRequest
    space: Space
    day: date
    view: str = DAY

    @cached_property
    def zone(self) -> Any:
        return get_zone(self.space.time_zone)

    @cached_property
    def first(self) -> date:
        return self.day - self.day.weekday() * ONE_DAY if self.view == WEEK else self.day

    @cached_property
    def last(self) -> date:
        return self.first + (DAYS[self.view] - 1) * ONE_DAY

    @cached_property
    def planning(self) -> Planning:
        return planning(self.space, self._midnight(self.first), self._midnight(self.last + ONE_DAY))

    def context(self) -> Item:
        today = clock.today(self.zone)
        return {
            **frame(self.request, self.space, PLANNING),
            **to_begin(self.request, self.space, has_begun=bool(self.planning.resources)),
            "day": self.day,
            "title": dates.days(self.first, self.last),
            "views": [
                {"text": _("Day"), "url": self.url(view=DAY), "current": self.view == DAY},
                {"text": _("Week"), "url": self.url(view=WEEK), "current": self.view == WEEK},
            ],
            "previous_url": self.url(self.day - DAYS[self.view] * ONE_DAY),
            "next_url": self.url(self.day + DAYS[self.view] * ONE_DAY),
            "today_url": "" if self.first <= today <= self.last else self.url(today),
            "is_week": self.view == WEEK,
            "columns": [column.label for column in self._columns],
            "rows": [self._row(one) for one in self.planning.resources],
            "timeline": self._timeline(),
            "has_clock_change": any(
                self._move_url(one) and not self._is_on_one_clock(one) for one in self.planning.entries
            ),
        }

    def document(self) -> Item:
        """For the timeline, which draws `start` and `end` on the wall clock; the instants are in `extendedProps`."""
        return {
            "resources": [{"id": resource.pk, "title": resource.name} for resource in self.planning.resources],
            "events": [self._event(entry) for entry in self.planning.entries],
            "closed": [self._shade(period, of) for period, of in _together(self._closed).items()],
            "named": [self._shade(period, of) for period, of in _together(self._named()).items()],
        }

    def url(self, day: date | None = None, view: str = "", name: str = "booking:planning") -> str:
        query = {"jour": (day or self.day).isoformat(), "vue": view or self.view}
        return f"{reverse(name, args=[self.space.slug])}?{urlencode(query)}"

    def _timeline(self) -> Item:
        hours = self._hours
        return {
            "url": self.url(name="booking:planning_data"),
            "first": self.first.isoformat(),
            "view": self.view,
            "from": f"{hours[0]:02}:00",
            "until": f"{hours[-1] + 1:02}:00",
            "scroll": f"{self._first_hour:02}:00",
            "has_entries": bool(self.planning.entries),
        }

    @property
    def _first_hour(self) -> int:
        """Where a narrow screen begins to show the first day: an hour before the first thing on it."""
        end = self._midnight(self.first + ONE_DAY)
        starts = [dates.local(one.start_at, self.zone) for one in self.planning.entries if one.start_at < end]
        return max(min((at.hour for at in starts if at.date() == self.first), default=0) - 1, self._hours[0])

    def _midnight(self, day: date) -> datetime:
        return to_utc(midnight(day, self.zone))

    @cached_property
    def _hours(self) -> range:
        """The usual hours of a day, and those of whatever stands outside of them."""
        first, end = USUAL_HOURS
        for entry in self.planning.entries:
            start, until = (dates.local(at, self.zone) for at in (entry.start_at, entry.end_at - ONE_MINUTE))
            is_whole = start.date() != until.date()
            first = 0 if is_whole else min(first, start.hour)
            end = 24 if is_whole else max(end, until.hour + 1)
        return range(first, end)

    @cached_property
    def _columns(self) -> list[Column]:
        days = [self.first + count * ONE_DAY for count in range(DAYS[WEEK])] if self.view == WEEK else []
        return [Column(dates.day_long(day), self._midnight(day), self._midnight(day + ONE_DAY)) for day in days]

    def _row(self, resource: Resource) -> Item:
        """Of a day what stands on it in order, of a week its cells."""
        if self.view == WEEK:
            return {"name": resource.name, "cells": list(self._cells(resource))}
        entries = [self._said(entry) for entry in self.planning.on(resource)]
        return {"name": resource.name, "hours": self._opening(resource), "entries": entries}

    def _cells(self, resource: Resource) -> Iterator[Item]:
        """Neighbours that hold the same, or are closed, become one wide cell; each day with room keeps its own."""
        entries, closed = self.planning.on(resource), self._closed.get(resource.pk, [])

        def there(column: Column) -> tuple[tuple[Entry, ...], bool, str]:
            held = tuple(one for one in entries if one.start_at < column.end_at and one.end_at > column.start_at)
            is_closed = any(one.start_at <= column.start_at and column.end_at <= one.end_at for one in closed)
            return held, is_closed, "" if held or is_closed else column.label

        for (held, is_closed, _label), columns in groupby(self._columns, key=there):
            days = [column.label for column in columns]
            yield {
                "span": len(days),
                "days": " – ".join(dict.fromkeys((days[0], days[-1]))),
                "entries": [self._said(entry) for entry in held],
                "is_closed": is_closed,
            }

    @cached_property
    def _layers(self) -> dict[int, OpeningLayers]:
        """The hours of resources, of those whose hours somebody said. Two queries."""
        found = resource_layers(self.planning.resources)
        return {pk: layers for pk, layers in found.items() if has_hours(layers)}

    @cached_property
    def _closed(self) -> dict[int, list[Period]]:
        """When the doors are closed, by resource: blocks say the rest."""
        shown = Period(midnight(self.first, self.zone), midnight(self.last + ONE_DAY, self.zone))
        return {
            pk: list(subtract([shown], [Period(run.start, run.end) for run in layers.runs(self.first, self.last)]))
            for pk, layers in self._layers.items()
        }

    def _named(self) -> dict[int, list[Period]]:
        """Where « Fermé » is written, by resource: each day on the longest of its closed hours that nothing is on."""
        hours = [self._shown(self.first + count * ONE_DAY) for count in range(DAYS[self.view])]
        return {
            pk: [max(free, key=lambda one: one.length) for day in hours for free in self._free_stretches(pk, day)]
            for pk in self._closed
        }

    def _shown(self, day: date) -> Period:
        """The hours of a day that the timeline shows."""
        first, end = self._hours[0], self._hours[-1] + 1
        return Period(from_wall(day, first * HOUR_MIN, self.zone), from_wall(day, end * HOUR_MIN, self.zone))

    def _free_stretches(self, pk: int, day: Period) -> Iterator[list[Period]]:
        """What nothing is on of each closed time in these hours; none where something is on all of it."""
        for shut in common([self._closed[pk], [day]]):
            if free := subtract([shut], self._taken[pk]):
                yield free

    @cached_property
    def _taken(self) -> dict[int, list[Period]]:
        """When something stands on each resource."""
        return {
            one.pk: merge(Period.between(entry.start_at, entry.end_at) for entry in self.planning.on(one))
            for one in self.planning.resources
        }

    def _shade(self, period: Period, resources: list[int]) -> Item:
        start, end = (dates.local(at, self.zone).strftime(CLOCK) for at in (period.start_at, period.end_at))
        return {"resourceIds": resources, "start": start, "end": end}

    def _opening(self, resource: Resource) -> str:
        """« Horaires : 9 h – 18 h », « Fermé »; nothing where nobody said the hours."""
        if resource.pk not in self._layers:
            return ""
        windows, _dated = self._layers[resource.pk].hours_by_day(self.first, self.first)[self.first]
        hours = ", ".join(hours_said(one) for one in sorted(windows))
        return _("Hours: %(hours)s") % {"hours": hours} if hours else _("Closed")

    def _said(self, entry: Entry) -> Item:
        url, here = self._move_url(entry), self.request.get_full_path()
        return {
            "kind": self._kind(entry),
            "hours": dates.breakable(self._when(entry)),  # in a narrow day on two lines
            "title": self._title(entry),
            "url": entry.booking.get_absolute_url() if entry.booking else "",
            "move_url": f"{url}?{urlencode({'retour': here})}" if url else "",
        }

    def _when(self, entry: Entry) -> str:
        same_day = self.view == DAY and dates.local(entry.start_at, self.zone).date() == self.day
        same_day = same_day and dates.local(entry.end_at, self.zone).date() == self.day
        is_week = self.view == WEEK and entry.end_at - entry.start_at < ONE_DAY
        return (dates.hours if same_day or is_week else dates.when)(entry.start_at, entry.end_at, self.zone)

    def _event(self, entry: Entry) -> Item:
        start, end = self._local(entry)
        return {
            "id": entry.key,
            "resourceIds": list(entry.resource_ids),
            "start": start.strftime(CLOCK),
            "end": _drawn_end(start, end).strftime(CLOCK),
            "title": self._title(entry),
            "editable": bool(self._move_url(entry)) and not entry.inside and self._is_on_one_clock(entry),
            "classNames": [f"planning-{self._kind(entry)}"],
            "extendedProps": {
                "start": start.isoformat(),
                "end": end.isoformat(),
                "url": entry.booking.get_absolute_url() if entry.booking else "",
                "move": self._move_url(entry),
                "hours": self._when(entry),
                "from": dates.clock_time(entry.start_at, self.zone),
            },
        }

    def _local(self, entry: Entry) -> tuple[datetime, datetime]:
        return dates.local(entry.start_at, self.zone), dates.local(entry.end_at, self.zone)

    def _is_on_one_clock(self, entry: Entry) -> bool:
        """Whether the wall clock alone says when it is and how long it lasts: what may be dragged along it."""
        start, end = self._local(entry)
        return start.utcoffset() == end.utcoffset() and not (dates.is_repeated(start) or dates.is_repeated(end))

    @staticmethod
    def _move_url(entry: Entry) -> str:
        """The team may move what holds its place; what is over stays as it was."""
        if entry.booking is None or entry.end_at <= clock.now():
            return ""
        return reverse("booking:move", args=[entry.booking.uuid])

    @staticmethod
    def _kind(entry: Entry) -> str:
        if entry.booking is None:
            return "block" if entry.kind == BLOCK else "event"
        return "pending" if entry.booking.state in WAITING else "booking"

    @staticmethod
    def _title(entry: Entry) -> str:
        if entry.booking is not None:
            lacking = wording.lacking(entry.lacking)
            return " · ".join(part for part in (_whom(entry.booking), lacking) if part)
        return entry.label or (_("Out of service") if entry.kind == BLOCK else _("Taken"))


def _together(periods: dict[int, list[Period]]) -> dict[Period, list[int]]:
    """The resources of which the same period is said."""
    found: defaultdict[Period, list[int]] = defaultdict(list)
    for pk, of in periods.items():
        for period in of:
            found[period].append(pk)
    return found


def _drawn_end(start: datetime, end: datetime) -> datetime:
    """Where a line without the second of two hours can show it: not before its start."""
    first, last = start.replace(tzinfo=None), end.replace(tzinfo=None)
    return last if first < last else first + wording.minutes(start, end) * ONE_MINUTE


def _whom(booking: Booking) -> str:
    """Of a pool, how many places: one goes without saying."""
    places = wording.places(booking) if booking.seats > 1 else ""
    return f"{wording.who(booking)} · {places}" if places else wording.who(booking)
