"""Events stay at the hour that was announced when the rules of their time zone change.

The schedule keeps that hour; a date keeps the version of the zone data by which it became an instant. Those of a space
move with its bookings and closures, in one turn, so that neighbours do not stand in each other's way. What something
else keeps from moving stays at its instant; the team is told of both.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from events.agenda.models import Event, Occurrence
from events.agenda.services.dates import RoomTaken, follow_clock, moved_by_clock
from maillage.base import clock
from maillage.base.zones import TZDATA_VERSION
from spaces.booking.services.clock_mails import line_of, tell_team
from spaces.booking.services.turns import take_turn
from spaces.booking.services.uses import release_use
from spaces.booking.services.wall_clocks import keep_space


def keep_wall_clocks() -> list[Event]:
    """Bring dates to come to their hour under today's zone data; the events whose hour has changed all the same."""
    by_space: defaultdict[int | None, list[Event]] = defaultdict(list)
    for event in _outdated():
        by_space[event.space_id].append(event)
    stuck = []
    for space_id, events in by_space.items():
        spaces = [] if space_id is None else [space_id]
        stuck += take_turn(partial(_keep_together, space_id, events), *spaces)
    return stuck


def _outdated() -> Any:
    read_otherwise = Occurrence.objects.filter(start_at__gt=clock.now()).exclude(tzdata=TZDATA_VERSION).values("event")
    found = Event.objects.published().filter(pk__in=read_otherwise)
    return found.select_related("space").order_by("pk")


def _keep_together(space_id: int | None, events: Sequence[Event]) -> list[Event]:
    moving = [event for event in events if moved_by_clock(event)]
    stuck: list[Event] = []
    while moving and (obstacle := _move_all(space_id, moving)) is not None:
        stuck.append(obstacle)
        moving.remove(obstacle)
    if space_id is not None and (moving or stuck):
        tell_team.enqueue(space_id=space_id, moved=_lines(moving), stuck=_lines(stuck))
    to_come = Occurrence.objects.filter(event__in=events, start_at__gt=clock.now())
    to_come.update(tzdata=TZDATA_VERSION)
    return stuck


def _move_all(space_id: int | None, events: Sequence[Event]) -> Event | None:
    """Move all of them with what else is in their space, or nothing: the first that something keeps from moving."""
    obstacle = None
    try:
        with transaction.atomic():
            for event in events:
                release_use(event.uuid)
            if space_id is not None:
                keep_space(space_id)
            for obstacle in events:
                follow_clock(Event.objects.select_related("space").get(pk=obstacle.pk))
    except RoomTaken:
        return obstacle
    return None


def _lines(events: Sequence[Event]) -> list[dict[str, str]]:
    """Each date to come, where it is now."""
    to_come = Occurrence.objects.filter(event__in=events, start_at__gt=clock.now()).select_related("event")
    return [line_of(one.event.title, one.start_at, one.end_at) for one in to_come.order_by("start_at", "pk")]
