"""A rhythm as people choose it: the dates that its rule gives are those that it promises."""

from datetime import date, datetime, timedelta

import pytest

from maillage.base.zones import get_zone
from spaces.booking.rules.repeating import Repetition, Rhythm, is_last, rank
from spaces.booking.rules.series import expand

TUESDAY = date(2026, 6, 16)  # the third of June; the last is the 30th


def days(repetition: Repetition, first_on: date = TUESDAY) -> list[str]:
    first = datetime.combine(first_on, datetime.min.time().replace(hour=10))
    zone = get_zone("Europe/Paris")
    found = expand(repetition.rrule(first_on), first=first, length=timedelta(hours=2), zone=zone)
    return [f"{one.start_at:%m-%d}" for one in found]


@pytest.mark.parametrize(
    ("repetition", "expected"),
    [
        (Repetition(Rhythm.DAY, times=3), ["06-16", "06-17", "06-18"]),
        (Repetition(Rhythm.DAY, interval=2, until_on=date(2026, 6, 20)), ["06-16", "06-18", "06-20"]),
        (Repetition(Rhythm.WEEK, times=3), ["06-16", "06-23", "06-30"]),
        (Repetition(Rhythm.WEEK, interval=2, until_on=date(2026, 7, 14)), ["06-16", "06-30", "07-14"]),
        (Repetition(Rhythm.WEEK, weekdays=frozenset({3}), times=4), ["06-16", "06-18", "06-23", "06-25"]),
        (Repetition(Rhythm.MONTH_DATE, times=3), ["06-16", "07-16", "08-16"]),
        (Repetition(Rhythm.MONTH_RANK, times=3), ["06-16", "07-21", "08-18"]),
    ],
)
def test_rule_gives_the_dates_that_were_chosen(repetition, expected):
    assert days(repetition) == expected


def test_last_tuesday_and_fifth_tuesday_are_different_choices():
    last = date(2026, 6, 30)

    assert (rank(last), is_last(last), is_last(TUESDAY)) == (5, True, False)
    assert days(Repetition(Rhythm.MONTH_LAST, times=3), last) == ["06-30", "07-28", "08-25"]
    assert days(Repetition(Rhythm.MONTH_RANK, times=3), last) == ["06-30", "09-29", "12-29"]


def test_month_without_that_date_is_skipped():
    assert days(Repetition(Rhythm.MONTH_DATE, times=3), date(2026, 8, 31)) == ["08-31", "10-31", "12-31"]
