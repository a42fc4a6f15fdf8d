"""Opening hours in the syntax of OpenStreetMap: "Mo-Fr 09:00-12:00,14:00-18:00; 2026 Jul 14 off"."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from spaces.catalogue.rules.opening import DatedHours, Hours, WeeklyHours
from spaces.catalogue.rules.written_hours import write_time

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Validity = tuple[date | None, date | None]
Week = dict[int, list[Hours]]


def osm_hours(
    weekly: Iterable[WeeklyHours], exceptions: Iterable[DatedHours] = (), *, closes_on_holidays: bool = False
) -> str:
    """The weekly windows, then the dates that replace them; "" when there is nothing to say."""
    seasons: defaultdict[Validity, Week] = defaultdict(lambda: defaultdict(list))
    for window in weekly:
        seasons[window.valid_from, window.valid_through][window.weekday].append((window.opens_min, window.closes_min))
    # Windows of different seasons add up. In this syntax "," adds and ";" replaces.
    usual = ", ".join(
        "; ".join(f"{_season(*bounds)}{rule}" for rule in _week(seasons[bounds]))
        for bounds in sorted(seasons, key=lambda bounds: (bounds[0] or date.min, bounds[1] or date.max))
    )
    holidays = ["PH off"] if closes_on_holidays and usual else []
    return "; ".join(filter(None, [usual, *holidays, *map(_dated, exceptions)]))


def _week(week: Week) -> list[str]:
    """One rule for each group of days with the same hours: "Mo-We,Fr 09:00-18:00"."""
    days_with: defaultdict[str, list[int]] = defaultdict(list)
    for day in sorted(week):
        days_with[_hours(week[day])].append(day)
    return [f"{_days(days)} {hours}" for hours, days in days_with.items()]


def _days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def _hours(hours: Iterable[Hours]) -> str:
    return ",".join(f"{write_time(opens)}-{write_time(closes or 1440)}" for opens, closes in sorted(hours))


def _season(first_on: date | None, last_on: date | None) -> str:
    if first_on and last_on:
        return f"{_date(first_on)}-{_date(last_on)} "
    if first_on:
        return f"{_date(first_on)}+ "
    return f"{_date(date(last_on.year, 1, 1))}-{_date(last_on)} " if last_on else ""


def _dated(exception: DatedHours) -> str:
    first, last = _date(exception.first_on), _date(exception.last_on)
    dates = first if first == last else f"{first}-{last}"
    comment = f' "{exception.label.replace(chr(34), "")}"' if exception.label else ""
    return f"{dates} {_hours(exception.hours) if exception.hours else 'off'}{comment}"


def _date(on: date) -> str:
    return f"{on.year} {MONTHS[on.month - 1]} {on.day:02}"
