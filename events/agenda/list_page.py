"""What the page of `/agenda/` shows, made of components' arguments."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.filters import NAMES, VIEWS
from events.agenda.items import Item, by_day
from events.agenda.models import Occurrence
from events.agenda.search import Search
from maillage.base import dates
from maillage.base.list_filters import BadFilters, ListAddress, Problem

PAGE_SIZE = 40
MOST_A_DAY = 3


@dataclass(frozen=True, eq=False)
class ListPage:
    """One state of the agenda."""

    search: Search
    address: ListAddress

    def context(self) -> dict[str, Any]:
        asked = self.search.filters
        shown: dict[str, Any] = {
            "total": self.search.total,
            "view": asked.view,
            "views": self._views(),
            "facets": self._groups(),
            "facets_keep": self.address.pairs("type", "gratuit", "du", "au"),
            "search_fields": self._search_fields(),
            "search_keep": self.address.pairs("q", "du"),
            "active": self._active(),
            "list_url": self.address.path,
            "calendar_url": self.address.as_feed("ics"),
            "rss_url": self.address.as_feed("rss"),
            "feeds": [(kind, self.address.as_feed(kind.lower())) for kind in ("CSV", "JSON")],
        }
        return shown | (self._month() if asked.view == "mois" else self._days())

    def _days(self) -> dict[str, Any]:
        first_on, last_on = self.search.filters.period(self.search.today)
        if self.search.filters.view == "semaine":
            week = self.search.in_order().for_listing()
            return {"days": by_day(week, first_on=first_on), "title": dates.days(first_on, last_on), **self._turns(7)}
        return {"days": by_day(self.page.object_list, first_on=first_on), "page": self.page}

    @cached_property
    def page(self) -> Page:
        """The dates of the page asked for. Raises BadFilters beyond the last one."""
        number, total = self.search.filters.page, self.search.total
        pages = max(1, -(-total // PAGE_SIZE))
        if number > pages:
            said = ngettext("This list has %(count)s page only.", "This list has %(count)s pages only.", pages)
            raise BadFilters([Problem("page", str(number), said % {"count": pages})])
        start = (number - 1) * PAGE_SIZE
        shown = self.search.in_order().for_listing()[start : start + PAGE_SIZE]
        return Page(list(shown), number, Paginator(range(total), PAGE_SIZE))

    def _month(self) -> dict[str, Any]:
        """Whole weeks around the month, each day with its first dates. Three queries."""
        first_on, last_on = self.search.filters.period(self.search.today)
        found = list(self.search.in_order().select_related("event"))
        by_date: dict[date, list[Occurrence]] = defaultdict(list)
        for one in found:
            for offset in range((min(one.last_on, last_on) - max(one.first_on, first_on)).days + 1):
                by_date[max(one.first_on, first_on) + timedelta(days=offset)].append(one)
        monday = first_on - timedelta(days=first_on.weekday())
        weeks = []
        while monday <= last_on:
            weeks.append([self._cell(monday + timedelta(days=day), by_date, first_on.month) for day in range(7)])
            monday += timedelta(days=7)
        title = dates.month_long(first_on)
        return {"weeks": weeks, "title": title[:1].upper() + title[1:], "found": found, **self._turns(0)}

    def _cell(self, day: date, by_date: dict[date, list[Occurrence]], month: int) -> Item:
        found = by_date.get(day, [])
        entries = [
            {
                "title": one.event.title,
                "url": one.get_absolute_url(),
                "time": dates.clock_time(one.start_at, one.event.zone),
            }
            for one in found[:MOST_A_DAY]
        ]
        more = len(found) - MOST_A_DAY
        return {
            "date": day,
            "out": day.month != month,
            "today": day == self.search.today,
            "entries": entries,
            "more": more if more > 0 else 0,
            "url": self._day_address(day) if found else "",
        }

    def _day_address(self, day: date) -> str:
        """The list of one day, under the same filters."""
        params = self.address.params.copy()
        params["du"] = params["au"] = day.isoformat()
        return ListAddress(self.address.path, params, NAMES - {"vue", "page"}).without()

    def _turns(self, days: int) -> dict[str, str]:
        """Addresses of the period before and after: `days` long, or a month."""
        first_on, last_on = self.search.filters.period(self.search.today)
        before = first_on - timedelta(days=days or 1)
        return {
            "previous_url": self.address.having("du", (before if days else before.replace(day=1)).isoformat()),
            "next_url": self.address.having("du", (last_on + timedelta(days=1)).isoformat()),
        }

    def _views(self) -> list[Item]:
        return [
            {
                "label": label,
                "url": self.address.without("vue") if name == "liste" else self.address.having("vue", name),
                "current": self.search.filters.view == name,
            }
            for name, label in VIEWS.items()
        ]

    def _search_fields(self) -> list[Item]:
        asked = self.search.filters
        return [
            {"name": "q", "label": _("What"), "value": asked.text, "placeholder": _("A workshop, a place, a town…")},
            {"name": "du", "label": _("From"), "type": "date", "value": asked.first_on and asked.first_on.isoformat()},
        ]

    def _groups(self) -> list[Item]:
        asked = self.search.filters
        types = [
            {"value": concept.code, "label": concept.label, "count": count, "checked": concept.code in asked.types}
            for concept, count in self.search.types
            if count or concept.code in asked.types
        ]
        groups: list[Item] = (
            [{"name": "type", "label": _("Type"), "kind": "checkbox", "options": types}] if types else []
        )
        free = {"name": "gratuit", "label": _("Free entry"), "kind": "switch", "value": "1", "checked": asked.free}
        return [*groups, free | {"count": self.search.free_count}]

    def _active(self) -> list[Item]:
        """A chip per chosen filter, with the address of the list without it."""
        asked = self.search.filters
        chips: list[tuple[str, str, str]] = []
        if asked.text:
            chips.append(("q", "", _("“%(words)s”") % {"words": asked.text}))
        if asked.first_on and asked.view == "liste":
            chips.append(("du", "", _("from %(day)s") % {"day": dates.day_full(asked.first_on)}))
        if asked.last_on:
            chips.append(("au", "", _("to %(day)s") % {"day": dates.day_full(asked.last_on)}))
        chips += [
            (name, "", str(value))
            for name, value in (("lieu", asked.space), ("organisateur", asked.organiser))
            if value
        ]
        chips += [
            ("type", concept.code, concept.label) for concept, _n in self.search.types if concept.code in asked.types
        ]
        chips += [("public", code, code) for code in asked.audiences]
        chips += [("territoire", "", str(asked.territory))] if asked.territory else []
        chips += [("pres", "", _("Around a point"))] if asked.near else []
        chips += [("bbox", "", _("Part of the map"))] if asked.box else []
        chips += [("mode", mode, mode) for mode in asked.modes]
        chips += [("accessibilite", code, code) for code in asked.accessibility]
        chips += [("gratuit", "", _("Free entry"))] if asked.free else []
        return [
            {
                "text": text,
                "url": self.address.without_value(name, value)
                if value
                else self.address.without(name, *(("rayon",) if name == "pres" else ())),
            }
            for name, value, text in chips
        ]
