"""Hours in rows made into what the rules read, for many places at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from maillage.base.prepared import Among, Prepared
from maillage.base.zones import get_zone
from spaces.catalogue.models.hours import OpeningException, OpeningHours
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours

NETWORK: tuple[None, None] = (None, None)
Owner = tuple[int | None, int | None]  # space, resource: one of them, or neither for the network

OWNED = Q(Among("space", "spaces")) | Q(Among("resource", "resources"))
WEEKLY = Prepared(
    lambda: (
        OpeningHours.objects.filter(OWNED)
        .order_by("weekday", "opens_min", "pk")
        .values_list("space", "resource", "weekday", "opens_min", "closes_min", "valid_from", "valid_through")
    )
)
# Exceptions of one length over one date: the rules take the later in the list, `open_at` sorts alike.
DATED = Prepared(
    lambda: (
        OpeningException.objects.filter(OWNED | Q(space=None, resource=None))
        .order_by("first_on", "pk", "hours__opens_min", "hours__pk")
        .values_list("pk", "space", "resource", "first_on", "last_on", "label", "hours__opens_min", "hours__closes_min")
    )
)


class Place(NamedTuple):
    """What the loader needs to know of a space."""

    space_id: int
    time_zone: str


class Thing(NamedTuple):
    """What the loader needs to know of a resource."""

    resource_id: int
    place: Place
    has_own_hours: bool


def layers_of_places(places: Iterable[Place]) -> dict[int, OpeningLayers]:
    """The hours of spaces, by their key. Two queries, however many there are."""
    places = list(places)
    rows = _Rows([place.space_id for place in places], [])
    return {place.space_id: rows.layers_of(place) for place in places}


def layers_of_things(things: Iterable[Thing]) -> dict[int, OpeningLayers]:
    """The hours of resources, by their key; those without hours of their own share their space's object.

    Two queries, however many there are, none for nothing.
    """
    things = list(things)
    if not things:
        return {}
    rows = _Rows({thing.place.space_id for thing in things}, [thing.resource_id for thing in things])
    of_space = {place: rows.layers_of(place) for place in {thing.place for thing in things}}
    return {thing.resource_id: rows.layers_of_thing(thing, of_space[thing.place]) for thing in things}


def network_layers(time_zone: str = "UTC") -> OpeningLayers:
    """The network's own dates alone (public holidays). One query."""
    dated = _dated((), ()).get(NETWORK, ())
    return OpeningLayers(get_zone(time_zone), (Level(exceptions=dated),))


def layers_of_draft(space: Any) -> OpeningLayers:
    """The hours of a space as it stands in memory, its exceptions included. For previews: reads what it lacks."""
    weekly = tuple(
        WeeklyHours(row.weekday, row.opens_min, row.closes_min, row.valid_from, row.valid_through)
        for row in space.opening_hours.all()
    )
    exceptions = tuple(
        DatedHours(
            row.first_on, row.last_on, tuple((one.opens_min, one.closes_min) for one in row.hours.all()), row.label
        )
        for row in space.exceptions.all()
    )
    network = network_layers(space.time_zone)
    return OpeningLayers(network.zone, (*network.levels, Level(weekly, exceptions)))


class _Rows:
    """The rows of all owners asked for, sorted by owner."""

    def __init__(self, space_ids: Collection[int], resource_ids: Collection[int]) -> None:
        self.weekly = _weekly(space_ids, resource_ids)
        self.dated = _dated(space_ids, resource_ids)

    def layers_of(self, place: Place) -> OpeningLayers:
        owner = (place.space_id, None)
        network = Level(exceptions=self.dated.get(NETWORK, ()))
        space = Level(self.weekly.get(owner, ()), self.dated.get(owner, ()))
        return OpeningLayers(get_zone(place.time_zone), (network, space))

    def layers_of_thing(self, thing: Thing, of_space: OpeningLayers) -> OpeningLayers:
        owner = (None, thing.resource_id)
        dated = self.dated.get(owner, ())
        if not thing.has_own_hours and not dated:
            return of_space
        weekly = self.weekly.get(owner, ()) if thing.has_own_hours else None
        return OpeningLayers(of_space.zone, (*of_space.levels, Level(weekly, dated)))


def _weekly(space_ids: Collection[int], resource_ids: Collection[int]) -> dict[Owner, tuple[WeeklyHours, ...]]:
    found: defaultdict[Owner, list[WeeklyHours]] = defaultdict(list)
    for space, resource, *window in WEEKLY.rows(spaces=list(space_ids), resources=list(resource_ids)):
        found[space, resource].append(WeeklyHours(*window))
    return {owner: tuple(windows) for owner, windows in found.items()}


def _dated(space_ids: Collection[int], resource_ids: Collection[int]) -> dict[Owner, tuple[DatedHours, ...]]:
    """Exceptions with their hours, joined: one row a window, one without hours for a closure. The network's too."""
    found: defaultdict[Owner, list[DatedHours]] = defaultdict(list)
    rows = DATED.rows(spaces=list(space_ids), resources=list(resource_ids))
    for (_, space, resource, first_on, last_on, label), windows in groupby(rows, key=lambda row: row[:6]):
        hours = tuple(row[6:] for row in windows if row[6] is not None)
        found[space, resource].append(DatedHours(first_on, last_on, hours, label))
    return {owner: tuple(exceptions) for owner, exceptions in found.items()}
