"""Repetitions as people say them: « chaque mercredi, jusqu'au mardi 19 janvier »."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.agenda.models import Event, Schedule
from maillage.base import dates, figures
from spaces.booking.rules.recurrence import Recurrence, SeriesError, parse

EUROS = re.compile(r"(\d+(?:[.,]\d{1,2})?)\s*€")


def price(event: Event, free: str) -> str:
    """`free`, an amount as this language writes it, « 8 € » or “€8”, or the organisers' own words as they are."""
    if event.is_free:
        return free
    alone = EUROS.fullmatch(event.price.strip())
    return figures.money(amount(alone[1])) if alone else event.price


def amount(written: str) -> Decimal:
    """« 5,50 » as a number."""
    return Decimal(written.replace(",", "."))


def repetition(schedule: Schedule) -> str:
    """Nothing for a single date, or for a rule that no short sentence says."""
    try:
        rule = parse(schedule.rrule) if schedule.rrule else None
    except SeriesError:
        return ""
    said = _said(rule, schedule.first_on) if rule else ""
    if not said or rule is None:
        return ""
    if rule.count:
        times = ngettext("%(repetition)s, %(count)s time", "%(repetition)s, %(count)s times", rule.count)
        return times % {"repetition": said, "count": rule.count}
    if rule.until:
        last_on = rule.until.date() if isinstance(rule.until, datetime) else rule.until
        return _("%(repetition)s, until %(day)s") % {"repetition": said, "day": dates.day_long(last_on)}
    return said


def _said(rule: Recurrence, first_on: date) -> str:
    if rule.by_month or rule.by_set_position or rule.interval > 2:
        return ""
    weekdays = sorted({(nth, day) for nth, day in rule.by_day})
    if rule.frequency == "WEEKLY" and not any(nth for nth, _day in weekdays):
        return _weekly(rule.interval, [day for _nth, day in weekdays] or [first_on.weekday()])
    if rule.interval > 1:
        return ""
    if rule.frequency == "DAILY" and not weekdays:
        return _("every day")
    if rule.frequency == "MONTHLY":
        return _monthly(rule, weekdays, first_on)
    return ""


def _weekly(interval: int, weekdays: list[int]) -> str:
    names = get_text_list([str(WEEKDAYS[day]) for day in weekdays], _("and"))
    if interval == 2:
        return _("every other %(weekday)s") % {"weekday": names}
    return _("every %(weekday)s") % {"weekday": names}


def _monthly(rule: Recurrence, weekdays: list[tuple[int, int]], first_on: date) -> str:
    if not weekdays and len(rule.by_month_day) < 2:
        day = next(iter(rule.by_month_day), first_on.day)
        return _("on day %(day)s of every month") % {"day": day} if day > 0 else ""
    if len(weekdays) != 1 or rule.by_month_day:
        return ""
    ((nth, weekday),) = weekdays
    ranks = {
        1: pgettext("weekday of a month", "first"),
        2: pgettext("weekday of a month", "second"),
        3: pgettext("weekday of a month", "third"),
        4: pgettext("weekday of a month", "fourth"),
        5: pgettext("weekday of a month", "fifth"),
        -1: pgettext("weekday of a month", "last"),
    }
    if nth not in ranks:
        return ""
    said = {"rank": ranks[nth], "weekday": str(WEEKDAYS[weekday])}
    return _("the %(rank)s %(weekday)s of every month") % said
