"""Prices and what they add up to. Amounts are integer cents, VAT included."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from maillage.base.instants import DAY_MIN

HOUR_MIN = 60
# What one unit covers at most, the largest first. A month is never shorter than one of the calendar.
LENGTHS_MIN = {
    "month": 31 * DAY_MIN,
    "week": 7 * DAY_MIN,
    "day": DAY_MIN,
    "half_day": 4 * HOUR_MIN,
    "hour": HOUR_MIN,
}


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What one unit of one place costs, for whom and when. Dates and times are the place's own.

    `audience` None: everybody. No `weekdays` (Monday is 0): every day. Hours that end at or before they
    start run into the next day and belong to the one on which they start.
    """

    unit: str
    amount_cents: int
    vat_rate: Decimal
    currency: str = "EUR"
    audience: int | None = None
    valid_from: date | None = None
    valid_through: date | None = None
    weekdays: frozenset[int] = frozenset()
    starts_min: int = 0
    ends_min: int = DAY_MIN

    @property
    def is_peak(self) -> bool:
        """Whether it is for some days of the week or hours of the day only."""
        return bool(self.weekdays) or (self.starts_min, self.ends_min) != (0, DAY_MIN)

    @property
    def is_season(self) -> bool:
        """Whether it is for some dates only."""
        return self.valid_from is not None or self.valid_through is not None


@dataclass(frozen=True, slots=True)
class Line:
    """So much of one unit; hours count in minutes."""

    unit: str
    count: int
    amount_cents: int
    vat_rate: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with what it is made of. `vat_rate` is None when several apply."""

    lines: tuple[Line, ...]
    currency: str = "EUR"

    @property
    def amount_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        """The tax inside the amount, rounded once for each rate."""
        by_rate: Counter[Decimal] = Counter()
        for line in self.lines:
            by_rate[line.vat_rate] += line.amount_cents
        return sum(cents - rounded(cents * 100 / (100 + rate)) for rate, cents in by_rate.items())

    @property
    def vat_rate(self) -> Decimal | None:
        rates = {line.vat_rate for line in self.lines}
        return rates.pop() if len(rates) == 1 else None


def rounded(cents: Decimal) -> int:
    """To the cent, halves up."""
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))
