"""What the page of `/annuaire/` shows, made of components' arguments."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base.list_filters import BadFilters, ListAddress, Problem
from members.directory import facets, filters
from members.directory.cards import cards
from members.directory.search import Search

PAGE_SIZE = 24

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class ListPage:
    """One state of the list."""

    search: Search
    address: ListAddress

    def context(self) -> Item:
        asked = self.search.filters
        return {
            "page": self.page,
            "cards": self.page.object_list,
            "total": self.search.total,
            "order": filters.SORTS[asked.order],
            "search_fields": self._search_fields(),
            "search_keep": self.address.pairs("q", "territoire"),
            "facets": self.groups,
            "facets_keep": self.address.pairs(*(group["name"] for group in self.groups)),
            "active": self.active,
            "kinds": self._kinds(),
            "near_url": "" if asked.near else self.address.without("territoire"),
            "feeds": [(kind, self.address.as_feed(kind.lower())) for kind in ("CSV", "JSON")],
            "list_url": self.address.path,
        }

    @cached_property
    def page(self) -> Page:
        """The lines of the page asked for. Raises BadFilters beyond the last one."""
        number, total = self.search.filters.page, self.search.total
        pages = max(1, -(-total // PAGE_SIZE))
        if number > pages:
            said = {"count": number_format(pages)}
            message = ngettext("This list has %(count)s page only.", "This list has %(count)s pages only.", pages)
            raise BadFilters([Problem("page", str(number), message % said)])
        start = (number - 1) * PAGE_SIZE
        lines = cards(self.search.keys(start, start + PAGE_SIZE), self.search.user)
        return Page(lines, number, Paginator(range(total), PAGE_SIZE))

    @cached_property
    def active(self) -> list[Item]:
        """A chip per chosen filter, with the address of the list without it."""
        asked, words = self.search.filters, self.search.words
        chips = [("q", "", _("“%(words)s”") % {"words": asked.text})] if asked.text else []
        chips += [("competence", code, words.skills[code].label) for code in asked.skills]
        chips += [("secteur", code, words.sectors[code].label) for code in asked.sectors]
        if asked.territory:
            chips.append(("territoire", "", asked.territory.qualified_name))
        if asked.available:
            chips.append(("disponible", "", _("Available now")))
        if asked.near:
            radius = number_format(asked.radius_km, 0)
            chips.append(("pres", "", _("Within %(radius)s km of a point") % {"radius": radius}))
        return [{"text": text, "url": self._without(name, value)} for name, value, text in chips]

    @cached_property
    def groups(self) -> list[Item]:
        """The facets, those with nothing to choose left out."""
        asked = self.search.filters
        groups: list[Item] = [_checkboxes("secteur", _("Sector"), facets.sectors(self.search))]
        if asked.kind != filters.ORGANISATION:
            groups.append(_checkboxes("competence", _("Skill"), facets.skills(self.search)))
            groups.append(self._availability())
        groups.append(self._sorts())
        return [group for group in groups if group.get("options") != []]

    def _availability(self) -> Item:
        return {
            "name": "disponible",
            "kind": "switch",
            "label": _("Available now"),
            "value": "1",
            "checked": self.search.filters.available,
            "count": self.search.totals.available,
        }

    def _sorts(self) -> Item:
        asked = self.search.filters
        options = [
            {"value": "" if name == asked.default_order else name, "label": label, "checked": asked.order == name}
            for name, label in filters.SORTS.items()
            if name != "proche" or asked.near
        ]
        return {"name": "tri", "label": _("Sort"), "kind": "select", "options": options}

    def _without(self, name: str, value: str) -> str:
        if value:
            return self.address.without_value(name, value)
        return self.address.without(name, *(("rayon", "tri") if name == "pres" else ()))

    def _kinds(self) -> list[Item]:
        """All, people, organisations: each with its count under the other filters."""
        totals, asked = self.search.totals, self.search.filters
        counts = {"": totals.people + totals.organisations, filters.PERSON: totals.people,
                  filters.ORGANISATION: totals.organisations}  # fmt: skip
        return [
            {
                "label": label,
                "url": self.address.having("genre", kind) if kind else self.address.without("genre"),
                "current": asked.kind == kind,
                "count": counts[kind],
            }
            for kind, label in {"": _("All"), **filters.KINDS}.items()
        ]

    def _search_fields(self) -> list[Item]:
        return [
            {
                "name": "q",
                "label": _("Who or what"),
                "value": self.search.filters.text,
                "placeholder": _("A name, a skill, a trade…"),
            },
            {"name": "territoire", "label": _("Where"), "options": self._places()},
        ]

    def _places(self) -> list[Item]:
        """Everywhere, then each region and its departments; the territory asked for, when it is another."""
        asked = self.search.filters.territory
        options = [{"value": "", "label": _("Everywhere"), "selected": asked is None}]
        for region in facets.territories(self.search):
            options += [_option(region), *(_option(inside, indent="\u2003") for inside in region.inside)]
        if asked and asked.pk not in {option["value"] for option in options}:
            options.insert(1, {"value": asked.pk, "label": asked.qualified_name, "selected": True})
        return options


def _option(choice: facets.Choice, indent: str = "") -> Item:
    label = f"{indent}{choice.label} ({number_format(choice.count, force_grouping=True)})"
    return {"value": choice.value, "label": label, "selected": choice.is_chosen}


def _checkboxes(name: str, label: str, choices: list[facets.Choice]) -> Item:
    options = [
        {"value": one.value, "label": one.label, "count": one.count, "checked": one.is_chosen} for one in choices
    ]
    return {"name": name, "label": label, "kind": "checkbox", "options": options}
