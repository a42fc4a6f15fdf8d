"""What the page of `/agenda/` shows, made of components' arguments."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.agenda.facets import Facets
from events.agenda.filters import MODES, VIEWS
from events.agenda.grids import month, week
from events.agenda.items import Item, by_day
from events.agenda.models import Accessibility
from events.agenda.search import AROUND_KM, Search
from maillage.base import dates
from maillage.base.list_filters import BadFilters, ListAddress, Problem
from spaces.catalogue import where
from spaces.catalogue.facets import Choice

PAGE_SIZE = 40
ICONS = {"liste": "list", "semaine": "calendar-days", "mois": "calendar", "carte": "map"}


@dataclass(frozen=True, eq=False)
class ListPage:
    """One state of the agenda."""

    search: Search
    address: ListAddress

    def context(self) -> dict[str, Any]:
        asked = self.search.filters
        not_followed = ("vue", "du") if asked.is_a_grid else ("vue",)  # one subscribes to a question, not to one week
        shown: dict[str, Any] = {
            "total": self.facets.total,
            "view": asked.view,
            "views": self._views(),
            "facets": self.groups,
            "facets_keep": self.address.pairs(*(group["name"] for group in self.groups)),
            "search_fields": self._search_fields(),
            "search_keep": self.address.pairs("q", "territoire", "du", "au"),
            "active": self._active(),
            "list_url": self.address.path,
            "calendar_url": self.address.as_feed("ics", *not_followed),
            "rss_url": self.address.as_feed("rss", *not_followed),
            "map_url": self.address.as_feed("geojson", "vue"),
            "feeds": [(kind, self.address.as_feed(kind.lower())) for kind in ("CSV", "GeoJSON", "JSON")],
        }
        match asked.view:
            case "mois":
                return shown | month(self.search, self.address)
            case "semaine":
                return shown | week(self.search, self.address)
        shown |= {"days_named": self._named_days(), "page": self.page}
        shown["days"] = by_day(self.page.object_list, first_on=self.search.period[0], zone=self.search.zone)
        if asked.view == "carte":
            shown["unplaced"] = self._unplaced()
        return shown

    @cached_property
    def facets(self) -> Facets:
        return Facets(self.search)

    @cached_property
    def page(self) -> Page:
        """The dates of the page asked for. Raises BadFilters beyond the last one."""
        number, total = self.search.filters.page, self.facets.total
        pages = max(1, -(-total // PAGE_SIZE))
        if number > pages:
            said = ngettext("This list has %(count)s page only.", "This list has %(count)s pages only.", pages)
            raise BadFilters([Problem("page", str(number), said % {"count": number_format(pages)})])
        start = (number - 1) * PAGE_SIZE
        shown = self.search.in_order().for_listing()[start : start + PAGE_SIZE]
        return Page(list(shown), number, Paginator(range(total), PAGE_SIZE))

    def _unplaced(self) -> str:
        """What the map cannot show, in words: events online, elsewhere, or in a place without coordinates."""
        count = self.facets.total - self.search.found().on_map().count()
        said = ngettext(
            "%(count)s date has no place on the map: you find it in the list only.",
            "%(count)s dates have no place on the map: you find them in the list only.",
            count,
        )
        return said % {"count": number_format(count)} if count else ""

    def _views(self) -> list[Item]:
        return [
            {
                "label": label,
                "url": self.address.without("vue") if name == "liste" else self.address.having("vue", name),
                "current": self.search.filters.view == name,
                "icon": ICONS[name],
            }
            for name, label in VIEWS.items()
        ]

    def _named_days(self) -> list[Item]:
        """Today, this weekend…: one choice of a first and a last day, or none."""
        asked = self.search.filters
        chips = []
        for one in self.facets.days:
            is_chosen = (asked.first_on, asked.last_on) == (one.first_on, one.last_on)
            days = {} if is_chosen else {"du": one.first_on.isoformat(), "au": one.last_on.isoformat()}
            url = self.address.having_all({"du": "", "au": ""} | days)
            chips.append({"text": one.label, "url": url, "count": one.count, "current": is_chosen})
        return chips

    def _search_fields(self) -> list[Item]:
        asked = self.search.filters
        return [
            {"name": "q", "label": _("What"), "value": asked.text, "placeholder": _("A workshop, a place, a town…")},
            where.field(self.facets.regions, asked.territory),
            {"name": "du", "label": _("From"), "type": "date", "value": asked.first_on and asked.first_on.isoformat()},
            {"name": "au", "label": _("Until"), "type": "date", "value": asked.last_on and asked.last_on.isoformat()},
        ]

    @cached_property
    def groups(self) -> list[Item]:
        """The facets, each with its counts; not those without a choice."""
        asked, facets = self.search.filters, self.facets
        free = {"name": "gratuit", "label": _("Free entry"), "kind": "switch", "value": "1", "checked": asked.free}
        all_spaces, all_organisers = pgettext("places", "all"), pgettext("organisers", "all")
        groups = [
            _group("checkbox", "type", _("Type of event"), facets.types),
            _group("checkbox", "public", _("For whom"), facets.audiences),
            _group("checkbox", "mode", _("On site or online"), facets.modes),
            _group("checkbox", "accessibilite", _("Accessibility"), facets.accessibility),
            _group("select", "lieu", _("Place"), facets.spaces, everything=all_spaces),
            _group("select", "organisateur", _("Organised by"), facets.organisers, everything=all_organisers),
            free | {"count": facets.free},
        ]
        return [group for group in groups if group.get("options") != []]

    def _active(self) -> list[Item]:
        """A chip per chosen filter, in people's words, with the address of the list without it."""
        return [
            {
                "text": text,
                "url": self.address.without_value(name, value)
                if value
                else self.address.without(name, *(("rayon",) if name == "pres" else ())),
            }
            for name, value, text in self._chosen()
        ]

    def _chosen(self) -> Iterator[tuple[str, str, str]]:
        """(name, value where the filter can be repeated, words)."""
        asked, words = self.search.filters, self.search.words
        if asked.text:
            yield "q", "", _("“%(words)s”") % {"words": asked.text}
        if asked.first_on and not asked.is_a_grid:
            yield "du", "", _("from %(day)s") % {"day": dates.day_long(asked.first_on)}
        if asked.last_on:
            yield "au", "", _("to %(day)s") % {"day": dates.day_long(asked.last_on)}
        if asked.space:
            yield "lieu", "", asked.space.name
        if asked.organiser:
            yield "organisateur", "", asked.organiser.name
        yield from (("type", code, words.types[code].label) for code in asked.types)
        yield from (("public", code, words.audiences[code].label) for code in asked.audiences)
        if asked.territory:
            yield "territoire", "", asked.territory.qualified_name
        if asked.near:
            yield "pres", "", where.around(asked.radius_km or AROUND_KM)
        if asked.box:
            yield "bbox", "", _("Part of the map")
        yield from (("mode", mode, str(capfirst(MODES[mode].label))) for mode in asked.modes)
        yield from (("accessibilite", code, str(capfirst(Accessibility(code).label))) for code in asked.accessibility)
        if asked.free:
            yield "gratuit", "", _("Free entry")


def _group(kind: str, name: str, label: str, choices: list[Choice], everything: str = "") -> Item:
    """A facet."""
    options: list[Item] = [
        {"value": one.value, "label": one.label, "count": one.count, "checked": one.is_chosen} for one in choices
    ]
    if everything and options:
        options.insert(0, {"value": "", "label": everything, "count": None, "checked": False})
    return {"name": name, "label": label, "kind": kind, "options": options}
