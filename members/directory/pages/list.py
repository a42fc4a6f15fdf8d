"""What the page of `/annuaire/` shows, made of components' arguments."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import lists
from maillage.base.lists import Item, Label
from maillage.territories import where
from members.directory import facets, filters
from members.directory.cards import cards
from members.directory.models import Organisation, Person
from members.directory.search import Search


class ListPage(lists.ListPage):
    """One state of the list of people and organisations."""

    search: Search

    def context(self) -> dict[str, Any]:
        asked = self.search.filters
        return self.shared_context() | {
            "page": self.page,
            "cards": self.page.object_list,
            "order": filters.SORTS[asked.order],
            "kinds": self._kinds(),
            "near_url": "" if asked.near else self.address.without("territoire"),
            "feeds": [(kind, self.address.as_feed(kind.lower())) for kind in ("CSV", "JSON")],
        }

    @cached_property
    def total(self) -> int:
        return self.search.total

    def has_any(self) -> bool:
        user = self.search.user
        return Person.objects.listed_for(user).exists() or Organisation.objects.listed_for(user).exists()

    def lines(self, start: int, stop: int) -> list[Item]:
        return cards(self.search.keys(start, stop), self.search.user, self.search.today)

    def chosen(self) -> Iterator[tuple[str, str, Label]]:
        asked, words = self.search.filters, self.search.words
        if asked.text:
            yield "q", "", _("“%(words)s”") % {"words": asked.text}
        yield from (("competence", code, words.skills[code].label) for code in asked.skills)
        yield from (("secteur", code, words.sectors[code].label) for code in asked.sectors)
        if asked.territory:
            yield "territoire", "", asked.territory.qualified_name
        if asked.available:
            yield "disponible", "", _("Available now")
        if asked.near:
            yield "pres", "", where.around(asked.radius_km)

    def facets(self) -> Iterator[Item]:
        asked = self.search.filters
        yield lists.several("secteur", _("Sector"), facets.sectors(self.search))
        if asked.kind != filters.ORGANISATION:
            yield lists.several("competence", _("Skill"), facets.skills(self.search))
            count = self.search.totals.available
            yield lists.switch("disponible", "1", _("Available now"), is_on=asked.available, count=count)
        yield lists.sorts(filters.SORTS, asked)

    def search_fields(self) -> list[Item]:
        asked = self.search.filters
        return [
            {
                "name": "q",
                "label": _("Who or what"),
                "value": asked.text,
                "placeholder": _("A name, a trade, a town…"),
            },
            where.field(facets.regions(self.search), asked.territory),
        ]

    def _kinds(self) -> list[Item]:
        """All, people, organisations: each with its count under the other filters."""
        totals = self.search.totals
        labels: dict[str, Label] = {"": _("All"), **filters.KINDS}
        counts = {
            "": totals.people + totals.organisations,
            filters.PERSON: totals.people,
            filters.ORGANISATION: totals.organisations,
        }
        return lists.tabs(self.address, "genre", labels, current=self.search.filters.kind, default="", counts=counts)
