"""A day's starts laid out as a table: resources down, hours across. Arguments of the component `slot-grid`.

Hours are elapsed time, so that the autumn night has two columns for its repeated hour. Columns in which
nobody could book anything are left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from math import gcd
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates
from maillage.base.instants import MINUTE, Instant, to_instant, to_local
from maillage.base.periods import Period, merge
from spaces.booking.reasons import reason
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.board import Row, Slot

HOUR_MIN = 60
FINEST_MIN = 15  # narrower cells could not be hit with a finger
UNITS_MIN = (60, 30, 15)

TAKEN = frozenset({Refusal.ALREADY_BOOKED, Refusal.POOL_FULL, Refusal.BLOCKED, Refusal.BUFFER})
WAITED_FOR = TAKEN - {Refusal.BLOCKED}  # somebody has it, and may let it go
RANK = {"selected": 0, "free": 1, "locked": 2, "own": 3, "busy": 4, "past": 5, "closed": 6}
SHOWN = ("selected", "free", "locked", "own", "busy")

Cell = dict[str, Any]


@dataclass(frozen=True)
class SlotTable:
    """`columns` and the cells of each row; none of either when there is nothing to choose from."""

    columns: list[dict[str, Any]]
    cells: list[list[Cell]]


def kind_of(slot: Slot, *, is_locked: bool) -> str:
    """How a start is shown."""
    if slot.is_chosen:
        return "selected"
    if slot.meets_chosen:
        return "own"
    if slot.code is None:
        return "locked" if is_locked else "free"
    if slot.code == Refusal.IN_THE_PAST:
        return "past"
    return "busy" if slot.code in TAKEN else "closed"


def too_short(row: Row, slot: Slot) -> str:
    """« trop court pour 2 h », of what is free when it starts; nothing of what is taken then."""
    return _too_short(row) if slot.is_short else ""


def _too_short(row: Row) -> str:
    return _("too short for %(duration)s") % {"duration": dates.duration(row.duration_min)}


def _why_blank(row: Row, slot: Slot | None) -> str:
    """Of a cell with nothing in it. Whatever starts is inside the hours: closed means that they end too soon for it."""
    if slot is None:
        return pgettext("slot", "closed")
    return _too_short(row) if slot.code == Refusal.CLOSED else reason(slot.code)


def lay_out(
    rows: Sequence[Row],
    zone: tzinfo,
    *,
    locked: set[int],
    url_of: Callable[[Row, Slot], str],
    unit_min: int | None = None,
) -> SlotTable:
    """`locked`: keys of resources that this person must not start from. `unit_min`: the width of a column.

    `url_of`: of what is free, of what one's own choice is in the way of and, where somebody can wait for it, of what is
    taken; "" where nobody can.
    """
    kinds = [[(slot, kind_of(slot, is_locked=row.resource.pk in locked)) for slot in row.slots] for row in rows]
    shown = [to_instant(slot.start) for row in kinds for slot, kind in row if kind in SHOWN]
    if not shown:
        return SlotTable([], [[] for _ in rows])
    origin = _hour_before(min(shown), zone)
    unit = (unit_min or _unit_min(rows, origin)) * MINUTE
    hours = sorted({_hour(start, origin) for start in shown})
    units = [hour + part for hour in hours for part in range(0, HOUR_MIN * MINUTE, unit)]
    halves_of_rows = [_halves(row, found, units, unit, zone) for row, found in zip(rows, kinds, strict=True)]
    said = cache(lambda at: dates.clock_time(to_local(at, zone)))  # the same hours stand in every row
    columns = [{"label": said(hour), "span": HOUR_MIN * MINUTE // unit} for hour in hours]
    cells = [
        [
            _cell(row, slot, kind, span, url_of, said) | (halves.get(at, {}) if kind == "free" and span == 1 else {})
            for slot, kind, at, span in _spans(row, found, units, unit)
        ]
        for row, found, halves in zip(rows, kinds, halves_of_rows, strict=True)
    ]
    return SlotTable(columns, cells)


def _unit_min(rows: Sequence[Row], origin: Instant) -> int:
    """The widest column that keeps every start apart, as far as cells stay wide enough."""
    offsets = [(to_instant(slot.start) - origin) // MINUTE for row in rows for slot in row.slots]
    common = max(gcd(*offsets, HOUR_MIN), FINEST_MIN)
    return next(unit for unit in UNITS_MIN if common % unit == 0 or unit == FINEST_MIN)


def _hour_before(instant: Instant, zone: tzinfo) -> Instant:
    """The whole hour of the wall clock that the instant is in."""
    return instant - to_local(instant, zone).minute * MINUTE


def _hour(start: Instant, origin: Instant) -> Instant:
    return start - (start - origin) % (HOUR_MIN * MINUTE)


def _spans(
    row: Row, found: list[tuple[Slot, str]], units: list[Instant], unit: Instant
) -> Iterator[tuple[Slot | None, str, Instant, int]]:
    """Each start, how it is shown, and in which and how many columns its step goes; what lies between is closed."""
    by_unit: dict[int, tuple[Slot, str]] = {}
    step = row.resource.step * MINUTE
    index = {at: number for number, at in enumerate(units)}
    for slot, kind in found:
        start = to_instant(slot.start)
        number = index.get(start - (start - units[0]) % unit)
        if number is not None and (number not in by_unit or RANK[kind] < RANK[by_unit[number][1]]):
            by_unit[number] = (slot, kind)
    number = 0
    while number < len(units):
        if number in by_unit:
            end = _end_of(number, units, units[number] + max(step, unit), by_unit)
            yield (*by_unit[number], units[number], end - number)
        else:
            end = next((later for later in range(number + 1, len(units)) if later in by_unit), len(units))
            yield None, "closed", units[number], end - number
        number = end


def _halves(
    row: Row, found: list[tuple[Slot, str]], units: list[Instant], unit: Instant, zone: tzinfo
) -> dict[Instant, Cell]:
    """Of the columns that are free in one half only: which, from when to when, and whether the other is taken.

    What starts is there for its step, or for as long as is asked.
    """
    lasts = max(row.resource.step, row.duration_min) * MINUTE
    starts = [(to_instant(slot.start), kind) for slot, kind in found]
    free = merge((start, start + lasts) for start, kind in starts if kind == "free")
    halves: dict[Instant, Cell] = {}
    for at in units:
        column = Period(at, at + unit)
        parts = [one for one in free if one.overlaps(column)] or [column]
        since, until = max(parts[0].start, column.start), min(parts[-1].end, column.end)
        middle = at + unit // 2
        if until <= middle or since >= middle:
            halves[at] = {
                "half": "late" if since >= middle else "early",
                "hours": dates.hours(to_local(since, zone), to_local(until, zone)),
                "is_taken": any(kind == "busy" and column.holds(start) for start, kind in starts),
            }
    return halves


def _end_of(number: int, units: list[Instant], until: Instant, by_unit: dict[int, Any]) -> int:
    """Where a cell ends: with its step, or where the next start begins."""
    end = number + 1
    while end < len(units) and units[end] < until and end not in by_unit:
        end += 1
    return end


def _cell(
    row: Row,
    slot: Slot | None,
    kind: str,
    span: int,
    url_of: Callable[[Row, Slot], str],
    said: Callable[[Instant], str],
) -> Cell:
    if slot is None:
        return {"kind": kind, "label": "", "span": span, "why": _why_blank(row, None)}
    cell: Cell = {"kind": kind, "label": said(to_instant(slot.start)), "span": span}
    if kind in ("free", "selected", "own", "busy"):
        cell |= {"url": url_of(row, slot)}
    if kind == "busy":
        cell |= {"why": too_short(row, slot)}
    if kind in ("closed", "past"):
        cell |= {"why": _why_blank(row, slot)}
    if kind == "free" and row.resource.is_pool:
        cell |= {"count": slot.free, "counted": row.resource.counted(slot.free)}
    return cell
