"""What the page of `/lieux/` shows, made of components' arguments."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import clock
from spaces.catalogue import facets, filters, where
from spaces.catalogue.address import ListAddress
from spaces.catalogue.cards import cards
from spaces.catalogue.search import Search

PAGE_SIZE = 24

Item = dict[str, Any]


class NoSuchPage(filters.BadFilters):
    """The list is shorter than that."""


@dataclass(frozen=True, eq=False)
class ListPage:
    """One state of the list."""

    search: Search
    address: ListAddress

    def context(self) -> dict[str, Any]:
        asked = self.search.filters
        return {
            "page": self.page,
            "cards": cards(self.page.object_list, at=clock.now(), near=asked.near),
            "total": self.search.totals.found,
            "order": filters.SORTS[asked.order],
            "search_fields": self.search_fields,
            "search_keep": self.address.pairs(*(field["name"] for field in self.search_fields)),
            "facets": self.groups,
            "facets_keep": self.address.pairs(*(group["name"] for group in self.groups)),
            "active": self.active,
            "views": self._views(),
            "is_map": asked.view == "carte",
            "is_near": asked.near is not None,
            "near_url": self.address.without("bbox", "tri"),
            "map_url": self.address.as_feed("geojson"),
            "feeds": [(kind, self.address.as_feed(kind.lower())) for kind in ("CSV", "GeoJSON", "JSON")],
            "list_url": self.address.path,
        }

    @cached_property
    def page(self) -> Page:
        """The spaces of the page asked for. Raises NoSuchPage beyond the last one."""
        number, total = self.search.filters.page, self.search.totals.found
        pages = max(1, -(-total // PAGE_SIZE))
        if number > pages:
            message = ngettext("This list has %(count)s page only.", "This list has %(count)s pages only.", pages) % {
                "count": number_format(pages)
            }
            raise NoSuchPage([filters.Problem("page", str(number), message)])
        start = (number - 1) * PAGE_SIZE
        spaces = self.search.in_order().for_listing()[start : start + PAGE_SIZE]
        paginator = Paginator(range(total), PAGE_SIZE)
        return Page(list(spaces), number, paginator)

    @cached_property
    def active(self) -> list[Item]:
        """A chip per chosen filter, with the address of the list without it."""
        asked, words = self.search.filters, self.search.words
        chips = [("q", asked.text, _("“%(words)s”") % {"words": asked.text})] if asked.text else []
        chips += [("type", code, words.types[code].label) for code in asked.types]
        if asked.territory:
            chips.append(("territoire", "", asked.territory.qualified_name))
        chips += [("equipement", code, words.amenities[code].label) for code in asked.amenities]
        if asked.open_now:
            chips.append(("ouvert", "", _("Open now")))
        if asked.step_free:
            chips.append(("acces", "", _("Step-free access")))
        chips += [(name, "", said) for name, said in asked.described_extras()]
        if asked.near:
            chips.append(("pres", "", where.around(asked.radius_km)))
        if asked.box:
            chips.append(("bbox", "", _("Part of the map")))
        return [{"text": text, "url": self._without(name, value)} for name, value, text in chips]

    def _without(self, name: str, value: str) -> str:
        if name in ("type", "equipement"):
            return self.address.without_values((name, value))
        return self.address.without(name, *(("rayon", "tri") if name == "pres" else ()))

    @cached_property
    def search_fields(self) -> list[Item]:
        """What, where, and whatever other rooms let people ask (when)."""
        asked = self.search.filters
        regions = where.regions(self.search.found(but="territoire"), "commune", asked.territory)
        return [
            {
                "name": "q",
                "label": _("What"),
                "value": asked.text,
                "placeholder": _("A fablab, a name, a town…"),
            },
            where.field(regions, asked.territory),
            *(self._extra(extra) for extra in filters.extras() if extra.choices()),
        ]

    @cached_property
    def groups(self) -> list[Item]:
        """The facets, each with its counts."""
        asked, totals = self.search.filters, self.search.totals
        types, amenities = facets.words(self.search)
        groups: list[Item] = [
            _checkboxes("type", _("Type of space"), types),
            _checkboxes("equipement", _("Equipment"), amenities),
            _switch("ouvert", "maintenant", _("Open now"), asked.open_now, totals.open_now),
            _switch("acces", "pmr", _("Step-free access"), asked.step_free, totals.step_free),
        ]
        groups.append(
            {
                "name": "tri",
                "label": _("Sort"),
                "kind": "select",
                "options": [
                    {
                        "value": "" if name == asked.default_order else name,
                        "label": label,
                        "checked": asked.order == name,
                    }
                    for name, label in filters.SORTS.items()
                    if name != "proche" or asked.near
                ],
            }
        )
        return [group for group in groups if group.get("options") != []]

    def _extra(self, extra: filters.ExtraFilter) -> Item:
        chosen = self.address.params.get(extra.name, "")
        choices = [("", _("Any time")), *extra.choices()]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, extra.describe(self.search.filters.extras[extra.name])))
        options = [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]
        return {"name": extra.name, "label": extra.label, "options": options}

    def _views(self) -> list[Item]:
        return [
            {
                "label": label,
                "url": self.address.without("vue") if name == "liste" else self.address.having("vue", name),
                "current": self.search.filters.view == name,
                "icon": "list" if name == "liste" else "map",
            }
            for name, label in filters.VIEWS.items()
        ]


def _checkboxes(name: str, label: str, choices: list[facets.Choice]) -> Item:
    options = [
        {"value": one.value, "label": one.label, "count": one.count, "checked": one.is_chosen} for one in choices
    ]
    return {"name": name, "label": label, "kind": "checkbox", "options": options}


def _switch(name: str, value: str, label: str, is_chosen: bool, count: int) -> Item:
    return {"name": name, "kind": "switch", "label": label, "value": value, "checked": is_chosen, "count": count}
