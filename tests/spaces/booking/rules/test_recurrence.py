"""Recurrence rules against dateutil, which walks the calendar in its own way."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, reject, settings
from hypothesis import strategies as st

from spaces.booking.rules.recurrence import WEEKDAYS, Recurrence, SeriesError, parse

weekday_lists = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(",".join)


def nth_days(most: int):
    nth = st.sampled_from([-most, -2, -1, 1, 2, 4, 5, most])
    day = st.tuples(nth, st.sampled_from(WEEKDAYS)).map(lambda pair: f"{pair[0]}{pair[1]}")
    return st.lists(day, min_size=1, max_size=3, unique=True).map(",".join)


def numbers(*choices: int):
    return st.lists(st.sampled_from(choices), min_size=1, max_size=3, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


month_days = numbers(1, 13, 28, 29, 30, 31, -1, -2, -31)
months = numbers(1, 2, 4, 7, 12)
positions = numbers(1, 2, -1, -2)

PARTS = {
    "DAILY": {"BYDAY": weekday_lists, "BYMONTHDAY": month_days, "BYMONTH": months},
    "WEEKLY": {"BYDAY": weekday_lists, "BYMONTH": months, "WKST": st.sampled_from(WEEKDAYS)},
    "MONTHLY": {
        "BYDAY": weekday_lists | nth_days(5),
        "BYMONTHDAY": month_days,
        "BYMONTH": months,
        "BYSETPOS": positions,
    },
    "YEARLY": {
        "BYDAY": weekday_lists | nth_days(5) | nth_days(53),
        "BYMONTHDAY": month_days,
        "BYMONTH": months,
        "BYSETPOS": positions,
    },
}


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(sorted(PARTS)))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.sampled_from([1, 1, 1, 2, 3, 5, 12]))}"]
    chosen = draw(st.sets(st.sampled_from(sorted(PARTS[frequency])), max_size=2))
    assume(chosen != {"BYSETPOS"})  # a position of what? dateutil refuses it
    parts += [f"{name}={draw(PARTS[frequency][name])}" for name in sorted(chosen)]
    return ";".join(parts)


# The calendar repeats every 400 years. Near its end dateutil, which looks for a match up to the year 9999,
# soon gives up on rules that have none.
@settings(max_examples=500)
@example("FREQ=DAILY;INTERVAL=1", date(9996, 12, 31), 731)  # through the last of all years
@given(rules(), st.dates(date(9990, 1, 1), date(9996, 12, 31)), st.sampled_from([40, 400, 731]))
def test_days_are_those_of_dateutil(text, first_on, length):
    last_on = first_on + timedelta(length)
    first = datetime.combine(first_on, datetime.min.time())
    until = datetime.combine(last_on, datetime.max.time()).strftime("%Y%m%dT%H%M%S")
    try:
        expected = {found.date() for found in rrulestr(f"{text};UNTIL={until}", dtstart=first)} - {first_on}
    except IndexError:  # dateutil's own, for some positions in weeks that the last of its years does not have
        reject()
    assert list(parse(text).days_after(first_on, last_on)) == sorted(expected)


def days(text: str, first: str, last: str) -> list[str]:
    found = parse(text).days_after(date.fromisoformat(first), date.fromisoformat(last))
    return [on.isoformat() for on in found]


def test_monthly_on_the_31st_skips_shorter_months():
    assert days("FREQ=MONTHLY", "2026-01-31", "2026-08-31") == ["2026-03-31", "2026-05-31", "2026-07-31", "2026-08-31"]


def test_last_and_fifth_monday_are_the_person_s_choice():
    assert days("FREQ=MONTHLY;BYDAY=-1MO", "2026-06-29", "2026-09-30") == ["2026-07-27", "2026-08-31", "2026-09-28"]
    assert days("FREQ=MONTHLY;BYDAY=5MO", "2026-06-29", "2026-12-31") == ["2026-08-31", "2026-11-30"]


def test_29_february_comes_every_four_years():
    assert days("FREQ=YEARLY", "2024-02-29", "2029-01-01") == ["2028-02-29"]


def test_rule_that_never_matches_ends_at_once():
    assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2027-12-31") == []


def test_position_in_a_week_counts_the_whole_week():
    # dateutil counts the first week from its first day on; RFC 5545 takes the whole week.
    assert days("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", "2026-06-17", "2026-07-01") == ["2026-06-24", "2026-07-01"]


def test_parse_reads_every_part():
    text = "rrule:freq=monthly;interval=2;until=20261231T225959Z;byday=+1mo,-1FR;bymonth=1,12;bysetpos=-1;wkst=su;"
    assert parse(text) == Recurrence(
        frequency="MONTHLY",
        interval=2,
        until=datetime.fromisoformat("2026-12-31T22:59:59+00:00"),
        by_day=frozenset({(1, 0), (-1, 4)}),
        by_month=frozenset({1, 12}),
        by_set_position=frozenset({-1}),
        week_start=6,
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "malformed"),
        ("INTERVAL=2", "malformed"),
        ("FREQ", "malformed"),
        ("FREQ=", "malformed"),
        ("FREQ=SOMETIMES", "malformed"),
        ("FREQ=HOURLY", "unsupported"),
        ("FREQ=DAILY;BYHOUR=9,14", "unsupported"),
        ("FREQ=YEARLY;BYWEEKNO=1", "unsupported"),
        ("FREQ=DAILY;INTERVAL=0", "malformed"),
        ("FREQ=DAILY;INTERVAL=-1", "malformed"),
        ("FREQ=DAILY;INTERVAL=٣", "malformed"),
        ("FREQ=DAILY;COUNT=0", "malformed"),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "malformed"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260630", "malformed"),
        ("FREQ=DAILY;UNTIL=20260631", "malformed"),
        ("FREQ=DAILY;UNTIL=2026-06-30", "malformed"),
        ("FREQ=WEEKLY;BYDAY=1MO", "malformed"),
        ("FREQ=WEEKLY;BYDAY=XX", "malformed"),
        ("FREQ=WEEKLY;BYDAY=", "malformed"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "malformed"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "malformed"),
        ("FREQ=MONTHLY;BYMONTH=13", "malformed"),
        ("FREQ=DAILY\nCOUNT=3", "malformed"),
    ],
)
def test_parse_refuses_with_a_reason(text, reason):
    with pytest.raises(SeriesError) as error:
        parse(text)
    assert error.value.reason == reason
