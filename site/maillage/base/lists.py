"""What the pages of lists have in common: a page of lines, facets with their counts, chips of what was chosen."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base.list_filters import PAGE, BadFilters, ListAddress, Problem

Item = dict[str, Any]
Label = str | Promise

NONE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. `inside` are narrower choices."""

    value: str
    label: str
    count: int
    is_chosen: bool
    inside: tuple["Choice", ...] = ()


@dataclass(frozen=True, eq=False)
class ListPage(ABC):
    """One state of a list, made of components' arguments. Each list says what it counts, shows and offers."""

    search: Any
    address: ListAddress

    page_size: ClassVar[int] = 24

    @property
    @abstractmethod
    def total(self) -> int:
        """How many lines the whole list has."""

    @abstractmethod
    def has_any(self) -> bool:
        """Whether there is anything that this person may see, whatever they ask. Two queries at most."""

    @abstractmethod
    def lines(self, start: int, stop: int) -> list[Any]:
        """Those of one page."""

    @abstractmethod
    def search_fields(self) -> list[Item]:
        """For the component `search`."""

    @abstractmethod
    def facets(self) -> Iterable[Item]:
        """For the component `facets`; those without a choice are left out."""

    @abstractmethod
    def chosen(self) -> Iterable[tuple[str, str, Label]]:
        """Each filter in use: its name, its value where it can be repeated, and words."""

    def shared_context(self) -> Item:
        fields, facets = self.search_fields(), [one for one in self.facets() if one.get("options") != []]
        chosen, offered = list(self.chosen()), {facet["name"] for facet in facets}
        return {
            "total": self.total,
            "is_empty": not self.total and not self.has_any(),  # then no filter is to blame
            "search_fields": fields,
            "search_keep": self.address.pairs(*(field["name"] for field in fields)),
            "facets": facets,
            "facets_keep": self.address.pairs(*(facet["name"] for facet in facets)),
            "facets_used": sum(name in offered for name, _, _ in chosen),
            "active": [{"text": text, "url": self._without(name, value)} for name, value, text in chosen],
            "list_url": self.address.path,
        }

    @cached_property
    def page(self) -> Page:
        """The page asked for. Raises BadFilters beyond the last one."""
        number, pages = self.search.filters.page, max(1, -(-self.total // self.page_size))
        if number > pages:
            said = ngettext("This list has %(count)s page only.", "This list has %(count)s pages only.", pages)
            raise BadFilters([Problem(PAGE, str(number), said % {"count": number_format(pages)})])
        start = (number - 1) * self.page_size
        lines = self.lines(start, start + self.page_size)
        return Page(lines, number, Paginator(range(self.total), self.page_size))

    def _without(self, name: str, value: str) -> str:
        if value:
            return self.address.without_value(name, value)
        return self.address.without(name, *(("rayon", "tri") if name == "pres" else ()))


def several(name: str, label: Label, choices: Iterable[Choice]) -> Item:
    """A facet of which several can be chosen."""
    return {"name": name, "label": label, "kind": "checkbox", "options": [_option(one) for one in choices]}


def one_of(name: str, label: Label, choices: Iterable[Choice], *, everything: str) -> Item:
    """A facet of which one can be chosen, or `everything`."""
    options = [_option(one) for one in choices]
    if options:
        options.insert(0, {"value": "", "label": everything, "count": None, "checked": False})
    return {"name": name, "label": label, "kind": "select", "options": options}


def switch(name: str, value: str, label: Label, *, is_on: bool, count: int) -> Item:
    """A facet that is asked for or not."""
    return {"name": name, "kind": "switch", "label": label, "value": value, "checked": is_on, "count": count}


def sorts(orders: Mapping[str, Label], asked: Any) -> Item:
    """The orders to choose from; by distance only around a point."""
    options = [
        {"value": "" if name == asked.default_order else name, "label": label, "checked": asked.order == name}
        for name, label in orders.items()
        if name != "proche" or asked.near
    ]
    return {"name": "tri", "label": _("Sort"), "kind": "select", "options": options}


def tabs(
    address: ListAddress,
    name: str,
    labels: Mapping[str, Label],
    *,
    current: str,
    default: str,
    icons: Mapping[str, str] = NONE,
    counts: Mapping[str, int] = NONE,
) -> list[Item]:
    """For the component `tabs`: one value of a filter at a time; the default is not said in the address."""
    return [
        {
            "label": label,
            "url": address.without(name) if value == default else address.having(name, value),
            "current": value == current,
            "icon": icons.get(value),
            "count": counts.get(value),
        }
        for value, label in labels.items()
    ]


def cannot_read(request: HttpRequest, template: str, refusal: BadFilters, address: ListAddress) -> HttpResponse:
    """The page for a question that cannot be understood: each value that means nothing, and the way out."""
    wrong = [(problem.name, problem.value) for problem in refusal.problems]
    context = {
        "problems": [
            {"text": problem.message, "url": address.without_value(problem.name, problem.value)}
            for problem in refusal.problems
        ],
        "repaired_url": address.without_values(*wrong),
        "list_url": request.path,
    }
    return render(request, template, context, status=400)


def _option(choice: Choice) -> Item:
    return {"value": choice.value, "label": choice.label, "count": choice.count, "checked": choice.is_chosen}
