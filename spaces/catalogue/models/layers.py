"""Hours in rows made into what the rules read, for many places at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, Q, SmallIntegerField, Value
from django.utils.translation import get_language

from maillage.base.models import Network
from maillage.base.prepared import Among, Prepared
from maillage.base.zones import get_zone
from spaces.catalogue.models.hours import OpeningException, OpeningHours, PublicHolidays
from spaces.catalogue.rules.opening import DatedHours, Hours, Level, OpeningLayers, WeeklyHours
from spaces.catalogue.rules.public_holidays import Area, area_of, closures

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
SETTING = 0  # the key of no exception


def _dates_and_setting() -> Any:
    """Exceptions with their hours, and in one more row, as its label, what the network does on public holidays."""
    dates = OpeningException.objects.filter(OWNED | Q(space=None, resource=None)).order_by()
    setting = Network.objects.filter(site__is_default_site=True).order_by()
    no_key, no_day, no_time = (Value(None, field()) for field in (BigIntegerField, DateField, SmallIntegerField))
    return dates.values_list(
        "pk", "space", "resource", "first_on", "last_on", "label", "hours__opens_min", "hours__closes_min"
    ).union(
        setting.values_list(
            Value(SETTING, BigIntegerField()), no_key, no_key, no_day, no_day, "public_holidays", no_time, no_time
        ),
        all=True,
    )


DATED = Prepared(_dates_and_setting)


class Place(NamedTuple):
    """What the loader needs to know of a space: the columns `PLACE` of its row."""

    space_id: int
    time_zone: str
    public_holidays: str
    country: str
    commune_id: str | None
    postal_code: str

    @classmethod
    def of(cls, space: Any) -> "Place":
        return cls(*(getattr(space, name) for name in PLACE))

    @property
    def area(self) -> Area:
        """Whose public holidays are its own."""
        return area_of(
            country=self.country, insee=self.commune_id, postal_code=self.postal_code, time_zone=self.time_zone
        )


PLACE = ("pk", "time_zone", "public_holidays", "country", "commune_id", "postal_code")


class Dates(NamedTuple):
    """Dated hours by owner, and whether the network closes on public holidays."""

    by_owner: dict[Owner, tuple[DatedHours, ...]]
    closes_on_holidays: bool

    @property
    def of_network(self) -> tuple[DatedHours, ...]:
        return self.by_owner.get(NETWORK, ())

    def levels_of(self, place: Place, said: Level) -> tuple[Level, Level]:
        """The network's and the space's, each with the public holidays if it is the one that closes on them."""
        by_space = place.public_holidays == PublicHolidays.CLOSED
        by_network = place.public_holidays == PublicHolidays.AS_NETWORK and self.closes_on_holidays
        holidays = closures(place.area, get_language() or "") if by_space or by_network else None
        return (
            Level(exceptions=self.of_network, holidays=holidays if by_network else None),
            replace(said, holidays=holidays if by_space else None),
        )


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


def network_dates() -> Dates:
    """The network's own dates alone, and its setting. One query."""
    return _dated((), ())


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
    levels = network_dates().levels_of(Place.of(space), Level(weekly, exceptions))
    return OpeningLayers(get_zone(space.time_zone), levels)


class _Rows:
    """The rows of all owners asked for, sorted by owner."""

    def __init__(self, space_ids: Collection[int], resource_ids: Collection[int]) -> None:
        self.weekly = _weekly(space_ids, resource_ids)
        self.dated = _dated(space_ids, resource_ids)

    def layers_of(self, place: Place) -> OpeningLayers:
        owner = (place.space_id, None)
        said = Level(self.weekly.get(owner, ()), self.dated.by_owner.get(owner, ()))
        return OpeningLayers(get_zone(place.time_zone), self.dated.levels_of(place, said))

    def layers_of_thing(self, thing: Thing, of_space: OpeningLayers) -> OpeningLayers:
        owner = (None, thing.resource_id)
        dated = self.dated.by_owner.get(owner, ())
        if not thing.has_own_hours and not dated:
            return of_space
        weekly = self.weekly.get(owner, ()) if thing.has_own_hours else None
        return OpeningLayers(of_space.zone, (*of_space.levels, Level(weekly, dated)))


def _weekly(space_ids: Collection[int], resource_ids: Collection[int]) -> dict[Owner, tuple[WeeklyHours, ...]]:
    found: defaultdict[Owner, list[WeeklyHours]] = defaultdict(list)
    for space, resource, *window in WEEKLY.rows(spaces=list(space_ids), resources=list(resource_ids)):
        found[space, resource].append(WeeklyHours(*window))
    return {owner: tuple(windows) for owner, windows in found.items()}


def _dated(space_ids: Collection[int], resource_ids: Collection[int]) -> Dates:
    """Exceptions with their hours: one row a window, one without hours for a closure. The network's too."""
    windows: defaultdict[tuple[Any, ...], list[Hours]] = defaultdict(list)
    closes_on_holidays = False
    for key, *said, opens, closes in DATED.rows(spaces=list(space_ids), resources=list(resource_ids)):
        if key == SETTING:
            closes_on_holidays = said[-1] == PublicHolidays.CLOSED
        else:
            windows[key, *said] += [(opens, closes)] if opens is not None else []
    found: defaultdict[Owner, list[DatedHours]] = defaultdict(list)
    # Exceptions of one length over one date: the rules take the later in the list, `open_at` sorts alike.
    for key, space, resource, first_on, last_on, label in sorted(windows, key=lambda said: (said[3], said[0])):
        hours = tuple(sorted(windows[key, space, resource, first_on, last_on, label]))
        found[space, resource].append(DatedHours(first_on, last_on, hours, label))
    return Dates({owner: tuple(exceptions) for owner, exceptions in found.items()}, closes_on_holidays)
