"""Closing a space, or some of its resources, for a time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Max, QuerySet

from maillage.base import clock
from maillage.base.instants import midnight
from maillage.base.periods import Period, common, merge
from maillage.base.prepared import Among, Prepared, Slot
from maillage.base.zones import get_zone
from spaces.booking.models import Block, Booking, Use
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.affected import affected_by_hours, affected_by_period, events_within
from spaces.booking.services.blocks import block
from spaces.booking.services.going_beyond import let_beyond
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource, Space

LOOK_AHEAD = timedelta(days=90)
ONE_DAY = timedelta(1)


def _blocks_of_roots() -> QuerySet[Any, Any]:
    """Between `start` and `end`, of what is inside nothing."""
    start, end = (Slot(name, DateTimeField()) for name in ("start", "end"))
    blocks = Block.objects.standing().filter(start_at__lt=end, end_at__gt=start, resource__parent=None)
    return blocks.order_by().values_list("resource__space", "resource", "start_at", "end_at")


BLOCKS = Prepared(_blocks_of_roots)
BLOCKS_OF_SPACES = Prepared(lambda: _blocks_of_roots().filter(Among("resource__space", "spaces")))


@dataclass(frozen=True, kw_only=True)
class Closure:
    """`chosen`: nothing in it means the whole space."""

    space: Space
    chosen: Sequence[Resource]
    start: datetime
    end: datetime
    reason: str = ""

    @property
    def resources(self) -> list[Resource]:
        """What is to be blocked: whatever is inside follows."""
        found = list(self.chosen) or list(self.space.resources.in_service().filter(parent=None))
        for resource in found:
            resource.space = self.space
        return found

    @property
    def is_done(self) -> bool:
        """Whether all of it is out of service for all of that time."""
        within = Block.objects.standing().filter(start_at__lte=self.start, end_at__gte=self.end)
        closed = set(within.filter(resource__space=self.space).values_list("resource_id", flat=True))
        return {resource.pk for resource in self.resources} <= closed

    def affected(self) -> list[Booking]:
        """Whom it meets, soonest first; to be asked before as well as after."""
        return list(affected_by_period(self.resources, self.start, self.end))

    def events(self) -> list[Use]:
        """Events that take place then: they stay announced until the team moves or cancels them."""
        return events_within(self.resources, self.start, self.end)


def close(closure: Closure, *, by: Any) -> list[Booking]:
    """Take all of it out of service at once; twice is once. Bookings stay until the team has settled each.

    They are returned.
    """

    def work() -> list[Booking]:
        for resource in [] if closure.is_done else closure.resources:
            block(resource, start=closure.start, end=closure.end, by=by, reason=closure.reason)
        return closure.affected()

    return take_turn(work, closure.space.pk)


def closings(space_ids: Collection[int] | None, start_at: datetime, end_at: datetime) -> dict[int, list[Period]]:
    """When all of a space is out of service, by its key, for `spaces.catalogue.models.closings`.

    One query, two where something of these spaces is.
    """
    asked: dict[str, Any] = {"start": start_at, "end": end_at}
    blocks = BLOCKS.rows(**asked) if space_ids is None else BLOCKS_OF_SPACES.rows(**asked, spaces=set(space_ids))
    out: defaultdict[int, defaultdict[int, list[Period]]] = defaultdict(lambda: defaultdict(list))
    for space, root, *ends in blocks:
        out[space][root].append(Period.between(*ends))
    roots = (
        Resource.objects.in_service().filter(space__in=out, parent=None).order_by() if out else Resource.objects.none()
    )
    by_space: defaultdict[int, list[int]] = defaultdict(list)
    for space, root in roots.values_list("space", "pk"):
        by_space[space].append(root)
    return {space: common(out[space][root] for root in found) for space, found in by_space.items()}


def closings_changed_at(space_ids: Collection[int] | None) -> datetime | None:
    """When something was last taken out of service in these spaces, or put back. One query."""
    blocks = Block.objects.all() if space_ids is None else Block.objects.filter(resource__space__in=space_ids)
    changed: datetime | None = blocks.aggregate(at=Max("updated_at"))["at"]
    return changed


def closed_days(space: Space, days: Collection[date]) -> list[date]:
    """Those on which the team has taken all of a space out of service, from midnight to midnight. Two queries."""
    if not days:
        return []
    zone = get_zone(space.time_zone)
    whole = {on: Period(midnight(on, zone), midnight(on + ONE_DAY, zone)) for on in sorted(days)}
    asked = merge(whole.values())
    closed = closings([space.pk], asked[0].start_at, asked[-1].end_at).get(space.pk, [])
    return [on for on, day in whole.items() if any(one.start <= day.start and day.end <= one.end for one in closed)]


def outside_hours(space: Space) -> list[Booking]:
    """Bookings of the coming months that exceptional dates or new weekly hours have left outside opening hours.

    Not those that the team itself put there, beyond its hours.
    """
    today = clock.today(get_zone(space.time_zone))
    now = clock.now()
    found = [booking for booking in affected_by_hours(space, today, today + LOOK_AHEAD) if booking.end_at > now]
    let = let_beyond(found, Refusal.CLOSED)
    return [booking for booking in found if booking.pk not in let]
