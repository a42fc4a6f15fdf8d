"""What a time costs: the cheapest way to make it up from the units that are sold.

An hour is charged by the minute, a half day covers up to four hours in a row, a day up to twenty-four;
a started half day or day counts whole. Amounts are integer cents, VAT included.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HOUR_MIN = 60
HALF_DAY_MIN = 4 * HOUR_MIN
DAY_MIN = 24 * HOUR_MIN


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What one unit (`hour`, `half_day`, `day`) of one place costs."""

    unit: str
    amount_cents: int
    vat_rate: Decimal
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Line:
    """So much of one unit; hours count in minutes."""

    unit: str
    count: int
    amount_cents: int
    vat_rate: Decimal

    @property
    def vat_cents(self) -> int:
        """The tax inside the amount."""
        return self.amount_cents - _round(self.amount_cents * 100 / (100 + self.vat_rate))


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
        return sum(line.vat_cents for line in self.lines)

    @property
    def vat_rate(self) -> Decimal | None:
        rates = {line.vat_rate for line in self.lines}
        return rates.pop() if len(rates) == 1 else None


def quote(prices: Iterable[UnitPrice], minutes: int, *, seats: int = 1) -> Quote | None:
    """The cheapest price of `minutes` on `seats` places; of equal ones, that with the larger units.

    None when nothing is sold. A larger unit that is cheaper than the exact time is taken: eight hours
    at the price of a day are a day.
    """
    by_unit = {price.unit: price for price in prices}
    if not by_unit:
        return None
    currency = next(iter(by_unit.values())).currency
    offers = (Quote(tuple(lines), currency) for lines in _ways(by_unit, minutes, seats))
    return min(offers, key=lambda offer: offer.amount_cents)


def _ways(by_unit: dict[str, UnitPrice], minutes: int, seats: int) -> Iterator[list[Line]]:
    """Every way worth comparing, larger units first."""
    for days in _counts(by_unit.get("day"), minutes, DAY_MIN):
        after_days = max(minutes - days * DAY_MIN, 0)
        for halves in _counts(by_unit.get("half_day"), after_days, HALF_DAY_MIN):
            rest = max(after_days - halves * HALF_DAY_MIN, 0)
            if rest and "hour" not in by_unit:
                continue
            units = (("day", days), ("half_day", halves), ("hour", rest))
            yield [_line(by_unit[unit], count, seats) for unit, count in units if count]


def _counts(price: UnitPrice | None, minutes: int, length_min: int) -> list[int]:
    """How many of a unit may be the cheapest: as many as cover the time, as fit into it, or none.

    Nothing between: a unit that is worth taking once is worth taking each time.
    """
    if price is None:
        return [0]
    return sorted({-(-minutes // length_min), minutes // length_min, 0}, reverse=True)


def _line(price: UnitPrice, count: int, seats: int) -> Line:
    amount = Decimal(price.amount_cents * count * seats)
    if price.unit == "hour":
        amount /= HOUR_MIN
    return Line(price.unit, count, _round(amount), price.vat_rate)


def _round(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
