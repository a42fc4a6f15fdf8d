"""What the page of `/agenda/` shows, made of components' arguments."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.agenda.facets import Facets
from events.agenda.filters import MODES, VIEWS
from events.agenda.grids import month, week
from events.agenda.items import by_day
from events.agenda.models import Accessibility, Occurrence
from events.agenda.search import AROUND_KM, Search
from maillage.base import dates, lists
from maillage.base.lists import Item, Label
from maillage.territories import where

ICONS = {"liste": "list", "semaine": "calendar-days", "mois": "calendar", "carte": "map"}


class ListPage(lists.ListPage):
    """One state of the agenda."""

    search: Search

    page_size = 40

    def context(self) -> dict[str, Any]:
        asked = self.search.filters
        not_followed = ("vue", "du") if asked.is_a_grid else ("vue",)  # one subscribes to a question, not to one week
        shown = self.shared_context() | {
            "view": asked.view,
            "views": lists.tabs(self.address, "vue", VIEWS, current=asked.view, default="liste", icons=ICONS),
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
    def choices(self) -> Facets:
        return Facets(self.search)

    @cached_property
    def total(self) -> int:
        return self.choices.total

    def has_any(self) -> bool:
        return self.search.dates.exists()

    def lines(self, start: int, stop: int) -> list[Occurrence]:
        return list(self.search.in_order().for_listing()[start:stop])

    def _unplaced(self) -> str:
        """What the map cannot show, in words: events online, elsewhere, or in a place without coordinates."""
        count = self.choices.total - self.search.found().on_map().count()
        said = ngettext(
            "%(count)s date is online or without an address: you find it in the list only.",
            "%(count)s dates are online or without an address: you find them in the list only.",
            count,
        )
        return said % {"count": number_format(count)} if count else ""

    def _named_days(self) -> list[Item]:
        """Today, this weekend…: one choice of a first and a last day, or none."""
        asked = self.search.filters
        chips = []
        for one in self.choices.days:
            is_chosen = (asked.first_on, asked.last_on) == (one.first_on, one.last_on)
            days = {} if is_chosen else {"du": one.first_on.isoformat(), "au": one.last_on.isoformat()}
            url = self.address.having_all({"du": "", "au": ""} | days)
            chips.append({"text": one.label, "url": url, "count": one.count, "current": is_chosen})
        return chips

    def search_fields(self) -> list[Item]:
        asked = self.search.filters
        return [
            {"name": "q", "label": _("What"), "value": asked.text, "placeholder": _("A workshop, a place, a town…")},
            where.field(self.choices.regions, asked.territory, near=asked.near),
            {"name": "du", "label": _("From"), "type": "date", "value": asked.first_on and asked.first_on.isoformat()},
            {"name": "au", "label": _("Until"), "type": "date", "value": asked.last_on and asked.last_on.isoformat()},
        ]

    def facets(self) -> list[Item]:
        asked, choices = self.search.filters, self.choices
        all_spaces, all_organisers = pgettext("places", "all"), pgettext("organisers", "all")
        return [
            lists.several("type", _("Type of event"), choices.types),
            lists.several("public", _("For whom"), choices.audiences),
            lists.several("mode", _("On site or online"), choices.modes),
            lists.several("accessibilite", _("Accessibility"), choices.accessibility),
            lists.one_of("lieu", _("Place"), choices.spaces, everything=all_spaces),
            lists.one_of("organisateur", _("Organised by"), choices.organisers, everything=all_organisers),
            lists.switch("gratuit", "1", _("Free entry"), is_on=asked.free, count=choices.free),
        ]

    def chosen(self) -> Iterator[tuple[str, str, Label]]:
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
