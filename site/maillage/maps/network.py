"""The mesh of the network's own places, for the home page."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import F

from maillage.base.geo import Point
from maillage.maps.mesh import Mesh, Town, draw_mesh
from maillage.territories.models import Territory
from spaces.catalogue.models import Space

KEY, SECONDS = "maps:mesh:2", 600
CANDIDATE_TOWNS = 150


def network_mesh() -> Mesh:
    """The mesh of all public places (two queries, then none for ten minutes)."""
    mesh = cache.get(KEY)
    if mesh is None:
        mesh = _draw()
        cache.set(KEY, mesh, SECONDS)
    return mesh


def _draw() -> Mesh:
    places = Space.objects.public().on_map().order_by("pk").values_list("latitude", "longitude")
    points = _points(places)
    towns = Territory.objects.communes().filter(pk__in=Space.objects.public().on_map().order_by().values("commune"))
    largest = towns.order_by(F("population").desc(nulls_last=True), "pk")[:CANDIDATE_TOWNS]
    names = largest.values_list("name", "latitude", "longitude")
    positions = _points((latitude, longitude) for _, latitude, longitude in names)
    return draw_mesh(points, [Town(name, point) for (name, *_), point in zip(names, positions, strict=True)])


def _points(pairs: Iterable[tuple[float | None, float | None]]) -> list[Point]:
    """The database says that none is missing; the types do not know it."""
    return [Point(lat, lon) for lat, lon in pairs if lat is not None and lon is not None]
