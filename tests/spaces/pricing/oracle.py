"""What a time costs, found by looking at each half hour by itself."""

from datetime import timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")
HALF_HOUR = timedelta(minutes=30)
HALVES = {"half_day": 8, "day": 48}


def cheapest(prices, start, minutes, audiences):
    """For prices whose hours begin on half hours. None when nothing is sold to these people."""
    theirs = [price for price in prices if price.audience is None or price.audience in audiences]
    if not theirs:
        return None
    first, count = start.astimezone(UTC), minutes // 30
    tables = [_table(theirs, (first + number * HALF_HOUR).astimezone(start.tzinfo)) for number in range(count)]

    @cache
    def rest(number, may_begin):
        if number >= count:
            return Fraction(0)
        table, ways = tables[number], []
        if may_begin or number == 0 or tables[number - 1] != table:
            ways = [table[unit].amount_cents + rest(number + HALVES[unit], True) for unit in HALVES if unit in table]
        if "hour" in table:
            ways.append(Fraction(table["hour"].amount_cents, 2) + rest(number + 1, False))
        elif not table:
            ways.append(rest(number + 1, False))
        return min(ways, default=Fraction(10**9))

    return rest(0, True)


def _table(prices, here):
    """The price of each unit that comes first now."""
    table = {}
    for price in sorted(prices, key=_last_to_first):
        if _is_for(price, here):
            table[price.unit] = price
    return table


def _last_to_first(price):
    """A price comes after those that it goes before."""
    return price.audience is not None, price.is_peak, price.is_season, -price.amount_cents


def _is_for(price, here):
    minute, today = here.hour * 60 + here.minute, here.date()
    whole = range(price.starts_min, price.ends_min if price.ends_min > price.starts_min else price.ends_min + 1440)
    began_on = {today} if minute in whole else {today - timedelta(1)} if minute + 1440 in whole else set()
    return any(
        (not price.weekdays or day.weekday() in price.weekdays)
        and (price.valid_from or day) <= day <= (price.valid_through or day)
        for day in began_on
    )
