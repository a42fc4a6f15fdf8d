"""The query string of `/lieux/`, read once for the page, its feeds and the API.

`read(request.GET, words)` answers a `SpaceFilters` or raises `BadFilters`, which names every value
it does not understand: a list that silently ignored one would answer another question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base import list_filters
from maillage.base.geo import Box, Point
from maillage.territories import filters as territories
from maillage.territories.models import Territory
from spaces.catalogue.words import Words

NAMES = (
    "q", "type", "territoire", "equipement", "ouvert", "acces", "bbox", "pres", "rayon", "libre", "tri", "page", "vue",
)  # fmt: skip

SORTS = {
    "nom": gettext_lazy("by name"),
    "proche": gettext_lazy("from the nearest to the farthest"),
    "recent": gettext_lazy("latest changes first"),
}
VIEWS = {"liste": gettext_lazy("List"), "carte": gettext_lazy("Map")}


@dataclass(frozen=True, slots=True)
class ExtraFilter:
    """A filter that an app above the catalogue answers (`libre`: the booking's).

    `parse` turns the text into a value or raises ValueError with a sentence for people;
    `condition` says which spaces match, asked once a request; `describe` says the value on its chip.
    `label` and `choices` (value, words) offer it beside the list. `depends_on_now` tells feeds that
    their answer changes by itself.
    """

    name: str
    label: str | Promise
    parse: Callable[[str], Any]
    condition: Callable[[Any], Q]
    describe: Callable[[Any], str]
    choices: Callable[[], list[tuple[str, str]]] = list
    depends_on_now: bool = True


_extras: dict[str, ExtraFilter] = {}


def register(extra: ExtraFilter) -> None:
    """Add a filter to the catalogue. Called from `AppConfig.ready` of the app that answers it."""
    _extras[extra.name] = extra


def extras() -> list[ExtraFilter]:
    """The filters that other apps answer."""
    return list(_extras.values())


def known_names() -> frozenset[str]:
    """Every name that the query string may hold."""
    return frozenset((*NAMES, *_extras))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFilters:
    """What somebody asked of the catalogue. Codes are known ones."""

    text: str = ""
    types: tuple[str, ...] = ()
    territory: Territory | None = None
    amenities: tuple[str, ...] = ()
    open_now: bool = False
    step_free: bool = False
    box: Box | None = None
    near: Point | None = None
    radius_km: float | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    view: str = "liste"
    page: int = 1

    @property
    def default_order(self) -> str:
        return "proche" if self.near else "nom"

    @property
    def order(self) -> str:
        """The key in SORTS of the order that is used."""
        return self.sort or self.default_order

    @property
    def depends_on_now(self) -> bool:
        """Whether the same question may have another answer a minute later."""
        return self.open_now or any(_extras[name].depends_on_now for name in self.extras)

    def extra_conditions(self) -> Q:
        """What the filters of other apps ask, together."""
        return Q(*(_extras[name].condition(value) for name, value in self.extras.items()))

    def described_extras(self) -> list[tuple[str, str]]:
        """(name, words) of the filters that other apps answer."""
        return [(name, _extras[name].describe(value)) for name, value in self.extras.items()]


def read(params: QueryDict, words: Words) -> SpaceFilters:
    """What the query string asks. Raises BadFilters with every value that means nothing."""
    reader = list_filters.Reader(params)
    near = reader.one("pres", list_filters.point)
    found = SpaceFilters(
        text=reader.one("q", list_filters.text) or "",
        types=reader.many("type", list_filters.known(words.types, _("There is no type of place “%(value)s”."))),
        territory=reader.one("territoire", territories.territory),
        amenities=reader.many(
            "equipement", list_filters.known(words.amenities, _("There is no equipment “%(value)s”."))
        ),
        open_now=bool(reader.one("ouvert", list_filters.only("maintenant"))),
        step_free=bool(reader.one("acces", list_filters.only("pmr"))),
        box=reader.one("bbox", list_filters.box),
        near=near,
        radius_km=reader.one("rayon", list_filters.radius_km),
        extras={name: value for name, extra in _extras.items() if (value := reader.one(name, extra.parse)) is not None},
        sort=reader.one("tri", list_filters.choice(SORTS)) or "",
        view=reader.one("vue", list_filters.choice(VIEWS)) or "liste",
        page=reader.one("page", list_filters.page) or 1,
    )
    if (libre := params.get("libre")) and "libre" not in _extras:
        reader.refuse("libre", libre, _("This network takes no bookings: what is free is not known."))
    reader.require_point(near, "rayon")
    if near is None and found.sort == "proche" and "pres" not in reader.refused:
        reader.refuse("tri", "proche", _("To sort by distance, add a point: “pres=latitude,longitude”."))
    reader.finish()
    return found
