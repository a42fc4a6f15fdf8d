"""Finding communes in the database: once for an import of any size, or for one address."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from maillage.base.geo import box_around
from maillage.territories.models import FormerCommune, Territory
from maillage.territories.querysets import TerritoryQuerySet
from maillage.territories.rules.locating import Address, Place, PlaceIndex
from maillage.territories.rules.place_names import (
    arrondissement_code,
    city_key,
    clean_insee,
    clean_postcode,
)

NEAREST_WITHIN_M = 30_000
PLACES = (Territory.Level.COMMUNE, Territory.Level.ARRONDISSEMENT)


class CommuneResolver:
    """Every commune held in memory (some 25 MB): two queries, then none however many rows are asked.

    The answer's `code` is the key of the Territory: `space.commune_id = place.code`.
    """

    def __init__(self) -> None:
        self._index = _index_of(Territory.objects.filter(level__in=PLACES), Q())

    def locate(self, **parts: Any) -> Place | None:
        """The commune named by any of `insee`, `postal_code`, `city`, `latitude` with `longitude`."""
        return self._index.locate(Address(**parts))

    def nearest(self, latitude: float, longitude: float, *, within_m: float = NEAREST_WITHIN_M) -> Place | None:
        """The commune whose centre is nearest; near a border it may be the neighbour."""
        return self._index.nearest(latitude, longitude, within_m=within_m)


def locate(**parts: Any) -> Territory | None:
    """The same as `CommuneResolver.locate` for one address (three queries)."""
    address = Address(**parts)
    insee, postcode = clean_insee(address.insee), clean_postcode(address.postal_code)
    key = city_key(address.city)
    asked = Q(pk__in=filter(None, [insee, arrondissement_code(address.city)]))
    if insee:
        asked |= Q(former_communes__code=insee) | Q(commune=insee)
    if postcode:
        asked |= Q(postcodes__contains=f" {postcode} ")
    if key:
        asked |= Q(search_key__endswith=f" {key}") | Q(former_communes__search_key__endswith=f" {key}")
    candidates = Territory.objects.filter(level__in=PLACES).filter(asked).distinct()
    found = _index_of(candidates, Q(code=insee) | Q(search_key__endswith=f" {key}")).locate(address)
    return Territory.objects.get(pk=found.code) if found else None


def nearest_commune(latitude: float, longitude: float, *, within_m: float = NEAREST_WITHIN_M) -> Territory | None:
    """The commune or municipal arrondissement whose centre is nearest (two queries)."""
    west, south, east, north = box_around(latitude, longitude, within_m)
    around = Territory.objects.filter(level__in=PLACES, latitude__range=(south, north), longitude__range=(west, east))
    found = PlaceIndex(_places(around)).nearest(latitude, longitude, within_m=within_m)
    return Territory.objects.get(pk=found.code) if found else None


def _index_of(territories: TerritoryQuerySet, former: Q) -> PlaceIndex:
    past = FormerCommune.objects.filter(former).order_by("pk").values_list("code", "name", "commune_id")
    return PlaceIndex(_places(territories), past.iterator())


def _places(territories: TerritoryQuerySet) -> Iterator[Place]:
    columns = (
        "pk", "name", "commune_id", "departement_id", "population", "latitude", "longitude", "postcodes",
    )  # fmt: skip
    for code, name, commune, departement, population, latitude, longitude, postcodes in (
        territories.order_by("pk").values_list(*columns).iterator()
    ):
        yield Place(
            code=code,
            name=name,
            commune=commune,
            departement=departement,
            population=population or 0,
            latitude=latitude,
            longitude=longitude,
            postcodes=tuple(postcodes.split()),
        )
