"""Seven days of a space: of one resource hour by hour, or of all there is, each with its first free hour."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates
from spaces.booking import reasons, wording
from spaces.booking.pages.board import BoardPage
from spaces.booking.pages.day_board import ONE_DAY, Item, times
from spaces.booking.pages.slot_table import TAKEN
from spaces.booking.questions import GRID
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.board import Day, Row

WEEK_DAYS = 7


class WeekPage(BoardPage):
    """The week of the day that was asked for or, without one, the first of this week and the next with something left.

    Weeks begin on Monday. As many queries as for a day.
    """

    def context(self) -> Item:
        return super().context() | {"week": self._week()}

    @cached_property
    def around(self) -> tuple[date, date]:
        monday = _monday(self.asked.day or self.today)
        weeks = 1 if self.asked.day else 2
        return monday, monday + (weeks * WEEK_DAYS - 1) * ONE_DAY

    @cached_property
    def first_on(self) -> date:
        return _monday(self.day)

    @cached_property
    def days(self) -> list[Day]:
        """Those that are shown."""
        return [day for day in self.board.days if 0 <= (day.on - self.first_on).days < WEEK_DAYS]

    @cached_property
    def locked(self) -> set[int]:
        """What is locked on any of these days."""
        return {row.resource.pk for row in self.rows for day in self.days if self.is_locked(row, day)}

    def codes(self, row: Row) -> set[Refusal]:
        return {day.codes[row.resource.pk] for day in self.days if row.resource.pk in day.codes}

    def why_not(self, row: Row) -> str:
        """What keeps from all of these days; each says its own."""
        pk = row.resource.pk
        if any(pk in day.starts for day in self.days):
            return ""
        return wording.why_not(row.resource, {code for day in self.days for code in day.refused[pk]})

    def table(self, unit_min: int | None = None) -> None:
        """Days are the columns here."""

    def _lists(self) -> list[Item]:
        return []

    def _week(self) -> Item:
        """For the part `week.html`: the hours of one resource, or a table."""
        said = dates.days(self.days[0].on, self.days[-1].on)
        if self._is_over():
            found = self.next_free_on(self.days[-1].on)
            over = _("Nothing is left to book this week.") if self._has_today() else _("This week is over.")
            return {"title": said, "over": over, "next_url": self.address.having(day=found) if found else ""}
        if self.focus:
            return {"title": said, "days": [self._hours(self.rows[0], day) for day in self.days]}
        return {
            "title": said,
            "table": self._table(said) if self.rows else None,
            "closed": [self.closed_on(day) for day in self.days if day.reason],
        }

    def _is_over(self) -> bool:
        """Whether nothing of it is left but days that are past or closed."""
        has_begun = self.days[0].on <= self.today
        left = [day for day in self.days if day.on >= self.today]
        return has_begun and all(day.on == self.today or not day.is_open for day in left) and not self._has_free(left)

    def _has_today(self) -> bool:
        return self.days[0].on <= self.today <= self.days[-1].on

    def _has_free(self, days: list[Day]) -> bool:
        return any(row.resource.pk in day.starts for day in days for row in self.rows)

    def _next_free_url(self) -> str:
        """A week says it by itself."""
        return ""

    def _hours(self, row: Row, day: Day) -> Item:
        of_day = replace(row, slots=self.board.slots_by_day[day.on])
        is_locked = self.is_locked(row, day)
        return self._heading(day) | {
            "slots": list(self._listed(of_day, with_taken=True, is_locked=is_locked)),
            "empty": day.reason or self._nothing(row, day),
        }

    def _heading(self, day: Day) -> Item:
        return {
            "date": day.on,
            "url": self.address.having(day=day.on, view=GRID),
            "is_today": day.on == self.today,
            "is_past": day.on < self.today,
        }

    def _table(self, said: str) -> Item:
        """For the component `week-grid`."""
        rows = [
            {
                "name": row.resource.name,
                "detail": self._detail(row),
                "features": row.resource.offers,
                "url": self.address.having(resource=row.resource.slug),
                "cells": [self._cell(row, day) for day in self.days],
            }
            for row in self.rows
        ]
        return {
            "caption": _("Free times %(days)s") % {"days": said},
            "days": [self._heading(day) for day in self.days],
            "rows": rows,
            "legend": legend(rows, free=_("first free hour"), locked=_("not for you yet")),
        }

    def _cell(self, row: Row, day: Day) -> Item:
        """Its first free hour, which leads to its day; or why there is none."""
        resource = row.resource
        starts = day.starts.get(resource.pk, [])
        if resource.pk in day.chosen:
            return {"kind": "own", "label": _("chosen"), "url": self.address.having(day=day.on) + "#panier"}
        if not starts:
            is_taken = Refusal.of_day(day.refused[resource.pk]) in TAKEN
            return {"kind": "busy" if is_taken else "none", "label": self._nothing(row, day)}
        hour = dates.clock_time(starts[0])
        return {
            "kind": "locked" if self.is_locked(row, day) else "free",
            "label": pgettext("first free hour", "from %(hour)s") % {"hour": hour},
            "short": hour,
            "note": times(len(starts)),
            "url": self.address.having(day=day.on, resource=resource.slug, view=GRID),
        }

    def _nothing(self, row: Row, day: Day) -> str:
        if day.on < self.today:
            return pgettext("a day", "over")
        if not day.is_open:
            return pgettext("a day", "closed")
        return reasons.of_day(day.refused.get(row.resource.pk, ()))


def legend(rows: list[Item], **said: str) -> list[Item]:
    """What those kinds of cells mean that are shown."""
    shown = {cell["kind"] for row in rows for cell in row["cells"]}
    return [{"kind": kind, "text": text} for kind, text in said.items() if kind in shown]


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY
