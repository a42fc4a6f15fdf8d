"""Places found again: the same one in the next version of a list, or perhaps the same in another list.

A score, 0 to 1, is how alike the names are, times how surely both stand in one spot. From POSSIBLE on,
somebody should look before a second record is created; from CERTAIN on, both are one place.
Branches of one brand, neighbours in one building and namesakes in one town stay apart: they agree on
one of the two only. Measured on real lists, see the tests.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from spaces.catalogue.rules.places.addresses import same_address
from spaces.catalogue.rules.places.coordinates import distance_m
from spaces.catalogue.rules.places.names import core, normalise_city, normalise_name, similarity

POSSIBLE = 0.8
CERTAIN = 0.95

CELL_DEGREES = 0.01  # about 1.1 km from south to north
AROUND_M = 1000
_NEARNESS = ((150, 1.0, 0.85), (300, 0.95, 0.85), (AROUND_M, 0.85, 0.6))
"""Up to so many metres: (how near without addresses to compare, how near at different addresses)."""
CONTACT_BONUS = 0.08

_ARRONDISSEMENTS = {"751": "75056", "6938": "69123", "132": "13055"}


class Located(Protocol):
    """What a place must say of itself to be compared: a `Place` does, a `Known` too."""

    @property
    def name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postal_code(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def insee(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def pivot(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A place that already has its record. `source` and `external_id` are empty when it was written here."""

    slug: str
    name: str
    source: str = ""
    external_id: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    pivot: str = ""


class Kind(StrEnum):
    SAME = "same"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Match:
    """A known place that a record means, surely or perhaps."""

    kind: Kind
    place: Located
    score: float


class _Traits:
    """What is compared of a place, computed once."""

    def __init__(self, place: Located) -> None:
        self.place = place
        self.towns = frozenset(_towns(place))
        self.contacts = frozenset(_contacts(place))

    @cached_property
    def cell(self) -> tuple[int, int] | None:
        if self.place.latitude is None or self.place.longitude is None:
            return None
        return math.floor(self.place.latitude / CELL_DEGREES), math.floor(self.place.longitude / CELL_DEGREES)

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """Where namesakes of one town meet: (town, first letters of a telling word)."""
        starts = {word[:3] for word in (*core(self.place.name), normalise_name(self.place.name))}
        return sorted((town, start) for town in self.towns for start in starts)


class PlaceIndex:
    """Known places, found by neighbourhood, by town and name, and by pivot number.

    Built once; each look-up reads a handful of places, however many there are. Without coordinates, a
    name is found by the first three letters of one of its telling words.
    """

    def __init__(self, places: Iterable[Located] = ()) -> None:
        self._cells: dict[tuple[int, int], list[_Traits]] = defaultdict(list)
        self._blocks: dict[tuple[str, str], list[_Traits]] = defaultdict(list)
        self._pivots: dict[str, list[_Traits]] = defaultdict(list)
        for place in places:
            self.add(place)

    def add(self, place: Located) -> None:
        traits = _Traits(place)
        if traits.cell:
            self._cells[traits.cell].append(traits)
        for block in traits.blocks:
            self._blocks[block].append(traits)
        if place.pivot:
            self._pivots[place.pivot].append(traits)

    def find(self, record: Located) -> Match | None:
        """The place that `record` most resembles, if it could be that one; the first added wins ties."""
        return next(self.matches(record), None)

    def matches(self, record: Located) -> Iterator[Match]:
        """Every place that `record` could be, the most alike first."""
        traits = _Traits(record)
        scored = [(_score(traits, one), one.place) for one in self._around(traits) if _may_match(traits, one)]
        for score, place in sorted(scored, key=lambda pair: -pair[0]):
            if score >= POSSIBLE:
                yield Match(Kind.SAME if score >= CERTAIN else Kind.POSSIBLE, place, score)

    def _around(self, traits: _Traits) -> list[_Traits]:
        found: list[_Traits] = []
        if traits.cell:
            row, column = traits.cell
            # Meridians draw together: one cell is 0.7 km wide in Lille, 1.1 km at the equator.
            wide = min(5, math.ceil(1 / max(0.2, math.cos(math.radians(row * CELL_DEGREES)))))
            for i in (row - 1, row, row + 1):
                for j in range(column - wide, column + wide + 1):
                    found += self._cells.get((i, j), ())
        for block in traits.blocks:
            found += self._blocks.get(block, ())
        found += self._pivots.get(traits.place.pivot, ())
        return list({id(one): one for one in found}.values())


def score(record: Located, other: Located) -> float:
    """How surely two records are one place, 0 to 1."""
    return _score(_Traits(record), _Traits(other))


def _may_match(a: _Traits, b: _Traits) -> bool:
    """Whether they stand near enough for any names to matter: names cost more to compare."""
    address = same_address(a.place.street, b.place.street)
    return _nearness(a, b, address, is_namesake=True) + CONTACT_BONUS >= POSSIBLE


def _score(a: _Traits, b: _Traits) -> float:
    names = similarity(a.place.name, b.place.name, (a.place.city, b.place.city))
    address = same_address(a.place.street, b.place.street)
    where = _nearness(a, b, address, is_namesake=names == 1)
    if a.place.pivot and a.place.pivot == b.place.pivot and where >= 0.85 and names >= 0.25:
        names = max(names, CERTAIN)  # alone it proves little: the libraries of a town share its number
    if where >= 0.6 and names >= (1.0 if address is False else 0.7) and a.contacts & b.contacts:
        return round(min(1.0, names * where + CONTACT_BONUS), 2)
    return round(names * where, 2)


def _nearness(a: _Traits, b: _Traits, address: bool | None, *, is_namesake: bool) -> float:
    """How surely both stand in one spot: 1 at one address or one point, next to nothing in different towns.

    `address` is True for one address, False for two, None when it cannot be said.
    """
    metres = _distance(a.place, b.place)
    in_one_town = bool(a.towns & b.towns)
    if address and (in_one_town or (metres is not None and metres <= AROUND_M)):
        return 1.0
    differs = address is False
    if metres is None or (metres == 0 and (differs or not is_namesake)):
        # To the decimal, one point is often the middle of the town: it says no more than the town.
        return (0.6 if differs else 0.9 if metres is None else 0.85) if in_one_town else 0.0
    for within, unsure, apart in _NEARNESS:
        if metres <= within:
            return apart if differs else unsure
    return (0.4 if differs else 0.7) if in_one_town else 0.0


def _distance(a: Located, b: Located) -> float | None:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return distance_m(a.latitude, a.longitude, b.latitude, b.longitude)


def _towns(place: Located) -> Iterator[str]:
    """Every name of the place's town; those of its districts are the whole city's too."""
    if place.insee:
        whole = (code for start, code in _ARRONDISSEMENTS.items() if place.insee.startswith(start))
        yield f"i{next(whole, place.insee)}"
    if place.postal_code:
        yield f"p{place.postal_code}"
    if place.city:
        yield f"c{normalise_city(place.city)}"


def _contacts(place: Located) -> Iterator[str]:
    if place.phone:
        yield f"t{place.phone}"
    if place.email:
        yield f"m{place.email.lower()}"
    if place.website:
        address = place.website.lower().split("://")[-1].removeprefix("www.")
        yield "w" + address.split("#")[0].rstrip("/")
