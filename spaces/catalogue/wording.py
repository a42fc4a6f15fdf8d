"""Hours and contact as people say them: open until when, the week in few lines, the dates that differ.

Decisions come from `rules.shown_hours`; here they only become words in the language in use.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from typing import Any

from django.utils.dateformat import format as render
from django.utils.translation import gettext, pgettext

from maillage.base import dates
from spaces.catalogue.rules.opening import DatedHours, Hours, Level, OpeningLayers, closing_min
from spaces.catalogue.rules.shown_hours import DayHours, OpenState, open_state, shown_week

SOON = timedelta(minutes=45)
EXCEPTIONS_SHOWN_DAYS = 60
_WALL = timezone(timedelta(), "wall clock")  # not UTC: instants in UTC are shown in the reader's zone
_A_MONDAY = datetime(2001, 1, 1, tzinfo=_WALL)


@dataclass(frozen=True, slots=True)
class Status:
    """One sentence on whether the doors are open; `kind` is open, soon or closed."""

    text: str
    kind: str


def status(layers: OpeningLayers, at: datetime) -> Status | None:
    """« Ouvert, ferme à 19 h », « Ouvre demain à 9 h »; nothing when nobody said the hours."""
    if not has_hours(layers):
        return None
    state = open_state(layers, at)
    now = at.astimezone(layers.zone)
    if not state.is_open:
        return Status(_next_opening(state, now), "closed")
    if state.closes_at is None:
        return Status(gettext("Open day and night"), "open")
    said = {"time": dates.clock_time(state.closes_at, layers.zone), "day": _weekday(state.closes_at)}
    if state.closes_at - at <= SOON:
        return Status(gettext("Closes soon, at %(time)s") % said, "soon")
    if _is_this_evening(state.closes_at, now):
        return Status(gettext("Open, closes at %(time)s") % said, "open")
    return Status(gettext("Open, closes on %(day)s at %(time)s") % said, "open")


def has_hours(layers: OpeningLayers) -> bool:
    """Whether somebody said when this place is open (the network's holidays alone say nothing)."""
    own = layers.levels[1:]
    return any(level.weekly for level in own) or any(dated.hours for level in own for dated in level.exceptions)


def week(layers: OpeningLayers, today: date) -> list[dict[str, Any]]:
    """Rows of the hours table: days in a row with the same hours are one (« lundi – vendredi »).

    The usual hours as they hold this week; `today` marks the row of today, unless today differs.
    """
    differs = dict(layers.hours_by_day(today, today))[today][1] is not None
    usual = OpeningLayers(layers.zone, tuple(Level(level.weekly) for level in layers.levels))
    rows = []
    for hours, alike in groupby(shown_week(usual, today), key=lambda day: day.hours):
        days = list(alike)
        is_today = not differs and any(day.on == today for day in days)
        rows.append({"label": _days(days), "hours": [hours_said(one) for one in hours], "today": is_today})
    return rows


def exceptions_to_come(layers: OpeningLayers, today: date) -> list[dict[str, str]]:
    """Dates within two months whose hours differ from the week's: [{label, text, note}]."""
    by_day = layers.hours_by_day(today, today + timedelta(EXCEPTIONS_SHOWN_DAYS))
    differing = [(on, hours, dated) for on, (hours, dated) in by_day.items() if dated is not None]
    return [_exception(list(days)) for _, days in groupby(differing, key=lambda day: id(day[2]))]


def hours_said(hours: Hours) -> str:
    """« 9 h – 18 h », « 18 h – 2 h », « jour et nuit »."""
    opens_min, closes_min = hours
    until = closing_min(opens_min, closes_min)
    if until - opens_min >= 24 * 60:
        return gettext("day and night")
    return dates.hours(_A_MONDAY + timedelta(minutes=opens_min), _A_MONDAY + timedelta(minutes=until), _WALL)


def _next_opening(state: OpenState, now: datetime) -> str:
    if state.opens_at is None:
        return gettext("Closed")
    said = {"time": dates.clock_time(state.opens_at), "day": _weekday(state.opens_at)}
    days_ahead = (state.opens_at.date() - now.date()).days
    if days_ahead == 0:
        return gettext("Opens at %(time)s") % said
    if days_ahead == 1:
        return gettext("Opens tomorrow at %(time)s") % said
    if days_ahead < 7:
        return gettext("Opens on %(day)s at %(time)s") % said
    said["day"] = dates.day_long(state.opens_at.date())
    return pgettext("on a date", "Opens on %(day)s at %(time)s") % said


def _is_this_evening(closes_at: datetime, now: datetime) -> bool:
    """Before noon of tomorrow, people take the evening that has begun for one day."""
    noon = datetime.combine(now.date() + timedelta(1), datetime.min.time().replace(hour=12), now.tzinfo)
    return closes_at.replace(tzinfo=None) <= noon.replace(tzinfo=None)


def _weekday(day: date) -> str:
    return render(day, "l")


def _days(days: Sequence[DayHours]) -> str:
    first, last = _weekday(days[0].on), _weekday(days[-1].on)
    if len(days) == 1:
        return first
    if len(days) == 2:
        return gettext("%(first)s, %(last)s") % {"first": first, "last": last}
    if len(days) == 7:
        return gettext("every day")
    return pgettext("days of the week", "%(first)s – %(last)s") % {"first": first, "last": last}


def _exception(days: Sequence[tuple[date, Iterable[Hours], DatedHours]]) -> dict[str, str]:
    (first, hours, dated), last = days[0], days[-1][0]
    said = ", ".join(hours_said(one) for one in sorted(hours)) or gettext("closed")
    return {"label": dates.days(first, last), "text": said, "note": dated.label}


def bare_address(url: str) -> str:
    """A website as people say it."""
    return url.split("://")[-1].removeprefix("www.").rstrip("/")
