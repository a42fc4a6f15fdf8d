"""The agenda by week and by month, made of components' arguments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from events.agenda.items import Item, item
from events.agenda.models import Occurrence, Status
from events.agenda.search import Search
from maillage.base import dates
from maillage.base.list_filters import ListAddress

MOST_A_DAY = 3
WEEK = timedelta(days=7)

ByDay = dict[date, list[Occurrence]]


def week(search: Search, address: ListAddress) -> dict[str, Any]:
    """Seven days, empty ones too."""
    first_on, last_on = search.period
    found = _spread(search.in_order().for_listing(), first_on, last_on)
    days = [first_on + timedelta(days=number) for number in range(7)]
    return {
        "title": dates.days(first_on, last_on),
        "week": [
            {
                "date": day,
                "today": day == search.today,
                "past": day < search.today,
                "entries": [item(one, on=day) for one in found[day]],
            }
            for day in days
        ],
        "found": any(found.values()),
        "previous_url": address.having("du", (first_on - WEEK).isoformat()),
        "next_url": address.having("du", (first_on + WEEK).isoformat()),
        "today_url": "" if search.today in days else address.without("du"),
    }


def month(search: Search, address: ListAddress) -> dict[str, Any]:
    """Whole weeks around the month, each day with its first dates and how many there are."""
    first_on, last_on = search.period
    days = _whole_weeks(first_on, last_on)
    found = _spread(search.around(days[0], days[-1]).select_related("event"), days[0], days[-1])
    cells = [_cell(day, found[day], search, address) for day in days]
    title = dates.month_long(first_on)
    return {
        "title": title[:1].upper() + title[1:],
        "weeks": [cells[number : number + 7] for number in range(0, len(cells), 7)],
        "found": any(cell["entries"] for cell in cells if not cell["out"]),
        "previous_url": address.having("du", (first_on - timedelta(days=1)).replace(day=1).isoformat()),
        "next_url": address.having("du", (last_on + timedelta(days=1)).isoformat()),
        "today_url": "" if first_on <= search.today <= last_on else address.without("du"),
    }


def _whole_weeks(first_on: date, last_on: date) -> list[date]:
    """From the Monday before to the Sunday after."""
    monday, sunday = first_on - timedelta(days=first_on.weekday()), last_on + timedelta(days=6 - last_on.weekday())
    return [monday + timedelta(days=number) for number in range((sunday - monday).days + 1)]


def _spread(found: Iterable[Occurrence], first_on: date, last_on: date) -> ByDay:
    """Each day of the period with what happens on it; what lasts several days stands on each."""
    by_date: ByDay = defaultdict(list)
    for one in found:
        day, until = max(one.first_on, first_on), min(one.last_on, last_on)
        while day <= until:
            by_date[day].append(one)
            day += timedelta(days=1)
    return by_date


def _cell(day: date, found: list[Occurrence], search: Search, address: ListAddress) -> Item:
    first_on, last_on = search.period
    return {
        "date": day,
        "out": not first_on <= day <= last_on,
        "today": day == search.today,
        "past": day < search.today,
        "entries": [_line(one, day) for one in found[:MOST_A_DAY]],
        "count": len(found),
        "more": max(0, len(found) - MOST_A_DAY),
        "url": _day_address(day, address) if found else "",
    }


def _line(one: Occurrence, day: date) -> Item:
    """What a month has room for."""
    return {
        "title": one.event.title,
        "url": one.get_absolute_url(),
        "time": dates.clock_time(one.start_at, one.event.zone) if one.first_on == day else "",
        "cancelled": one.effective_status in (Status.CANCELLED, Status.POSTPONED),
    }


def _day_address(day: date, address: ListAddress) -> str:
    """The list of one day, under the same filters."""
    return address.having_all({"vue": "", "du": day.isoformat(), "au": day.isoformat()})
