"""One day of a space: what can be booked when, by whoever looks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from maillage.base.instants import MINUTE, midnight, to_instant, to_local, to_utc
from maillage.base.zones import get_zone
from maillage.users.permissions import is_member
from spaces.booking.models import Habilitation, HabilitationGrant
from spaces.booking.rules import availability as rules
from spaces.booking.rules.availability import Bookable, Question, Wish
from spaces.booking.rules.entitlements import Grant, habilitation_refusal
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.availability import ask, read_days
from spaces.booking.services.reading import rules_of
from spaces.catalogue.models import Resource, Space


@dataclass(frozen=True)
class Slot:
    """One permitted start, as many places as are free then, and the code that refuses it."""

    start: datetime
    end: datetime
    free: int
    code: Refusal | None


@dataclass(frozen=True)
class Row:
    """One resource's day. `code` keeps this person from it altogether; `slots` are there all the same."""

    resource: Resource
    duration_min: int
    code: Refusal | None
    slots: tuple[Slot, ...]

    @property
    def is_open(self) -> bool:
        return bool(self.slots)

    @property
    def free_slots(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.code is None]


@dataclass(frozen=True)
class Board:
    """A day of a space, on its own clock."""

    space: Space
    day: date
    zone: tzinfo
    rows: list[Row] = field(default_factory=list)


def day_board(space: Space, day: date, *, user: Any, duration: int | None = None, seats: int = 1) -> Board:
    """What can be booked that day. `duration` None: the shortest booking of each resource.

    Resources come with their prices and picture. Ten queries at most, whatever the number of resources.
    """
    zone = get_zone(space.time_zone)
    resources = list(space.resources.in_service().select_related("picture").prefetch_related("prices"))
    for resource in resources:
        resource.space = space
    longest = max((_duration(resource, duration) for resource in resources), default=1)
    reading = read_days(resources, ask(day, day, longest, seats))
    codes = _codes_by_resource(resources, day, user, zone)
    rows = [
        Row(
            resource=resource,
            duration_min=_duration(resource, duration),
            code=codes.get(resource.pk),
            slots=tuple(_slots(reading.bookable(resource, seats), ask(day, day, _duration(resource, duration), seats))),
        )
        for resource in resources
    ]
    return Board(space, day, zone, rows)


def _duration(resource: Resource, duration: int | None) -> int:
    return duration or max(rules_of(resource).shortest_min, 1)


def _slots(bookable: Bookable, question: Question) -> Iterator[Slot]:
    """Free and refused starts together, in the order in which they happen."""
    coded: dict[int, Refusal | None] = dict.fromkeys(map(to_instant, rules.starts(bookable, question)))
    coded |= {to_instant(one.start_at): one.code for one in rules.explain(bookable, question)}
    zone, length = bookable.opening.zone, question.duration_min * MINUTE
    for start, code in sorted(coded.items()):
        wish = Wish(to_utc(start), to_utc(start + length), question.now)
        free = _free(bookable, wish) if code in (None, Refusal.POOL_FULL) else 0
        yield Slot(to_local(start, zone), to_local(start + length, zone), free, code)


def _free(bookable: Bookable, wish: Wish) -> int:
    return 1 if bookable.rules.capacity == 1 else rules.free_places(bookable, wish)


def _codes_by_resource(resources: list[Resource], day: date, user: Any, zone: tzinfo) -> dict[int, Refusal | None]:
    """Which trainings are missing that day. Nobody is judged before signing in. Two queries at most."""
    required: dict[int, set[str]] = {}
    links = Habilitation.resources.through.objects.filter(resource__in=resources)
    for resource_id, code in links.values_list("resource_id", "habilitation__code"):
        required.setdefault(resource_id, set()).add(code)
    if not required or not is_member(user):
        return {}
    held = HabilitationGrant.objects.standing().filter(person=user).values_list("habilitation__code", "valid_until")
    grants = [Grant(code, valid_until) for code, valid_until in held]
    start_at = to_utc(midnight(day, zone))
    noon = {"start_at": start_at, "end_at": start_at.replace(microsecond=1), "zone": zone}
    return {pk: habilitation_refusal(codes, grants, **noon) for pk, codes in required.items()}
