"""The cheapest way to make up a time, against every way there is."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.pricing.rules import LENGTHS_MIN, Line, Quote, UnitPrice, quote
from tests.spaces.pricing.oracle import cheapest

TWENTY, PARIS = Decimal("20.00"), ZoneInfo("Europe/Paris")
DAY_MIN, WEEK_MIN = LENGTHS_MIN["day"], LENGTHS_MIN["week"]
MONDAY = datetime(2026, 6, 15, 9, tzinfo=PARIS)
MEMBERS, STUDENTS = 1, 2


def price(unit, cents, **when) -> UnitPrice:
    return UnitPrice(unit, cents, TWENTY, **when)


HOUR, HALF_DAY, DAY = (price(unit, cents) for unit, cents in (("hour", 1200), ("half_day", 4000), ("day", 7000)))
WEEK, MONTH = price("week", 20000), price("month", 50000)
EVENING = price("hour", 600, starts_min=18 * 60, ends_min=22 * 60)
NIGHT = price("hour", 100, starts_min=22 * 60, ends_min=6 * 60, weekdays=frozenset({0}))
SATURDAY = price("hour", 2000, weekdays=frozenset({5}))
SUMMER = price("hour", 900, valid_from=date(2026, 7, 1), valid_through=date(2026, 8, 31))


def cost_of(prices, minutes, *, start=MONDAY, **more):
    utc = start.astimezone(ZoneInfo("UTC"))
    return quote(prices, utc, utc + timedelta(minutes=minutes), zone=PARIS, **more)


def at(text) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


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
        (3 * DAY_MIN, [("week", 1, 20000)]),
        (WEEK_MIN + DAY_MIN, [("week", 1, 20000), ("day", 1, 7000)]),
        (20 * DAY_MIN, [("month", 1, 50000)]),
    ],
)
def test_quote_takes_the_cheapest_units_when_all_are_sold(minutes, lines):
    found = cost_of([HOUR, HALF_DAY, DAY, WEEK, MONTH], minutes)

    assert found == Quote(tuple(Line(unit, count, cents, TWENTY) for unit, count, cents in lines))


def test_quote_says_amount_and_tax_when_one_rate_applies():
    found = cost_of([HOUR], 60)

    assert (found.amount_cents, found.vat_cents, found.vat_rate, found.currency) == (1200, 200, TWENTY, "EUR")


def test_quote_has_no_single_rate_when_units_are_taxed_differently():
    found = cost_of([UnitPrice("day", 7000, TWENTY), UnitPrice("hour", 1200, Decimal("5.50"))], DAY_MIN + 60)

    assert (found.amount_cents, found.vat_cents, found.vat_rate) == (8200, 1167 + 63, None)


def test_vat_is_rounded_once_for_each_rate():
    lines = [Line("hour", 60, 1400, TWENTY)] * 3 + [Line("day", 1, 100, Decimal("5.50"))] * 2

    assert Quote(tuple(lines[:3])).vat_cents == 700
    assert Quote(tuple(lines)).vat_cents == 700 + 10


def test_quote_rounds_each_line_to_the_cent_when_an_hour_is_cut():
    assert cost_of([price("hour", 1000)], 20).amount_cents == 333


def test_quote_counts_each_place_when_several_are_taken():
    assert cost_of([HOUR], 60, seats=3).amount_cents == 3600


def test_quote_is_zero_when_the_price_is():
    assert cost_of([price("hour", 0)], 60).amount_cents == 0


def test_quote_counts_started_units_whole_when_hours_are_not_sold():
    assert cost_of([HALF_DAY], 241).lines == (Line("half_day", 2, 8000, TWENTY),)


def test_quote_is_none_when_nothing_is_sold():
    assert cost_of([], 60) is None


@pytest.mark.parametrize(
    ("prices", "start", "minutes", "cents"),
    [
        ([HOUR, EVENING], "2026-06-15 17:00", 120, 1200 + 600),
        ([HOUR, EVENING], "2026-06-15 17:00", 360, 1200 + 4 * 600 + 1200),
        ([HOUR, EVENING], "2026-06-15 18:00", 60, 600),
        ([HOUR, EVENING, HALF_DAY], "2026-06-15 14:00", 240, 4000),
        ([HOUR, SATURDAY], "2026-06-19 23:00", 120, 1200 + 2000),
        ([HOUR, NIGHT], "2026-06-16 05:00", 120, 100 + 1200),  # Monday's night goes on on Tuesday
        ([HOUR, NIGHT], "2026-06-17 05:00", 60, 1200),
        ([HOUR, SUMMER], "2026-06-30 23:00", 120, 1200 + 900),
        ([HOUR, SUMMER], "2026-08-31 23:00", 120, 900 + 1200),
        ([HOUR, SUMMER, EVENING], "2026-07-01 17:00", 120, 900 + 600),  # hours of the day before dates
        ([EVENING], "2026-06-15 17:00", 120, 600),  # nothing is sold before 18:00
        ([EVENING, HALF_DAY], "2026-06-15 17:00", 120, 4000),  # a half day is
        ([HOUR, NIGHT], "2026-10-26 01:00", 60, 1200),
        ([HOUR, price("hour", 0, starts_min=120, ends_min=180)], "2026-10-25 01:00", 240, 2 * 1200),  # 2:00 twice
    ],
)
def test_quote_goes_by_the_clock_of_the_place_when_prices_have_hours_and_seasons(prices, start, minutes, cents):
    assert cost_of(prices, minutes, start=at(start)).amount_cents == cents


@pytest.mark.parametrize(
    ("audiences", "cents"),
    [((), 1200), ((MEMBERS,), 800), ((STUDENTS,), 1500), ((MEMBERS, STUDENTS), 800), ((9,), 1200)],
)
def test_quote_takes_the_price_of_ones_own_people_and_of_several_the_cheapest(audiences, cents):
    prices = [HOUR, price("hour", 800, audience=MEMBERS), price("hour", 1500, audience=STUDENTS)]

    assert cost_of(prices, 60, audiences=audiences).amount_cents == cents


def test_quote_is_for_nobody_else_when_a_price_is_for_some():
    assert cost_of([price("hour", 800, audience=MEMBERS)], 60) is None


units = st.sampled_from(["hour", "half_day", "day"])
dates = st.sampled_from([None, date(2026, 6, 15), date(2026, 6, 16)])
hours = st.sampled_from([(0, DAY_MIN), (8 * 60, 12 * 60), (18 * 60, 2 * 60), (600, 600)])
prices = st.lists(
    st.builds(
        lambda unit, cents, audience, first, last, weekdays, window: price(
            unit, cents, audience=audience, valid_from=first, valid_through=last, weekdays=weekdays,
            starts_min=window[0], ends_min=window[1],
        ),
        units, st.integers(0, 90).map(lambda tens: tens * 60), st.sampled_from([None, MEMBERS, STUDENTS]), dates, dates,
        st.frozensets(st.integers(0, 6), max_size=2), hours,
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(
    prices=prices,
    start=st.integers(0, 3 * 24).map(lambda hours: at("2026-06-14 00:00") + timedelta(hours=hours)),
    halves=st.integers(1, 60),
    audiences=st.sets(st.sampled_from([MEMBERS, STUDENTS])),
)
def test_quote_is_what_looking_at_each_half_hour_finds(prices, start, halves, audiences):
    found = cost_of(prices, 30 * halves, start=start, audiences=audiences)

    expected = cheapest(prices, start, 30 * halves, audiences)
    assert (None if found is None else Fraction(found.amount_cents)) == expected


plain = st.fixed_dictionaries({}, optional={unit: st.integers(0, 9000) for unit in LENGTHS_MIN}).filter(bool)


@given(
    prices=plain, minutes=st.integers(1, 3 * DAY_MIN // 10).map(lambda tens: tens * 10), seats=st.integers(1, 3)
)  # fmt: skip
def test_quote_is_never_dearer_than_any_other_way(prices, minutes, seats):
    found = cost_of([price(unit, cents) for unit, cents in prices.items()], minutes, seats=seats)

    ways = [prices[unit] * seats for unit in ("week", "month") if unit in prices]
    ways += [
        days * prices.get("day", 0) * seats
        + halves * prices.get("half_day", 0) * seats
        + round(max(minutes - days * DAY_MIN - halves * 240, 0) * prices.get("hour", 0) * seats / 60 + 1e-9)
        for days in range(4 if "day" in prices else 1)
        for halves in range(19 if "half_day" in prices else 1)
        if "hour" in prices or days * DAY_MIN + halves * 240 >= minutes
    ]
    assert found.amount_cents == min(ways)
