"""What passes cover: from which lots minutes and days are taken, and given back. Whole numbers only."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from maillage.base.instants import MINUTE, Instant
from spaces.pricing.rules.days import DayPart, Held, days_taken, with_more

FOR_EVER = date.max


def month_of(on: date) -> tuple[date, date]:
    """The first and the last day of its month."""
    return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one grant: minutes or days, each for one place. `key` is the caller's.

    Of days: `held` is what bookings have on those that it has paid; those from `first_on` to `pays_through` are its
    own, so that a day is never paid by one month and then by the next.
    """

    key: int
    unit: str
    left: int
    last_on: date | None = None
    held: Mapping[date, Sequence[Held]] = field(default_factory=dict)
    first_on: date = date.min
    pays_through: date = FOR_EVER


@dataclass(frozen=True, slots=True)
class DayTaken:
    """A calendar day of a booking, and what it takes of the lot: nothing where that had paid the day already."""

    part: DayPart
    amount: int


@dataclass(frozen=True, slots=True)
class Taken:
    """So much of a lot, in its unit; of one that counts in days, for which."""

    key: int
    amount: int
    days: tuple[DayTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What is taken, and how many minutes from the start cost nothing thereby."""

    taken: tuple[Taken, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """What one lot can pay next, until when."""

    lot: Lot
    amount: int
    end: Instant
    part: DayPart | None = None

    @property
    def rank(self) -> tuple[bool, date, int]:
        """What has been paid already comes first, then what expires first."""
        return self.amount > 0, self.lot.last_on or FOR_EVER, self.lot.key

    def after(self, taken: Taken) -> Taken:
        """What is taken of its lot with this."""
        days = (DayTaken(self.part, self.amount),) if self.part else ()
        return Taken(taken.key, taken.amount + self.amount, taken.days + days)


def cover(lots: Iterable[Lot], days: Sequence[DayPart], *, seats: int = 1) -> Cover:
    """Take what covers a booking of these days on `seats` places, from its start on, day after day.

    A day that a lot has paid already costs nothing more of it, unless more places are held at once; else the soonest to
    expire pays first. Every place is covered for the same time: what is not enough for all of them stays.
    """
    lots, taken = list(lots), dict[int, Taken]()
    start = here = days[0].start
    for day in days:
        while here < day.end:
            rest = DayPart(day.on, here, day.end)
            found = [_piece(lot, taken.get(lot.key, Taken(lot.key, 0)), rest, seats) for lot in lots]
            pieces = [piece for piece in found if piece is not None]
            if not pieces:
                return Cover(tuple(taken.values()), (here - start) // MINUTE)
            best = min(pieces, key=lambda piece: piece.rank)
            key = best.lot.key
            taken[key] = best.after(taken.get(key, Taken(key, 0)))
            here = best.end
    return Cover(tuple(taken.values()), (here - start) // MINUTE)


def _piece(lot: Lot, taken: Taken, rest: DayPart, seats: int) -> Piece | None:
    """What a lot of which so much is taken can pay of the rest of a day; None: nothing of it."""
    left = lot.left - taken.amount
    if lot.unit == "days":
        if not lot.first_on <= rest.on <= lot.pays_through:
            return None
        there = lot.held.get(rest.on, ())
        amount = days_taken(with_more(there, rest, seats)) - days_taken(there)
        return Piece(lot, amount, rest.end, rest) if amount <= left else None
    minutes = min((rest.end - rest.start) // MINUTE, left // seats)
    return Piece(lot, minutes * seats, rest.start + minutes * MINUTE) if minutes > 0 else None


def kept(taken: Sequence[int], percent: int, at_least: int = 0) -> list[int]:
    """What is kept of each amount of one unit: so much per cent, a part of a unit whole; `at_least` in all."""
    found = [amount - amount * (100 - percent) // 100 for amount in taken]
    missing = max(at_least - sum(found), 0)
    for number, amount in enumerate(taken):
        more = min(missing, amount - found[number])
        found[number] += more
        missing -= more
    return found
