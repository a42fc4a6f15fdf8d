"""Which commune an address names, and which is nearest: answered from memory for thousands of rows."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.base.geo import METERS_PER_DEGREE, haversine_m
from maillage.territories.rules.place_names import (
    arrondissement_code,
    city_key,
    clean_insee,
    clean_postcode,
    departements_of_postcode,
)

CELL_DEGREES = 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """A commune or a municipal arrondissement; `commune` is the code of the former's own commune."""

    code: str
    name: str
    commune: str
    departement: str
    population: int
    latitude: float | None
    longitude: float | None
    postcodes: tuple[str, ...]

    @property
    def is_arrondissement(self) -> bool:
        return self.code != self.commune

    def distance_m(self, latitude: float, longitude: float) -> float:
        if self.latitude is None or self.longitude is None:
            return math.inf
        return haversine_m(self.latitude, self.longitude, latitude, longitude)


@dataclass(frozen=True, slots=True)
class Address:
    """What a list says of where something is; every part may be missing."""

    insee: str = ""
    postal_code: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None


class PlaceIndex:
    """Places by code, name, postcode and position."""

    def __init__(self, places: Iterable[Place], former: Iterable[tuple[str, str, str]] = ()) -> None:
        """`former` holds (past code, past name, code of the commune that took over)."""
        past = list(former)
        self._by_code: dict[str, Place] = {}
        self._by_postcode: dict[str, list[Place]] = defaultdict(list)
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
        self._arrondissements: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self._add(place)
        self._former = {code: heir for code, _, heir in past if heir in self._by_code}
        for _, name, heir in past:
            named = self._by_name[city_key(name)]
            if heir in self._by_code and self._by_code[heir] not in named:
                named.append(self._by_code[heir])

    def _add(self, place: Place) -> None:
        self._by_code[place.code] = place
        for postcode in place.postcodes:
            self._by_postcode[postcode].append(place)
        self._by_name[city_key(place.name)].append(place)
        if place.is_arrondissement:
            self._arrondissements[place.commune].append(place)
        if place.latitude is not None and place.longitude is not None:
            self._cells[_cell(place.latitude, place.longitude)].append(place)

    def locate(self, address: Address) -> Place | None:
        """The commune (or municipal arrondissement) the address names; None rather than a guess.

        The INSEE code decides when it is known. Else name and postcode must agree (a Cedex postcode
        gives only its department). Homonyms are told apart by the coordinates when there are some.
        """
        postcode = clean_postcode(address.postal_code)
        insee = clean_insee(address.insee)
        named = self._by_code.get(insee) or self._by_code.get(self._former.get(insee, ""))
        if named is not None:
            return self._arrondissement(named, postcode, address.city)
        candidates = self._candidates(postcode, address.city)
        if len(candidates) > 1:
            candidates = self._nearest_of(candidates, address)
        return self._arrondissement(candidates[0], postcode, address.city) if candidates else None

    def _candidates(self, postcode: str, city: str) -> list[Place]:
        if code := arrondissement_code(city):
            return [self._by_code[code]] if code in self._by_code else []
        key = city_key(city)
        named = self._by_name.get(key, []) if key else []
        sharing = [place for place in self._by_postcode.get(postcode, []) if not place.is_arrondissement]
        if not postcode:
            return named
        if not named:  # a hamlet, a business park: the postcode alone may still say which commune
            return sharing
        both = [place for place in named if place in sharing]
        return both or [p for p in named if p.departement in departements_of_postcode(postcode)]

    def _nearest_of(self, candidates: list[Place], address: Address) -> list[Place]:
        if address.latitude is None or address.longitude is None:
            return []
        distances = [(p.distance_m(address.latitude, address.longitude), p.code, p) for p in candidates]
        return [min(distances)[2]]

    def _arrondissement(self, place: Place, postcode: str, city: str) -> Place:
        """The arrondissement of a divided city that the address names, else the city."""
        parts = self._arrondissements.get(place.code, [])
        said = arrondissement_code(city)
        for part in parts:
            if part.code == said or (said is None and postcode in part.postcodes):
                return part
        return place

    def nearest(self, latitude: float, longitude: float, *, within_m: float) -> Place | None:
        """The place whose centre is nearest, arrondissements included, if any is within `within_m`."""
        near = (place for cell in _cells_around(latitude, longitude, within_m) for place in self._cells.get(cell, ()))
        distances = ((place.distance_m(latitude, longitude), -len(place.code), place.code, place) for place in near)
        best = min((item for item in distances if item[3].code not in self._arrondissements), default=None)
        return best[3] if best is not None and best[0] <= within_m else None


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / CELL_DEGREES), math.floor(longitude / CELL_DEGREES)


def _cells_around(latitude: float, longitude: float, radius_m: float) -> list[tuple[int, int]]:
    up = radius_m / METERS_PER_DEGREE
    across = up / max(0.01, math.cos(math.radians(latitude)))
    south, west = _cell(latitude - up, longitude - across)
    north, east = _cell(latitude + up, longitude + across)
    return [(y, x) for y in range(south, north + 1) for x in range(west, east + 1)]
