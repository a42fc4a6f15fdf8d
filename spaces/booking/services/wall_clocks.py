"""Bookings and closures stay at the hour that was agreed on when the rules of their time zone change.

A booking is an instant. With it stand the version of the zone data that gave it and its offset from UTC, so that after
an update of `tzdata` the wall clock that its person was told can be known again. Every night those to come that were
written with other data are looked at: most stand as they were, some move to the instant that is that hour now. All of a
space move together, in its turn. What something else keeps from moving stays where it is; its person is told. So do
closures, which nothing keeps from moving: both of their ends are hours that the team wrote. The team is told of all.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from maillage.base import clock
from maillage.base.instants import readings, to_instant
from maillage.base.zones import TZDATA_VERSION, get_zone
from maillage.curation.services import audit
from spaces.booking.models import Block, Booking, BookingQuerySet
from spaces.booking.services import notices
from spaces.booking.services.clock_mails import Line, line_of, tell_team
from spaces.booking.services.facts import take_places_of_fact
from spaces.booking.services.occupancy import Holder, fill, vacate
from spaces.booking.services.reading import read_tree
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import clock_data, clock_of_period, keeps_place, record, swap
from spaces.pricing.services import ledger

Times = tuple[datetime, datetime]

logger = logging.getLogger(__name__)


def keep_wall_clocks() -> list[Booking]:
    """Bring what is to come to its hour under today's zone data; bookings whose hour has changed all the same."""
    spaces = {*_outdated().values_list("resource__space", flat=True), *(one.resource.space_id for one in _blocks())}
    return [booking for space_id in sorted(spaces) for booking in keep_space(space_id)]


def keep_space(space_id: int) -> list[Booking]:
    """The same of one space."""
    return take_turn(partial(_keep_together, space_id), space_id)


def _outdated() -> BookingQuerySet:
    """Bookings to come whose instant was found with other data. Without an offset nobody knows what was said."""
    now = clock.now()
    to_come = Booking.objects.holding(now).filter(start_at__gt=now, policy__has_key="offset_min")
    return to_come.exclude(policy__tzdata=TZDATA_VERSION)


def _blocks() -> list[Block]:
    """Closures that are not over and were written with other data, or before it was noted with which."""
    found = Block.objects.standing().filter(end_at__gt=clock.now()).select_related("resource__space")
    return [block for block in found.order_by("start_at", "pk") if block.clock.get("tzdata") != TZDATA_VERSION]


def _keep_together(space_id: int) -> list[Booking]:
    """In the space's turn."""
    mine = _outdated().filter(resource__space=space_id).select_related("resource__space", "person")
    bookings, blocks = list(mine.order_by("start_at")), [one for one in _blocks() if one.resource.space_id == space_id]
    moving = {booking: at for booking in bookings if (at := _start_now(booking)) != booking.start_at}
    closures = {block: times for block in blocks if (times := _times_now(block)) != (block.start_at, block.end_at)}
    stuck: list[Booking] = []
    while (obstacle := _move_all(space_id, moving, closures)) is not None:
        stuck.append(obstacle)
        del moving[obstacle]
    for booking in bookings:
        if booking in stuck:  # first: its hour is known by the former data only
            _tell_of_hour(booking)
        _note_data(booking)
    for block in blocks:
        Block.objects.filter(pk=block.pk).update(clock=_clock_of(block))
    if closures or moving or stuck:
        moved = [line_of(str(block), *times) for block, times in closures.items()]
        tell_team.enqueue(space_id=space_id, moved=moved + _lines(moving), stuck=_lines(stuck))
    if moving:
        logger.info("%d bookings moved with the rules of their time zone.", len(moving))
    return stuck


def _lines(bookings: Iterable[Booking]) -> list[Line]:
    """For the team: what, whose, and where it is now."""
    named = ((one, str(one.person or one.guest_name)) for one in bookings)
    return [
        line_of(" – ".join(filter(None, (one.resource.name, name))), one.start_at, one.end_at) for one, name in named
    ]


