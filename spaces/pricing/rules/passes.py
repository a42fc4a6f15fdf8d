"""What passes cover: from which lots minutes and days are taken, and given back. Whole numbers only."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.base.instants import DAY_MIN

FOR_EVER = date.max


def month_of(on: date) -> tuple[date, date]:
    """The first and the last day of its month."""
    return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one grant: minutes or days, each for one place. `key` is the caller's."""

    key: int
    unit: str
    left: int
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """So much of a lot, in its unit."""

    key: int
    amount: int


@dataclass(frozen=True, slots=True)
class Cover:
    """What is taken, and how many minutes from the start cost nothing thereby."""

    taken: tuple[Taken, ...] = ()
    minutes: int = 0


def cover(lots: Iterable[Lot], minutes: int, *, seats: int = 1) -> Cover:
    """Take what covers `minutes` on `seats` places, the soonest to expire first; a started day counts whole.

    Every place is covered for the same time: what is not enough for all of them stays.
    """
    taken: list[Taken] = []
    missing = minutes
    for lot in sorted(lots, key=lambda lot: (lot.last_on or FOR_EVER, lot.key)):
        length = DAY_MIN if lot.unit == "days" else 1
        each = min(-(-missing // length), lot.left // seats)
        if each > 0:
            taken.append(Taken(lot.key, each * seats))
            missing = max(missing - each * length, 0)
    return Cover(tuple(taken), minutes - missing)


def kept(taken: Sequence[int], percent: int, at_least: int = 0) -> list[int]:
    """What is kept of each amount of one unit: so much per cent, a part of a unit whole; `at_least` in all."""
    found = [amount - amount * (100 - percent) // 100 for amount in taken]
    missing = max(at_least - sum(found), 0)
    for number, amount in enumerate(taken):
        more = min(missing, amount - found[number])
        found[number] += more
        missing -= more
    return found
