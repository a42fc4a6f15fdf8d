"""Calendar days of a pass: which ones a booking takes, and what they take together, against a naive account."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base.instants import MINUTE, days, midnight, to_instant
from spaces.pricing.rules import DayPart, Held, Lot, cover, days_of, days_taken, with_more
from tests.spaces.pricing.account import Account

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 6, 16)


def at(text: str, zone=PARIS) -> int:
    return to_instant(datetime.fromisoformat(text).replace(tzinfo=zone))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-16 09:00", "2026-06-16 12:00", [16]),
        ("2026-06-16 00:00", "2026-06-17 00:00", [16]),
        ("2026-06-16 22:00", "2026-06-17 02:00", [16]),  # a night is one day, the first of two alike
        ("2026-06-16 23:00", "2026-06-17 02:00", [17]),  # or that which has more of it
        ("2026-06-16 20:00", "2026-06-17 02:00", [16]),
        ("2026-06-16 09:00", "2026-06-17 09:00", [16]),
        ("2026-06-16 09:00", "2026-06-17 09:01", [16, 17]),
        ("2026-06-16 09:00", "2026-06-17 18:00", [16, 17]),
        ("2026-06-16 22:00", "2026-06-18 18:00", [17, 18]),
        ("2026-06-16 09:00", "2026-06-18 02:00", [16, 17]),
        ("2026-06-16 09:00", "2026-06-18 00:00", [16, 17]),
        ("2026-06-16 09:00", "2026-06-20 18:00", [16, 17, 18, 19, 20]),
        ("2026-10-25 00:00", "2026-10-26 00:00", [25]),  # the day of 25 hours
        ("2026-10-24 09:00", "2026-10-25 09:00", [24]),
        ("2026-03-28 09:00", "2026-03-29 09:00", [28]),
    ],
)
def test_booking_takes_the_days_that_it_touches(start, end, expected):
    found = days_of(at(start), at(end), PARIS)

    assert [part.on.day for part in found] == expected
    assert (found[0].start, found[-1].end) == (at(start), at(end))


def test_days_are_those_of_the_place():
    start, end = at("2026-06-16 23:00"), at("2026-06-16 23:30")

    assert [days_of(start, end, ZoneInfo(zone))[0].on.day for zone in ("Europe/Paris", "Indian/Reunion")] == [16, 17]


def test_day_that_a_place_skipped_is_taken_by_nobody():
    apia = ZoneInfo("Pacific/Apia")

    found = days_of(at("2011-12-29 08:00", apia), at("2011-12-31 18:00", apia), apia)

    assert [part.on.isoformat() for part in found] == ["2011-12-29", "2011-12-31"]


moments = st.integers(0, 4 * 24 * 12).map(lambda fives: at("2026-10-23 00:00") + 5 * MINUTE * fives)


@given(moments, moments)
def test_parts_follow_each_other_and_a_day_is_missing_only_for_24_hours_on_the_clock(one, other):
    start, end = sorted((one, other))
    if start == end:
        return
    found = days_of(start, end, PARIS)

    assert [part.end for part in found[:-1]] == [part.start for part in found[1:]]
    touched = [on for on in days(date(2026, 10, 22), date(2026, 10, 28)) if _touches(start, end, on)]
    assert {part.on for part in found} <= set(touched)
    wall = [datetime.fromtimestamp(instant / 1e6, PARIS).replace(tzinfo=None) for instant in (start, end)]
    assert len(found) == min(len(touched), max(-(-(wall[1] - wall[0]) // timedelta(1)), 1))


def _touches(start, end, on):
    return start < midnight(on + timedelta(1), PARIS) and end > midnight(on, PARIS)


def test_day_that_ends_where_the_clock_skips_midnight_is_whole():
    """The 24th begins at one in the morning: what ends there ends with the 23rd."""
    cairo = ZoneInfo("Africa/Cairo")
    dawn = at("2026-04-24 01:00", cairo)

    assert [part.on.day for part in days_of(at("2026-04-22 22:00", cairo), dawn, cairo)] == [22, 23]
    assert [part.on.day for part in days_of(at("2026-04-23 22:00", cairo), dawn, cairo)] == [23]
    assert [part.on.day for part in days_of(dawn, at("2026-04-25 01:00", cairo), cairo)] == [24]


SKIPPED = {"Africa/Cairo": "2026-04-24", "America/Havana": "2026-03-08", "Asia/Beirut": "2026-03-29",
           "America/Santiago": "2026-09-06"}  # fmt: skip


around = st.one_of(st.just(0), st.integers(-600, 600))  # fives of minutes from where that day begins


@settings(deadline=None)
@given(st.sampled_from(sorted(SKIPPED)), around, around)
def test_days_where_the_clock_skips_midnight_are_those_of_a_naive_account(name, one, other):
    zone = ZoneInfo(name)
    start, end = (at(f"{SKIPPED[name]} 01:00", zone) + 5 * MINUTE * fives for fives in sorted((one, other)))
    if start < end:
        assert [part.on for part in days_of(start, end, zone)] == _naive_days(start, end, zone)


def _naive_days(start, end, zone):
    """Five minutes by five; the hours of the first and the last day are what a clock shows of them."""
    shown = [datetime.fromtimestamp(now / 1e6, zone) for now in range(start, end, 5 * MINUTE)]
    lived = Counter(one.date() for one in shown)
    touched = sorted(lived)
    until = datetime.fromtimestamp(end / 1e6, zone).replace(tzinfo=None)
    until = min(until, datetime.combine(touched[-1] + timedelta(1), datetime.min.time()))
    on_first = datetime.combine(touched[0] + timedelta(1), datetime.min.time()) - shown[0].replace(tzinfo=None)
    on_last = until - datetime.combine(touched[-1], datetime.min.time())
    if len(touched) == 1 or on_first + on_last > timedelta(1):
        return touched
    return touched[1:] if on_first < on_last else touched[:-1]


def held(*spans, places=1):
    """Hours of the day, each made in turn."""
    return [Held(first * 60, last * 60, places, turn) for turn, (first, last) in enumerate(spans, 1)]


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([], 0),
        (held((9, 12)), 1),
        (held((9, 12), (14, 17)), 1),
        (held((9, 12), (12, 14)), 1),
        (held((9, 12), (11, 14)), 2),
        (held((9, 12), (9, 12), (14, 17)), 2),
        (held((9, 11), (10, 13), (12, 15)), 2),
        (held((9, 12), places=3), 3),
        ([Held(9, 12, 1, 1, let_go=1), Held(10, 13, 1, 2)], 1),  # who comes back sits on what stayed paid
        ([Held(9, 12, 1, 1, let_go=2), Held(10, 13, 1, 2)], 2),  # not who was there at the same time
        ([Held(9, 12, 1, 1, let_go=2), Held(10, 13, 1, 2), Held(9, 12, 1, 3)], 2),
        ([Held(9, 12, 1, 1, let_go=1), Held(9, 12, 1, 2, let_go=2)], 1),
        ([Held(9, 12, 0, 1, let_go=1)], 0),
    ],
)
def test_day_takes_the_peak_of_what_is_held_on_it(there, expected):
    assert days_taken(there) == expected


def test_lot_that_has_paid_the_day_comes_before_one_that_expires_sooner():
    part = DayPart(DAY, 14 * 60 * MINUTE, 17 * 60 * MINUTE)
    there = [Held(9 * 60 * MINUTE, 12 * 60 * MINUTE, 1, 1)]
    lots = [Lot(1, "days", 3, date(2026, 6, 30)), Lot(2, "days", 0, None, {DAY: there})]

    found = cover(lots, [part])

    assert [(one.key, one.amount, [day.amount for day in one.days]) for one in found.taken] == [(2, 0, [0])]
    assert found.minutes == 180


# One person's day on one pass: who comes, who leaves in time, who leaves so late that it stays paid.

spans = st.tuples(st.integers(0, 11), st.integers(1, 6), st.integers(1, 2))
acts = st.one_of(
    st.tuples(st.just("come"), spans),
    st.tuples(st.sampled_from(["leave", "keep", "undo"]), st.integers(0, 9), st.integers(0, 2)),
)


@settings(max_examples=300)
@given(st.lists(acts, max_size=14))
def test_days_are_what_a_naive_account_of_each_hour_finds(story):
    there: list[Held] = []
    account = Account()
    turn, before = 0, 0
    for act, *rest in story:
        grows = act in ("come", "undo")
        if act == "come":
            first, length, places = rest[0]
            turn += 1
            mine = Held(first, first + length, places, turn)
            assert with_more(there, DayPart(DAY, mine.start, mine.end), places)[:-1] == tuple(there)
            there.append(mine)
            account.come(turn, first, first + length, places)
        else:
            number, keeps = rest
            live = [one for one in there if (one.let_go is not None) == (act == "undo")]
            if not live:
                continue
            one = live[number % len(live)]
            there.remove(one)
            whole = account.places[one.made]
            if act == "keep":
                there.append(Held(one.start, one.end, min(keeps, whole), one.made, turn))
            elif act == "undo":
                there.append(Held(one.start, one.end, whole, one.made))
            account.change(one.made, act, turn, keeps)
        taken = days_taken(there)
        assert taken == account.days()
        assert taken >= account.most_at_once()
        assert (taken >= before) if grows else (taken <= before)
        before = taken
