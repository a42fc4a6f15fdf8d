"""What rooms above the catalogue add to its pages: a panel on the page of a space, a fact in the list.

The catalogue knows nothing of bookings or events. They register here from `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from spaces.catalogue.models import Space

Context = dict[str, Any]

MAIN, ASIDE = "main", "aside"


@dataclass(frozen=True, slots=True)
class Section:
    """A panel on the page of a space.

    `context(request, space)` answers what `template` needs, or None to show nothing. It runs on
    every visit: a constant number of queries. Sections of one `area` are sorted by `order`
    (the catalogue's own story is 50: below comes before it).
    """

    name: str
    template: str
    context: Callable[[HttpRequest, Space], Context | None]
    area: str = MAIN
    order: int = 100


Action = dict[str, Any]

_sections: dict[str, Section] = {}
_actions: dict[str, Callable[[HttpRequest, Space], Action | None]] = {}
_facts: dict[str, Callable[[list[Space]], dict[int, list[str]]]] = {}


def register(section: Section) -> None:
    """Add or replace the panel of that name."""
    _sections[section.name] = section


def register_action(name: str, action: Callable[[HttpRequest, Space], Action | None]) -> None:
    """Add a button under the title: arguments of the component `button`, or None."""
    _actions[name] = action


def register_facts(name: str, facts: Callable[[list[Space]], dict[int, list[str]]]) -> None:
    """Add short facts to the lines of the list ("6 desks free"), by key of space, for a whole page at once."""
    _facts[name] = facts


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel ready to be put on the page."""

    name: str
    html: SafeString
    order: int


def rendered(request: HttpRequest, space: Space, *, area: str) -> list[Shown]:
    """The panels of other rooms for this space, in order."""
    panels = []
    for section in sorted(_sections.values(), key=lambda one: (one.order, one.name)):
        if section.area == area and (context := section.context(request, space)) is not None:
            html = render_to_string(section.template, {"space": space, **context}, request=request)
            panels.append(Shown(section.name, html, section.order))
    return panels


def actions(request: HttpRequest, space: Space) -> list[Action]:
    """The buttons of other rooms for this person."""
    return [action for make in _actions.values() if (action := make(request, space)) is not None]


def facts(spaces: Iterable[Space]) -> dict[int, list[str]]:
    """The facts of other rooms, by key of space."""
    spaces = list(spaces)
    found: dict[int, list[str]] = {space.pk: [] for space in spaces}
    for register_of_one_room in _facts.values():
        for pk, said in register_of_one_room(spaces).items():
            found[pk] += said
    return found
