"""Which price applies when: the time that somebody asks for, cut where a price changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from itertools import pairwise

from maillage.base.instants import MINUTE, Instant, days, from_wall, local_day, to_local
from spaces.pricing.rules.units import UnitPrice

Table = dict[str, UnitPrice]
ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes from the start of what is asked, and the price of each unit in them."""

    start_min: int
    end_min: int
    prices: Table


def for_people(prices: Iterable[UnitPrice], audiences: Iterable[int]) -> list[UnitPrice]:
    """Those that somebody of these audiences may have."""
    theirs = {None, *audiences}
    return [price for price in prices if price.audience in theirs]


def stretches(prices: list[UnitPrice], start: Instant, end: Instant, zone: tzinfo) -> list[Stretch]:
    """[start, end) with the price of each unit; neighbours differ."""
    cuts = [start, *sorted({cut for cut in _changes(prices, start, end, zone) if start < cut < end}), end]
    found: list[Stretch] = []
    for first, last in pairwise(cuts):
        table = _table(prices, first, zone)
        begin, stop = (first - start) // MINUTE, (last - start) // MINUTE
        if found and found[-1].prices == table:
            begin = found.pop().start_min
        found.append(Stretch(begin, stop, table))
    return found


def _changes(prices: list[UnitPrice], start: Instant, end: Instant, zone: tzinfo) -> Iterator[Instant]:
    """Every instant at which another price may begin: midnights and the hours of the prices."""
    if not any(price.is_peak or price.is_season for price in prices):
        return
    minutes = {0} | {minute for price in prices for minute in (price.starts_min, price.ends_min)}
    for on in days(local_day(start, zone), local_day(end, zone)):
        for minute in minutes:
            yield from_wall(on, minute, zone)


def _table(prices: list[UnitPrice], at: Instant, zone: tzinfo) -> Table:
    table: Table = {}
    for price in prices:
        if applies(price, at, zone) and (price.unit not in table or _comes_before(price, table[price.unit])):
            table[price.unit] = price
    return table


def applies(price: UnitPrice, at: Instant, zone: tzinfo) -> bool:
    """Whether a price is for this instant, by the clock of the place."""
    here = to_local(at, zone)
    on, minute = here.date(), here.hour * 60 + here.minute
    if price.ends_min <= price.starts_min:
        if minute < price.ends_min:
            on -= ONE_DAY
        elif minute < price.starts_min:
            return False
    elif not price.starts_min <= minute < price.ends_min:
        return False
    return (
        (not price.weekdays or on.weekday() in price.weekdays)
        and (price.valid_from is None or price.valid_from <= on)
        and (price.valid_through is None or on <= price.valid_through)
    )


def _comes_before(price: UnitPrice, other: UnitPrice) -> bool:
    """One's own before everybody's, then what is for fewer hours, then for fewer dates; of equals the cheapest."""
    return _rank(price) < _rank(other)


def _rank(price: UnitPrice) -> tuple[bool, bool, bool, int]:
    return price.audience is None, not price.is_peak, not price.is_season, price.amount_cents
