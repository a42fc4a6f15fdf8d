"""The dates that a schedule gives, on the clock of its place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from events.agenda.rules.repetition import CUSTOM, RULES, describe, rule_of
from events.agenda.rules.schedule import MOST_DATES, Pattern, ScheduleError, horizon, local_days, read_exclusions
from maillage.base.zones import get_zone

PARIS = get_zone("Europe/Paris")


def starts(pattern, until_on=date(2026, 12, 31)):
    return [start for start, _end in pattern.dates(PARIS, until_on=until_on)]


def test_dates_keep_the_wall_clock_time_across_the_clock_change():
    weekly = Pattern(datetime(2026, 3, 23, 10), datetime(2026, 3, 23, 12), rrule="FREQ=WEEKLY;COUNT=2")

    assert weekly.dates(PARIS, until_on=date(2026, 12, 31)) == [
        (datetime(2026, 3, 23, 9, tzinfo=UTC), datetime(2026, 3, 23, 11, tzinfo=UTC)),
        (datetime(2026, 3, 30, 8, tzinfo=UTC), datetime(2026, 3, 30, 10, tzinfo=UTC)),
    ]


def test_date_in_the_gap_of_the_clock_moves_after_it():
    weekly = Pattern(datetime(2026, 3, 22, 2, 30), datetime(2026, 3, 22, 3), rrule="FREQ=WEEKLY;COUNT=3")

    assert starts(weekly) == [
        datetime(2026, 3, 22, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 4, 5, 0, 30, tzinfo=UTC),
    ]


def test_excluded_days_and_starts_are_left_out_but_counted():
    excluded = read_exclusions(["2026-01-13", "2026-01-20T18:00"])
    weekly = Pattern(datetime(2026, 1, 6, 18), datetime(2026, 1, 6, 20), rrule="FREQ=WEEKLY;COUNT=4", excluded=excluded)

    assert [start.day for start in starts(weekly)] == [6, 27]


def test_added_dates_come_in_order_and_once():
    added = (datetime(2026, 1, 5, 18), datetime(2026, 1, 6, 18))
    pattern = Pattern(datetime(2026, 1, 6, 18), datetime(2026, 1, 6, 20), rdates=added)

    assert [start.day for start in starts(pattern)] == [5, 6]


def test_endless_rule_stops_at_the_horizon_and_at_the_most_dates():
    daily = Pattern(datetime(2026, 1, 6, 18), datetime(2026, 1, 6, 20), rrule="FREQ=DAILY")

    assert len(starts(daily, until_on=date(2026, 1, 31))) == 26
    assert len(starts(daily, until_on=date(2030, 1, 31))) == MOST_DATES


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0", "BYDAY=MO", "n'importe quoi"])
def test_rule_that_cannot_be_followed_is_refused(rule):
    with pytest.raises(ScheduleError):
        Pattern.check_rule(rule)


@example(first=datetime(2026, 1, 4, 2, 0, fold=1), frequency="WEEKLY", interval=1, count=13)
@given(
    first=st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 30)).map(lambda at: at.replace(second=0, microsecond=0)),
    frequency=st.sampled_from(["DAILY", "WEEKLY"]),
    interval=st.integers(1, 4),
    count=st.integers(1, 30),
)
def test_dates_are_those_of_another_reading_of_the_rule(first, frequency, interval, count):
    rule = f"FREQ={frequency};INTERVAL={interval};COUNT={count}"
    pattern = Pattern(first, first + timedelta(hours=1), rrule=rule)
    naive = [at.replace(tzinfo=PARIS, fold=0).astimezone(UTC) for at in rrulestr(rule, dtstart=first)]

    assert starts(pattern, until_on=date(2030, 12, 31)) == sorted(set(naive))


def test_evening_that_ends_at_midnight_is_lived_on_one_day():
    start, end = datetime(2026, 6, 16, 18, tzinfo=UTC), datetime(2026, 6, 16, 22, tzinfo=UTC)

    assert local_days(start, end, PARIS) == (date(2026, 6, 16), date(2026, 6, 16))


@pytest.mark.parametrize(("hours", "last"), [(0.5, 16), (5.5, 16), (6, 17), (24, 17), (29.5, 17), (30, 18)])
def test_night_that_ends_before_six_is_its_evenings(hours, last):
    midnight = datetime(2026, 6, 16, 22, tzinfo=UTC)

    days = local_days(midnight - timedelta(hours=4), midnight + timedelta(hours=hours), PARIS)

    assert days == (date(2026, 6, 16), date(2026, 6, last))


def test_what_begins_before_six_and_ends_then_is_lived_on_that_day():
    start = datetime(2026, 6, 16, 23, tzinfo=UTC)

    assert local_days(start, start + timedelta(hours=2), PARIS) == (date(2026, 6, 17), date(2026, 6, 17))


@given(
    repeats=st.sampled_from(sorted(RULES)),
    first_on=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    days=st.none() | st.integers(0, 500),
)
def test_choice_in_plain_words_is_found_again_from_its_rule(repeats, first_on, days):
    until_on = None if days is None or not repeats else first_on + timedelta(days=days)

    assert describe(rule_of(repeats, first_on, until_on), first_on) == (repeats, until_on)


def test_rule_written_elsewhere_is_kept_as_it_is():
    assert describe("FREQ=YEARLY;BYMONTH=3", date(2026, 3, 1)) == (CUSTOM, None)


def test_horizon_is_eighteen_months_ahead():
    assert horizon(date(2026, 1, 1)) == date(2027, 7, 3)


@pytest.mark.parametrize(
    ("rule", "in_utc"),
    [
        ("", ""),
        ("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=3"),
        ("FREQ=WEEKLY;UNTIL=20270119", "FREQ=WEEKLY;UNTIL=20270119T225959Z"),
        ("FREQ=WEEKLY;UNTIL=20270719;INTERVAL=2", "FREQ=WEEKLY;UNTIL=20270719T215959Z;INTERVAL=2"),
        ("FREQ=WEEKLY;UNTIL=20270119T180000", "FREQ=WEEKLY;UNTIL=20270119T170000Z"),
        ("FREQ=WEEKLY;UNTIL=20270119T180000Z", "FREQ=WEEKLY;UNTIL=20270119T180000Z"),
    ],
)
def test_rule_for_calendars_ends_at_an_instant_of_utc(rule, in_utc):
    pattern = Pattern(datetime(2027, 1, 5, 18), datetime(2027, 1, 5, 20), rrule=rule)

    assert pattern.rule_in_utc(get_zone("Europe/Paris")) == in_utc
