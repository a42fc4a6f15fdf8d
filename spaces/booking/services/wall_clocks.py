"""Bookings stay at the hour that was agreed on when the rules of their time zone change.

A booking is an instant. With it stand the version of the zone data that gave it and its offset from UTC, so that after
an update of `tzdata` the wall clock that its person was told can be known again. Every night those to come that were
written with other data are looked at: most stand as they were, some move to the instant that is that hour now. All of a
space move together, in its turn. What something else keeps from moving stays where it is; its person is told.
"""

import logging
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import transaction

from maillage.base import clock
from maillage.base.zones import TZDATA_VERSION, get_zone
from spaces.booking.models import Booking, BookingQuerySet
from spaces.booking.services import notices
from spaces.booking.services.facts import take_places_of_fact
from spaces.booking.services.occupancy import vacate
from spaces.booking.services.reading import read_tree
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import clock_data, keeps_place, record, swap

logger = logging.getLogger(__name__)


def keep_wall_clocks() -> list[Booking]:
    """Bring bookings to come to their hour under today's zone data; those whose hour has changed all the same."""
    by_space: defaultdict[int, list[int]] = defaultdict(list)
    for pk, space_id in _outdated().values_list("pk", "resource__space"):
        by_space[space_id].append(pk)
    stuck = []
    for space_id, pks in by_space.items():
        stuck += take_turn(partial(_keep_together, space_id, pks), space_id)
    return stuck


def _outdated() -> BookingQuerySet:
    """Bookings to come whose instant was found with other data. Without an offset nobody knows what was said."""
    now = clock.now()
    to_come = Booking.objects.holding(now).filter(start_at__gt=now, policy__has_key="offset_min")
    return to_come.exclude(policy__tzdata=TZDATA_VERSION)


def _keep_together(space_id: int, pks: list[int]) -> list[Booking]:
    """In the space's turn."""
    bookings = list(_outdated().filter(pk__in=pks).select_related("resource__space", "person").order_by("start_at"))
    moving = {booking: at for booking in bookings if (at := _instant_now(booking)) != booking.start_at}
    stuck: list[Booking] = []
    while (obstacle := _move_all(space_id, moving)) is not None:
        stuck.append(obstacle)
        del moving[obstacle]
    for booking in bookings:
        if booking in stuck:  # first: its hour is known by the former data only
            record(booking, "clock_changed", by=None, reason=TZDATA_VERSION)
            notices.announce(booking, was={"start_at": _instant_now(booking)})
            logger.warning("Booking %s keeps its instant: its hour has changed with the time zone.", booking.uuid)
        _note_data(booking)
    if moving:
        logger.info("%d bookings moved with the rules of their time zone.", len(moving))
    return stuck


def _move_all(space_id: int, moving: dict[Booking, datetime]) -> Booking | None:
    """Move all of them or none: the first that something else keeps from moving, if there is one."""
    tree = read_tree([space_id])
    try:
        with transaction.atomic():
            for booking in moving:
                vacate(booking, tree=tree)
            for booking, start_at in moving.items():
                _move(booking, start_at)
    except _Obstacle as obstacle:
        for booking in moving:
            booking.refresh_from_db(fields=["start_at", "end_at", "sequence"])
        return obstacle.booking
    return None


class _Obstacle(Exception):
    def __init__(self, booking: Booking) -> None:
        self.booking = booking


def _move(booking: Booking, start_at: datetime) -> None:
    end_at = start_at + (booking.end_at - booking.start_at)
    before = swap(booking, {booking.state}, start_at=start_at, end_at=end_at)
    if keeps_place(booking.state, booking.resource):
        try:
            take_places_of_fact(booking)
        except BookingRefused:
            raise _Obstacle(booking) from None
    record(booking, "moved", by=None, before=before, reason=TZDATA_VERSION)


def _instant_now(booking: Booking) -> datetime:
    """When the hour that was agreed on is, by today's data: the zone it was read on then."""
    zone = get_zone(booking.policy["time_zone"])
    wall = booking.start_at.astimezone(UTC) + timedelta(minutes=booking.policy["offset_min"])
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _note_data(booking: Booking) -> None:
    policy = booking.policy | clock_data(booking.start_at, booking.policy["time_zone"])
    Booking.objects.filter(pk=booking.pk).update(policy=policy)
