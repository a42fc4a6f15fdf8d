"""Everything that decides about some resources in some time, read at once.

Four queries whatever the number of resources: the tree, the hours (weekly, dated) and the occupancy.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from maillage.base.instants import ALWAYS, MINUTE
from maillage.base.prepared import Among, AsInstant, AsIs, Gathered, Prepared, Slot
from spaces.booking.models import Block, Booking, Habilitation, Occupancy, Quota, is_reserved
from spaces.booking.models.reach import Meets
from spaces.booking.rules.availability import Bookable, reach
from spaces.booking.rules.occupancy import Held, Pool, Track
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.booking.rules.tree import Node, Tree
from spaces.catalogue.models import Resource
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.services.opening import resource_layers

Rows = Mapping[int, Sequence[Held]]
Tracks = Mapping[int, Sequence[Track]]

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
NOBODY = 0  # the key of no booking
WHOLE = 0  # the place number of what is on all places

# The columns of a `Track` and of a `Held`, after the resource.
ALIKE = ("resource_id", "before", "after", "is_block", "place", "expires")
GATHERED = {"starts": AsInstant("start_at"), "ends": AsInstant("end_at")}
COLUMNS = ("resource_id", "start", "end", "before", "after", "is_block", "place", "expires", "pk")
SHAPE = ("pk", "parent_id", "capacity", "shares")


def _rows_within_reach() -> QuerySet[Occupancy, Any]:
    """What holds these resources within reach of the period, but for the rows of one booking."""
    return (
        Occupancy.objects.active()
        .filter(
            Among("resource", "resources"),
            Meets(Slot("start_at", DateTimeField()), Slot("end_at", DateTimeField())),
        )
        .exclude(booking__isnull=False, booking=Slot("besides", BigIntegerField()))
        .annotate(
            before=_elapsed("buffer_before"),
            after=_elapsed("buffer_after"),
            is_block=AsIs(Q(kind=Occupancy.Kind.BLOCK), BooleanField()),
            expires=AsIs(Coalesce(AsInstant("expires_at"), Value(ALWAYS)), BigIntegerField()),
        )
        .order_by()
    )


def _blocks() -> QuerySet[Block, Any]:
    """Blocks as the team made them: their own rows leave out what stands under them."""
    said = {"before": Value(0), "after": Value(0), "is_block": Value(True), "place": Value(WHOLE)}
    return (
        Block.objects.standing()
        .filter(
            Among("resource", "around"),
            end_at__gt=Slot("start_at", DateTimeField()),
            start_at__lt=Slot("end_at", DateTimeField()),
        )
        .annotate(**said, expires=Value(ALWAYS))
        .order_by()
    )


def _elapsed(minutes: str) -> AsIs:
    return AsIs(Cast(minutes, BigIntegerField()) * MINUTE, BigIntegerField())


def _tracks_and_blocks(**gathered: Any) -> QuerySet[Any, Any]:
    lists = {name: Gathered(column) for name, column in gathered.items()}
    rows, blocks = (
        found.values(*ALIKE).annotate(**lists).values_list(*ALIKE, *lists)
        for found in (_rows_within_reach(), _blocks())
    )
    return rows.union(blocks, all=True)


# The reads that decide, at every turn.
ROWS = Prepared(
    lambda: (
        _rows_within_reach()
        .annotate(start=AsInstant("start_at"), end=AsInstant("end_at"))
        .order_by("start", "pk")
        .values_list(*COLUMNS)
    )
)
TRACKS_AND_BLOCKS = Prepared(lambda: _tracks_and_blocks(**GATHERED))
KNOWN_TRACKS_AND_BLOCKS = Prepared(lambda: _tracks_and_blocks(**GATHERED, refs="pk"))
TREE = Prepared(lambda: Resource.objects.order_by().filter(Among("space", "spaces")).values_list(*SHAPE))


class Demands(NamedTuple):
    """What a resource asks of people: whether there is any need to look at theirs."""

    asks_training: bool
    has_quota: bool
    is_reserved: bool


def _demands() -> tuple[Exists, Exists, ExpressionWrapper]:
    resource = Slot("resource", BigIntegerField())
    return (
        Exists(Habilitation.resources.through.objects.filter(resource=resource)),
        Exists(Quota.objects.filter(resource=resource)),
        is_reserved(resource),
    )


DEMANDS = Prepared(
    lambda: Resource.objects.order_by().filter(pk=Slot("resource", BigIntegerField())).values_list(*_demands())
)
TREE_AND_DEMANDS = Prepared(
    lambda: Resource.objects.order_by().filter(space=Slot("space", BigIntegerField())).values_list(*SHAPE, *_demands())
)
ALL_DEMANDS = Demands(True, True, True)


@dataclass(frozen=True)
class Reading:
    """What stands and what is open, for some resources of some spaces. `rows` know their keys if it was `read` so."""

    tree: Tree
    layers: dict[int, OpeningLayers]
    tracks: Tracks
    blocks: Tracks
    demands: Demands | None = None  # None: not read

    def bookable(self, resource: Resource, seats: int = 1) -> Bookable:
        """What the rules need to judge a booking of so many places."""
        needs = self.tree.needs(resource.pk, seats)
        also = [Pool(self.tree.capacity(pk), 1, self._standing(pk)) for pk in needs.along]
        if inside := [track for pk in needs.inside for track in self._standing(pk)]:
            also.append(Pool(1, 1, inside))
        rules = rules_of(resource, capacity=self.tree.capacity(resource.pk))
        return Bookable(self.layers[resource.pk], rules, self._standing(resource.pk), also)

    @cached_property
    def rows(self) -> Rows:
        """What stands, one by one, in order of time. Raises ValueError for a reading without keys."""
        if not all(track.refs for tracks in self.tracks.values() for track in tracks):
            raise ValueError("read `with_keys` to know which rows stand")
        rows: defaultdict[int, list[Held]] = defaultdict(list)
        for pk, tracks in self.tracks.items():
            rows[pk] = sorted(held for track in tracks for held in track.held())
        return rows

    def _standing(self, pk: int) -> Sequence[Track]:
        """What stands, and blocks whole, also where a booking stands under one: it is the first reason to refuse."""
        blocks = [block for around in self.tree.around(pk) for block in self.blocks[around]] if self.blocks else ()
        if not blocks:
            return self.tracks[pk]
        places = range(1, self.tree.capacity(pk) + 1)
        bookings = [track for track in self.tracks[pk] if not track.is_block]
        return [*bookings, *(block._replace(place=place) for block in blocks for place in places)]


def read(
    resources: Iterable[Resource],
    start_at: datetime,
    end_at: datetime,
    *,
    besides: Booking | None = None,
    known: Reading | None = None,
    with_keys: bool = False,
) -> Reading:
    """What decides about bookings of `resources` (with their `space` at hand) inside [start_at, end_at).

    `besides`: a booking that is about to move, whose own rows are not in its way. `known`: an earlier
    reading of the same spaces; the tree and the hours in it are not asked for again. `with_keys`: for who writes
    next; a question about a region does without, and so without a third of what the database would send.
    """
    resources = list(resources)
    tree = known.tree if known else read_tree({resource.space_id for resource in resources})
    layers = dict(known.layers) if known else {}
    layers |= resource_layers(resource for resource in resources if resource.pk not in layers)
    needed = {pk for resource in resources for pk in tree.needs(resource.pk).everything}
    reaches = [reach(rules_of(resource), start_at, end_at) for resource in resources]
    start_at = min((start for start, _ in reaches), default=start_at)
    end_at = max((end for _, end in reaches), default=end_at)
    query = KNOWN_TRACKS_AND_BLOCKS if with_keys else TRACKS_AND_BLOCKS
    return Reading(tree, layers, *_read_tracks_and_blocks(query, tree, needed, start_at, end_at, besides))


def read_one(resource: Resource, start_at: datetime, end_at: datetime, *, besides: Booking | None = None) -> Reading:
    """The same for one resource that somebody asks for, and what it asks of people."""
    tree, demands = _read_tree_and_demands(resource)
    known = Reading(tree, resource_layers([resource]), {}, {})
    reading = read([resource], start_at, end_at, besides=besides, known=known, with_keys=True)
    return replace(reading, demands=demands)


def look_again(reading: Reading, resource: Resource, start_at: datetime, end_at: datetime) -> Reading:
    """What others may have changed since: the tree and the rows. The hours are taken as read."""
    known = replace(reading, tree=read_tree([resource.space_id]))
    return read([resource], start_at, end_at, known=known, with_keys=True)


def rules_of(resource: Resource, *, capacity: int | None = None) -> ResourceRules:
    """The settings of a resource, as the rules read them. `capacity`: where the tree knows better."""
    return ResourceRules(
        step_min=resource.step,
        min_duration_min=resource.min_duration,
        max_duration_min=resource.max_duration,
        capacity=capacity or resource.capacity,
        buffer_before_min=resource.buffer_before,
        buffer_after_min=resource.buffer_after,
        block_whole_day=resource.block_whole_day,
        min_days_before=resource.min_days_before,
        max_days_before=resource.max_days_before,
        min_notice_min=resource.min_notice,
    )


def read_tree(space_ids: Iterable[int]) -> Tree:
    """Which resources of these spaces are inside which, and taken along by which. One query."""
    return _tree(TREE.rows(spaces=set(space_ids)))


def read_demands(resource: Resource) -> Demands:
    """What a resource asks of people. One query."""
    return _demands_of(DEMANDS.rows(resource=resource.pk))


def _read_tree_and_demands(resource: Resource) -> tuple[Tree, Demands]:
    """The tree of one space, and what one resource asks of people, in one query."""
    rows = TREE_AND_DEMANDS.rows(space=resource.space_id, resource=resource.pk)
    return _tree(row[: len(SHAPE)] for row in rows), _demands_of([row[len(SHAPE) :] for row in rows])


def _demands_of(rows: Sequence[tuple[Any, ...]]) -> Demands:
    return Demands(*map(bool, rows[0])) if rows else ALL_DEMANDS


def _tree(rows: Iterable[tuple[Any, ...]]) -> Tree:
    rows = list(rows)
    return Tree(
        {Node(pk, parent, capacity) for pk, parent, capacity, _ in rows},
        sorted((pk, shared) for pk, _, _, shared in rows if shared is not None),
    )


def read_rows(
    resource_ids: Iterable[int],
    start_at: datetime,
    end_at: datetime | None,
    *,
    besides: Booking | None = None,
) -> Rows:
    """What holds these resources within reach of the period, by resource; `ref` is the row's key.

    Without an end: for ever after. Expired holds are among them: the rules know.
    """
    rows: defaultdict[int, list[Held]] = defaultdict(list)
    for resource_id, *row in ROWS.rows(**_asked(resource_ids, start_at, end_at, besides)):
        rows[resource_id].append(Held(*row))
    return rows


def _read_tracks_and_blocks(
    query: Prepared,
    tree: Tree,
    needed: Collection[int],
    start_at: datetime,
    end_at: datetime,
    besides: Booking | None,
) -> tuple[Tracks, Tracks]:
    """The same in tracks, and the blocks on these resources or around them, each by its own resource. One query."""
    tracks: defaultdict[int, list[Track]] = defaultdict(list)
    blocks: defaultdict[int, list[Track]] = defaultdict(list)
    around = {pk for inner in needed for pk in tree.around(inner)}
    for resource_id, *columns in query.rows(around=around, **_asked(needed, start_at, end_at, besides)):
        track = Track(*columns)
        (blocks if track.place == WHOLE else tracks)[resource_id].append(track)
    return tracks, blocks


def _asked(
    resource_ids: Iterable[int], start_at: datetime, end_at: datetime | None, besides: Booking | None
) -> dict[str, Any]:
    return {
        "resources": set(resource_ids),
        "start_at": start_at,
        "end_at": FOR_EVER if end_at is None else end_at,
        "besides": NOBODY if besides is None else besides.pk,
    }