def _move_all(space_id: int, moving: dict[Booking, datetime], closures: Mapping[Block, Times]) -> Booking | None:
    """Move all of them or none: the first that something else keeps from moving, if there is one."""
    tree = read_tree([space_id])
    try:
        with transaction.atomic():
            for block, times in closures.items():
                _move_closure(block, *times)
                vacate(block, tree=tree)
            for booking in moving:
                vacate(booking, tree=tree)
            ledger.follow_clock({booking.uuid: start_at - booking.start_at for booking, start_at in moving.items()})
            for booking, start_at in moving.items():
                _move(booking, start_at)
            for block in closures:
                fill(Holder.of(block), tree)
    except _Obstacle as obstacle:
        for one in (*moving, *closures):
            one.refresh_from_db(fields=["start_at", "end_at"])
        for booking in moving:
            booking.refresh_from_db(fields=["sequence"])
        return obstacle.booking
    return None


def _move_closure(block: Block, start_at: datetime, end_at: datetime) -> None:
    """It may stand under bookings: `fill` closes it around them."""
    before = {"start_at": block.start_at, "end_at": block.end_at}
    block.start_at, block.end_at = start_at, end_at
    block.save(update_fields=["start_at", "end_at", "updated_at"])
    audit.record(
        block, "moved", by=None, before=before, after={"start_at": start_at, "end_at": end_at}, reason=TZDATA_VERSION
    )


class _Obstacle(Exception):
    def __init__(self, booking: Booking) -> None:
        self.booking = booking


def _move(booking: Booking, start_at: datetime) -> None:
    end_at = start_at + (booking.end_at - booking.start_at)
    before = swap(booking, {booking.state}, start_at=start_at, end_at=end_at)
    if keeps_place(booking.state, booking.resource, is_by_guest=bool(booking.guest_email)):
        try:
            take_places_of_fact(booking)
        except BookingRefused:
            raise _Obstacle(booking) from None
    record(booking, "moved", by=None, before=before, reason=TZDATA_VERSION)


def _tell_of_hour(booking: Booking) -> None:
    """It stays at its instant: what its person was told is another hour now."""
    record(booking, "clock_changed", by=None, reason=TZDATA_VERSION)
    notices.announce(booking, was={"start_at": _start_now(booking)})
    logger.warning("Booking %s keeps its instant: its hour has changed with the time zone.", booking.uuid)


def _start_now(booking: Booking) -> datetime:
    """When the hour that was agreed on is, by today's data: the zone it was read on then."""
    return _instant_now(booking.start_at, booking.policy, "offset_min")


def _times_now(block: Block) -> Times:
    """The same of both ends of a closure; what has begun has begun. As it stands where nobody noted how it was read."""
    if "offset_min" not in block.clock:
        return block.start_at, block.end_at
    has_begun = block.start_at <= clock.now()
    start_at = block.start_at if has_begun else _instant_now(block.start_at, block.clock, "offset_min")
    return start_at, _instant_now(block.end_at, block.clock, "end_offset_min")


def _instant_now(at: datetime, read: Mapping[str, Any], offset: str) -> datetime:
    """Of an hour that the clock shows twice, the one of the two that it was stays that one."""
    zone = get_zone(read["time_zone"])
    wall = (at.astimezone(UTC) + timedelta(minutes=read[offset])).replace(tzinfo=None)
    if to_instant(at) in map(to_instant, readings(wall, zone)):
        return at
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _clock_of(block: Block) -> dict[str, Any]:
    time_zone = block.clock.get("time_zone", block.resource.space.time_zone)
    return clock_of_period(block.start_at, block.end_at, time_zone)


def _note_data(booking: Booking) -> None:
    policy = booking.policy | clock_data(booking.start_at, booking.policy["time_zone"])
    Booking.objects.filter(pk=booking.pk).update(policy=policy)
