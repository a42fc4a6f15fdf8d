"""The cheapest way to make up a time, against every way there is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.pricing.rules import DAY_MIN, HALF_DAY_MIN, Line, Quote, UnitPrice, quote

TWENTY = Decimal("20.00")
HOUR, HALF_DAY, DAY = (
    UnitPrice(unit, cents, TWENTY) for unit, cents in (("hour", 1200), ("half_day", 4000), ("day", 7000))
)


@pytest.mark.parametrize(
    ("minutes", "lines"),
    [
        (60, [("hour", 60, 1200)]),
        (90, [("hour", 90, 1800)]),
        (200, [("half_day", 1, 4000)]),
        (240, [("half_day", 1, 4000)]),
        (300, [("half_day", 1, 4000), ("hour", 60, 1200)]),
        (420, [("day", 1, 7000)]),
        (DAY_MIN, [("day", 1, 7000)]),
        (DAY_MIN + 60, [("day", 1, 7000), ("hour", 60, 1200)]),
        (2 * DAY_MIN - 60, [("day", 2, 14000)]),
    ],
)
def test_quote_takes_the_cheapest_units_when_all_are_sold(minutes, lines):
    found = quote([HOUR, HALF_DAY, DAY], minutes)

    assert found == Quote(tuple(Line(unit, count, cents, TWENTY) for unit, count, cents in lines))


def test_quote_says_amount_and_tax_when_one_rate_applies():
    found = quote([HOUR], 60)

    assert (found.amount_cents, found.vat_cents, found.vat_rate, found.currency) == (1200, 200, TWENTY, "EUR")


def test_quote_has_no_single_rate_when_units_are_taxed_differently():
    found = quote([UnitPrice("day", 7000, TWENTY), UnitPrice("hour", 1200, Decimal("5.50"))], DAY_MIN + 60)

    assert (found.amount_cents, found.vat_cents, found.vat_rate) == (8200, 1167 + 63, None)


def test_quote_rounds_each_line_to_the_cent_when_an_hour_is_cut():
    assert quote([UnitPrice("hour", 1000, TWENTY)], 20).amount_cents == 333


def test_quote_counts_each_place_when_several_are_taken():
    assert quote([HOUR], 60, seats=3).amount_cents == 3600


def test_quote_is_zero_when_the_price_is():
    assert quote([UnitPrice("hour", 0, TWENTY)], 60).amount_cents == 0


def test_quote_counts_started_units_whole_when_hours_are_not_sold():
    assert quote([HALF_DAY], 241).lines == (Line("half_day", 2, 8000, TWENTY),)


def test_quote_is_none_when_nothing_is_sold():
    assert quote([], 60) is None


prices = st.fixed_dictionaries(
    {}, optional={unit: st.integers(0, 9000) for unit in ("hour", "half_day", "day")}
).filter(bool)


@given(
    prices=prices,
    minutes=st.integers(1, 3 * DAY_MIN // 10).map(lambda tens: tens * 10),
    seats=st.integers(1, 3),
)
def test_quote_is_never_dearer_than_any_other_way(prices, minutes, seats):
    found = quote([UnitPrice(unit, cents, TWENTY) for unit, cents in prices.items()], minutes, seats=seats)

    cheapest = min(
        days * prices.get("day", 0) * seats
        + halves * prices.get("half_day", 0) * seats
        + round(max(minutes - days * DAY_MIN - halves * HALF_DAY_MIN, 0) * prices.get("hour", 0) * seats / 60 + 1e-9)
        for days in range(4 if "day" in prices else 1)
        for halves in range(19 if "half_day" in prices else 1)
        if "hour" in prices or days * DAY_MIN + halves * HALF_DAY_MIN >= minutes
    )
    assert found.amount_cents == cheapest
