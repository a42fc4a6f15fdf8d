"""Seven days of a kind of thing across the network, made of components' arguments: a row each, a link for each day."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates
from maillage.base.instants import days
from spaces.booking import reasons, wording
from spaces.booking.addresses import BoardAddress, form_url
from spaces.booking.pages.day_board import ONE_DAY
from spaces.booking.pages.find import FindPage, Item, amount
from spaces.booking.pages.slot_table import TAKEN
from spaces.booking.pages.week import legend
from spaces.booking.questions import WEEK, BoardQuestion
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.finding import DAYS, DayOffer, Offer, Week, weeks
from spaces.catalogue.models import Space


class FindWeekPage(FindPage):
    """The spaces in the order in which they have something at these hours; those without it then come last."""

    def context(self) -> Item:
        first_on, last_on = self.asked.day, self.asked.last_on
        rows = [self._row(space, week) for space, those in self.page for week in those]
        return self.frame() | {
            "count": sum(those[0].first_then < DAYS for _space, those in self.found),
            "week": {
                "caption": self.when(),
                "days": [self._heading(on) for on in days(first_on, last_on)],
                "rows": rows,
                "legend": legend(rows, free=_("free at these hours"), other=_("free at another hour of that day")),
            },
            "previous_url": self._turned(-1) if first_on > self.today else "",
            "is_previous_today": first_on - DAYS * ONE_DAY < self.today,
            "next_url": self._turned(1),
        }

    @cached_property
    def found(self) -> Sequence[tuple[Space, Any]]:
        """What each space has: first what is free first."""
        made = weeks(self.resources, self.asked.hours, on=self.asked.day)
        whole = [(space, list(those)) for space, those in groupby(made, key=lambda one: one.resource.space)]
        ordered = [(space, sorted(those, key=_first_then)) for space, those in whole]
        return sorted(ordered, key=lambda one: _first_then(one[1][0]))

    def days_said(self) -> str:
        return dates.days(self.asked.day, self.asked.last_on)

    def _turned(self, pages: int) -> str:
        return self.url(jour=[max(self.asked.day + pages * DAYS * ONE_DAY, self.today).isoformat()])

    def _heading(self, on: date) -> Item:
        return {
            "date": on,
            "url": self.url(jour=[on.isoformat()], vue=[]),
            "is_today": on == self.today,
            "is_past": on < self.today,
        }

    def _row(self, space: Space, week: Week) -> Item:
        resource = week.resource
        its_week = BoardQuestion(day=self.asked.day, resource=resource.slug, view=WEEK)
        said = [space.name, self._where(space), wording.size(resource), *self.asks_of_people(resource)]
        return {
            "name": resource.name,
            "detail": " · ".join(part for part in said if part),
            "features": resource.offers,
            "url": BoardAddress(space, its_week).having(),
            "cells": [self._cell(day) for day in week.days],
        }

    def _cell(self, day: DayOffer) -> Item:
        """A link to the form, at these hours or the nearest of that day; or why there is none."""
        if day.offer is None:
            return {"kind": "busy" if day.code in TAKEN else "none", "label": self._nothing(day)}
        one = day.offer
        return _label(one) | {
            "kind": "free" if one.is_then else "other",
            "note": amount(one),
            "url": form_url(one.resource, one.start, one.end, one.seats),
        }

    def _nothing(self, day: DayOffer) -> str:
        if day.on < self.today:
            return pgettext("a day", "over")
        return reasons.of_day(set() if day.code in (None, Refusal.CLOSED) else {day.code})


def _label(one: Offer) -> Item:
    if one.is_then:
        return {"label": pgettext("slot", "free")}
    hour = dates.clock_time(one.start)
    return {"label": pgettext("another hour of a day", "at %(hour)s") % {"hour": hour}, "short": hour}


def _first_then(week: Week) -> int:
    return week.first_then
