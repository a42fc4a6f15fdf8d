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

from maillage.base.errors import DomainError
from maillage.base.geo import Box, Point, is_on_earth
from maillage.base.words import fold
from maillage.territories.models import Territory
from spaces.catalogue.services.words import Words

MAX_RADIUS_KM = 500
MAX_TEXT = 200
MAX_CHOICES = 50

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
class Problem:
    """One value that means nothing here, and what would."""

    name: str
    value: str
    message: str


class BadFilters(DomainError):
    """Some values of the query string are unknown or malformed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        detail = {"filters": [{"name": p.name, "value": p.value, "message": p.message} for p in problems]}
        super().__init__("bad_filter", " ".join(problem.message for problem in problems), detail)


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
    reader = _Reader(params)
    near = reader.one("pres", _point)
    found = SpaceFilters(
        text=reader.one("q", _text) or "",
        types=reader.many("type", lambda code: _known(code, words.types, _("There is no type of space “%(value)s”."))),
        territory=reader.one("territoire", _territory),
        amenities=reader.many(
            "equipement", lambda code: _known(code, words.amenities, _("There is no equipment “%(value)s”."))
        ),
        open_now=bool(reader.one("ouvert", _only("maintenant"))),
        step_free=bool(reader.one("acces", _only("pmr"))),
        box=reader.one("bbox", _box),
        near=near,
        radius_km=reader.one("rayon", _radius),
        extras={name: value for name, extra in _extras.items() if (value := reader.one(name, extra.parse)) is not None},
        sort=reader.one("tri", _only(*SORTS)) or "",
        view=reader.one("vue", _only(*VIEWS)) or "liste",
        page=reader.one("page", _page) or 1,
    )
    if (libre := params.get("libre")) and "libre" not in _extras:
        reader.refuse("libre", libre, _("This network takes no bookings: what is free is not known."))
    if near is None and found.radius_km is not None and "pres" not in reader.refused:
        reader.refuse("rayon", params.get("rayon", ""), _("A distance needs a point: add “pres=latitude,longitude”."))
    if near is None and found.sort == "proche" and "pres" not in reader.refused:
        reader.refuse("tri", "proche", _("To sort by distance, add a point: “pres=latitude,longitude”."))
    if reader.problems:
        raise BadFilters(reader.problems)
    return found


class _Reader:
    """Values of a query string, with what is wrong with them."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params
        self.problems: list[Problem] = []

    def one(self, name: str, parse: Callable[[str], Any]) -> Any:
        """The value of a filter given once; None when it is absent, empty or refused."""
        values = [value.strip() for value in self.params.getlist(name) if value.strip()]
        if len(values) > 1:
            self.refuse(name, values[1], _("“%(name)s” can be given only once.") % {"name": name})
            return None
        return self._parse(name, values[0], parse) if values else None

    def many(self, name: str, parse: Callable[[str], Any]) -> tuple[Any, ...]:
        """The different values of a filter that can be repeated."""
        values = dict.fromkeys(value.strip() for value in self.params.getlist(name) if value.strip())
        if len(values) > MAX_CHOICES:
            self.refuse(name, "…", _("Choose fewer than %(limit)s values.") % {"limit": MAX_CHOICES})
            return ()
        parsed = [self._parse(name, value, parse) for value in values]
        return tuple(value for value in parsed if value is not None)

    def refuse(self, name: str, value: str, message: str) -> None:
        self.problems.append(Problem(name, value[:MAX_TEXT], message))

    @property
    def refused(self) -> set[str]:
        return {problem.name for problem in self.problems}

    def _parse(self, name: str, value: str, parse: Callable[[str], Any]) -> Any:
        try:
            if "\x00" in value:
                raise ValueError(_("This value holds a character that cannot be read."))
            return parse(value)
        except ValueError as error:
            self.refuse(name, value.replace("\x00", ""), str(error))
            return None


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise ValueError(_("Search for fewer words: %(limit)s characters at most.") % {"limit": MAX_TEXT})
    if not fold(value):
        raise ValueError(_("Search for at least one letter or figure."))
    return value


def _known(code: str, codes: Mapping[str, Any], refusal: str) -> str:
    if code not in codes:
        raise ValueError(refusal % {"value": code[:MAX_TEXT]})
    return code


def _only(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            said = {"value": value[:MAX_TEXT], "allowed": ", ".join(allowed)}
            raise ValueError(_("“%(value)s” is not possible here. Possible: %(allowed)s.") % said)
        return value

    return parse


def _territory(code: str) -> Territory:
    try:
        return Territory.objects.by_public_code(code)
    except Territory.DoesNotExist as error:
        raise ValueError(_("There is no territory with the code “%(value)s”.") % {"value": code[:MAX_TEXT]}) from error


def _numbers(value: str, count: int) -> list[float]:
    """`count` finite numbers between commas. Raises ValueError (which its callers reword)."""
    parts = value.split(",")
    numbers = [float(part) for part in parts]
    if len(numbers) != count or any(number != number or abs(number) > 1e6 for number in numbers):
        raise ValueError(value)
    return numbers


def _box(value: str) -> Box:
    refusal = _("Write the corners of the map as west,south,east,north, in degrees: “-1.5,43,0.5,44”.")
    try:
        west, south, east, north = _numbers(value, 4)
    except ValueError as error:
        raise ValueError(refusal) from error
    if not (is_on_earth(south, west) and is_on_earth(north, east)) or south > north:
        raise ValueError(refusal)
    return Box(west, south, east, north)


def _point(value: str) -> Point:
    refusal = _("Write a point as latitude,longitude, in degrees: “43.2951,-0.3708”.")
    try:
        latitude, longitude = _numbers(value, 2)
    except ValueError as error:
        raise ValueError(refusal) from error
    if not is_on_earth(latitude, longitude):
        raise ValueError(refusal)
    return Point(latitude, longitude)


def _radius(value: str) -> float:
    try:
        (radius,) = _numbers(value.replace(",", "."), 1)
    except ValueError:
        radius = 0
    if not 0 < radius <= MAX_RADIUS_KM:
        raise ValueError(_("Write a distance in kilometres, from 1 to %(limit)s.") % {"limit": MAX_RADIUS_KM})
    return radius


def _page(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value[:9]) >= 1 and len(value) < 9):
        raise ValueError(_("“%(value)s” is not the number of a page.") % {"value": value[:MAX_TEXT]})
    return int(value)
