"""A board as the basket leaves it: what is chosen is marked, and no longer to be had a second time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from maillage.base.instants import to_instant
from spaces.booking.questions import Picked, after
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.board import Board, Day, Row, Slot
from spaces.catalogue.models import Resource


def with_chosen(board: Board, basket: Sequence[Picked], *, seats: int, week_of: str = "") -> Board:
    """`seats`: how many places are asked for. `week_of`: the slug of the resource whose slots each day has."""
    picked = {row.resource.pk: [one for one in basket if one.resource == row.resource.slug] for row in board.rows}
    rows = [replace(row, slots=_marked(row.slots, row.resource, picked[row.resource.pk], seats)) for row in board.rows]
    days = [_lessened(day, board.rows, picked) for day in board.days]
    of_week = next((row.resource for row in board.rows if row.resource.slug == week_of), None)
    by_day = board.slots_by_day
    if of_week:
        by_day = {on: _marked(slots, of_week, picked[of_week.pk], seats) for on, slots in by_day.items()}
    return replace(board, rows=rows, days=days, slots_by_day=by_day)


def chosen_in(slot: Slot, picked: Iterable[Picked]) -> list[Picked]:
    """What of the basket a slot shows: it begins in the course of it."""
    return [one for one in picked if one.start <= slot.start < one.end]


def _marked(slots: Iterable[Slot], resource: Resource, picked: list[Picked], seats: int) -> tuple[Slot, ...]:
    return tuple(_mark(slot, resource, picked, seats) for slot in slots) if picked else tuple(slots)


def _mark(slot: Slot, resource: Resource, picked: list[Picked], seats: int) -> Slot:
    if slot.code is not None:
        return slot
    left = max(slot.free - _most_at_once(picked, slot), 0)
    if chosen_in(slot, picked):
        return replace(slot, free=left, is_chosen=True)
    if left >= (seats if resource.is_pool else 1):
        return replace(slot, free=left)
    code = Refusal.POOL_FULL if resource.is_pool else Refusal.ALREADY_BOOKED
    return replace(slot, free=left, code=code, meets_chosen=True)


def _most_at_once(picked: list[Picked], slot: Slot) -> int:
    """The most places that the basket takes at one moment of a slot."""
    during = [one for one in picked if _meets(one, slot.start, slot.end)]
    moments = [slot.start, *(one.start for one in during if one.start > slot.start)]
    return max(sum(one.seats for one in during if one.start <= at < one.end) for at in moments)


def _lessened(day: Day, rows: list[Row], picked: dict[int, list[Picked]]) -> Day:
    """A day without the starts of one thing that meet what is chosen of it."""
    starts, chosen = dict(day.starts), set()
    for row in rows:
        theirs = picked[row.resource.pk]
        if theirs and not row.resource.is_pool and row.resource.pk in starts:
            free = [at for at in starts.pop(row.resource.pk) if not _is_taken(at, row.duration_min, theirs)]
            starts |= {row.resource.pk: free} if free else {}
            chosen |= set() if free else {row.resource.pk}
    return replace(day, starts=starts, chosen=frozenset(chosen))


def _is_taken(start: datetime, minutes: int, picked: list[Picked]) -> bool:
    return any(_meets(one, start, after(start, minutes)) for one in picked)


def _meets(one: Picked, start: datetime, end: datetime) -> bool:
    return to_instant(one.start) < to_instant(end) and to_instant(start) < to_instant(one.end)
