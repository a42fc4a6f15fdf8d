"""What a time costs: the cheapest way to make it up from the units that are sold.

An hour is charged by the minute, piece by piece where its price changes. A half day covers up to four
hours in a row, a day up to twenty-four, a week seven days, a month thirty-one; a started one counts
whole, at the price of the moment it begins: the start, where another ends, or where a price changes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from decimal import Decimal
from heapq import heappop, heappush

from maillage.base.instants import to_instant
from spaces.pricing.rules.tariff import Stretch, for_people, stretches
from spaces.pricing.rules.units import HOUR_MIN, LENGTHS_MIN, Line, Quote, UnitPrice, rounded

Step = tuple[UnitPrice | None, int]  # a price and how much of it: units, or minutes of an hour; None is free
Cost = tuple[int, tuple[int, ...]]  # sixtieths of a cent, then minus the units taken: of equals the larger ones

UNITS = tuple(unit for unit in LENGTHS_MIN if unit != "hour")


def quote(
    prices: Iterable[UnitPrice],
    start: datetime,
    end: datetime,
    *,
    zone: tzinfo,
    seats: int = 1,
    audiences: Iterable[int] = (),
) -> Quote | None:
    """The cheapest price of [start, end) on `seats` places for somebody of these audiences.

    Of equal ones, that with the larger units. None when nothing is sold to them, nothing for no time. Time for which
    no unit has a price is free; where only larger ones have, they cover it.
    """
    theirs = for_people(prices, audiences)
    if not theirs:
        return None
    if end <= start:
        return Quote((), theirs[0].currency)
    steps = _cheapest(stretches(theirs, to_instant(start), to_instant(end), zone))
    counts: Counter[UnitPrice] = Counter()
    for price, count in steps:
        if price is not None:
            counts[price] += count
    ordered = sorted(counts.items(), key=lambda one: -LENGTHS_MIN[one[0].unit])
    return Quote(tuple(_line(price, count, seats) for price, count in ordered), theirs[0].currency)


def _cheapest(asked: list[Stretch]) -> list[Step]:
    """The steps from the start to the end that cost least. Every step leads forward: each place is left once."""
    end = asked[-1].end_min
    best: dict[int, tuple[Cost, int, Step | None]] = {0: ((0, (0,) * len(UNITS)), 0, None)}
    waiting, number = [0], 0
    while (here := heappop(waiting)) < end:
        while asked[number].end_min <= here:
            number += 1
        cost = best[here][0]
        for step, there in _steps(asked[number], here, end):
            reached = _plus(cost, step)
            if there not in best:
                heappush(waiting, there)
            if there not in best or reached < best[there][0]:
                best[there] = (reached, here, step)
    return list(_back(best, end))[::-1]


def _steps(stretch: Stretch, here: int, end: int) -> Iterator[tuple[Step, int]]:
    """What can be taken from here, and how far it goes."""
    for unit in UNITS:
        if price := stretch.prices.get(unit):
            yield (price, 1), min(here + LENGTHS_MIN[unit], end)
    minutes = stretch.end_min - here
    if hour := stretch.prices.get("hour"):
        yield (hour, minutes), stretch.end_min
    elif not stretch.prices:
        yield (None, minutes), stretch.end_min


def _plus(cost: Cost, step: Step) -> Cost:
    price, count = step
    if price is None:
        return cost
    sixtieths, taken = cost
    if price.unit == "hour":
        return sixtieths + price.amount_cents * count, taken
    number = UNITS.index(price.unit)
    return sixtieths + price.amount_cents * HOUR_MIN, (*taken[:number], taken[number] - 1, *taken[number + 1 :])


def _back(best: dict[int, tuple[Cost, int, Step | None]], place: int) -> Iterator[Step]:
    while (step := best[place][2]) is not None:
        yield step
        place = best[place][1]


def _line(price: UnitPrice, count: int, seats: int) -> Line:
    amount = Decimal(price.amount_cents * count * seats)
    if price.unit == "hour":
        amount /= HOUR_MIN
    return Line(price.unit, count, rounded(amount), price.vat_rate)
