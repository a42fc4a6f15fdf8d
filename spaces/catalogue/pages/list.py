"""What the page of `/lieux/` shows, made of components' arguments."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock, lists, navigation
from maillage.base.lists import Item, Label
from maillage.territories import where
from spaces.catalogue import facets, filters
from spaces.catalogue.cards import cards
from spaces.catalogue.models import Space
from spaces.catalogue.search import Search

FIND = "/reserver/"  # the booking's search, where the network takes bookings
ICONS = {"liste": "list", "carte": "map"}


class ListPage(lists.ListPage):
    """One state of the list of spaces."""

    search: Search

    def context(self) -> dict[str, Any]:
        asked = self.search.filters
        views = lists.tabs(self.address, "vue", filters.VIEWS, current=asked.view, default="liste", icons=ICONS)
        return self.shared_context() | {
            "page": self.page,
            "cards": cards(self.page.object_list, at=clock.now(), near=asked.near),
            "order": filters.SORTS[asked.order],
            "views": views,
            "is_map": asked.view == "carte",
            "find_url": navigation.address(FIND) if navigation.exists(FIND) else "",
            "is_near": asked.near is not None,
            "near_url": self.address.without("bbox", "tri"),
            "map_url": self.address.as_feed("geojson", "vue"),
            "feeds": [(kind, self.address.as_feed(kind.lower(), "vue")) for kind in ("CSV", "GeoJSON", "JSON")],
        }

    @cached_property
    def total(self) -> int:
        return self.search.totals.found

    def has_any(self) -> bool:
        return self.search.spaces.exists()

    def lines(self, start: int, stop: int) -> list[Space]:
        return list(self.search.in_order().for_listing()[start:stop])

    def chosen(self) -> Iterator[tuple[str, str, Label]]:
        asked, words = self.search.filters, self.search.words
        if asked.text:
            yield "q", "", _("“%(words)s”") % {"words": asked.text}
        yield from (("type", code, words.types[code].label) for code in asked.types)
        if asked.territory:
            yield "territoire", "", asked.territory.qualified_name
        yield from (("equipement", code, words.amenities[code].label) for code in asked.amenities)
        if asked.open_now:
            yield "ouvert", "", _("Open now")
        if asked.step_free:
            yield "acces", "", _("Step-free access")
        yield from ((name, "", said) for name, said in asked.described_extras())
        if asked.near:
            yield "pres", "", where.around(asked.radius_km)
        if asked.box:
            yield "bbox", "", _("Part of the map")

    def search_fields(self) -> list[Item]:
        """What, where, and whatever other rooms let people ask (when)."""
        asked = self.search.filters
        regions = where.regions(where.counts(self.search.found(but="territoire"), "commune"), asked.territory)
        return [
            {"name": "q", "label": _("What"), "value": asked.text, "placeholder": _("A fablab, a name, a town…")},
            where.field(regions, asked.territory, near=asked.near),
            *(self._extra(extra) for extra in filters.extras() if extra.choices()),
        ]

    def facets(self) -> list[Item]:
        asked, totals = self.search.filters, self.search.totals
        types, amenities = facets.words(self.search)
        return [
            lists.several("type", _("Type of place"), types),
            lists.several("equipement", _("Equipment"), amenities),
            lists.switch("ouvert", "maintenant", _("Open now"), is_on=asked.open_now, count=totals.open_now),
            lists.switch("acces", "pmr", _("Step-free access"), is_on=asked.step_free, count=totals.step_free),
            lists.sorts(filters.SORTS, asked),
        ]

    def _extra(self, extra: filters.ExtraFilter) -> Item:
        chosen = self.address.params.get(extra.name, "")
        choices = [("", _("Any time")), *extra.choices()]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, extra.describe(self.search.filters.extras[extra.name])))
        options = [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]
        return {"name": extra.name, "label": extra.label, "options": options}
