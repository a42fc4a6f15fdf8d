from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from maillage.base.instants import (
    begins_day,
    days,
    from_wall,
    local_day,
    midnight,
    readings,
    to_instant,
    to_local,
    to_utc,
)
from maillage.base.zones import get_zone

PARIS = get_zone("Europe/Paris")
APIA = get_zone("Pacific/Apia")
LORD_HOWE = get_zone("Australia/Lord_Howe")
CAIRO = get_zone("Africa/Cairo")


def wall(on: str, minute: int, zone) -> str:
    return to_utc(from_wall(date.fromisoformat(on), minute, zone)).isoformat()[:16]


def test_instant_comes_back_as_the_same_moment():
    moment = datetime(2026, 6, 16, 10, 0, 0, 123456, timezone(timedelta(hours=11)))
    assert to_utc(to_instant(moment)) == moment


def test_instants_of_a_repeated_hour_are_told_apart_where_datetimes_are_not():
    first = datetime(2026, 10, 25, 2, 0, tzinfo=PARIS)
    second = first.replace(fold=1)
    assert first == second  # Python's reading, and why rules do not compare datetimes
    assert to_instant(second) - to_instant(first) == 3600 * 10**6
    assert to_local(to_instant(second), PARIS).isoformat() == "2026-10-25T02:00:00+01:00"


def test_naive_datetime_is_no_instant():
    with pytest.raises(TypeError):
        to_instant(datetime(2026, 6, 16))


def test_wall_clock_in_a_gap_takes_the_offset_before_it():
    assert wall("2026-03-29", 150, PARIS) == "2026-03-29T01:30"
    assert wall("2026-10-04", 135, LORD_HOWE) == "2026-10-03T15:45"  # the clock jumps half an hour at 02:00


def test_wall_clock_shown_twice_is_the_first():
    assert wall("2026-10-25", 150, PARIS) == "2026-10-25T00:30"
    assert wall("2026-04-05", 105, LORD_HOWE) == "2026-04-04T14:45"


@pytest.mark.parametrize(
    ("shown", "zone", "instants"),
    [
        ("2026-10-25T02:00", PARIS, ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]),
        ("2026-10-25T03:00", PARIS, ["2026-10-25T03:00:00+01:00"]),
        ("2026-03-29T02:30", PARIS, []),
        ("2026-04-05T01:45", LORD_HOWE, ["2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30"]),
    ],
)
def test_example_2_readings_are_each_time_that_the_clock_shows_it(shown, zone, instants):
    assert [at.isoformat() for at in readings(datetime.fromisoformat(shown), zone)] == instants


def test_wall_clock_from_1440_minutes_is_on_the_next_day():
    assert wall("2026-06-16", 1440, PARIS) == wall("2026-06-17", 0, PARIS)
    assert wall("2026-12-31", 1560, PARIS) == wall("2027-01-01", 120, PARIS)


def test_day_begins_at_midnight_or_where_the_clock_skips_it():
    def begins(text: str, zone) -> bool:
        return begins_day(datetime.fromisoformat(text).replace(tzinfo=zone))

    assert [begins(f"2026-04-24T0{hour}:00", CAIRO) for hour in (1, 2)] == [True, False]
    assert [begins(f"2026-04-24T0{hour}:00", PARIS) for hour in (0, 1)] == [True, False]


def test_midnight_is_the_first_instant_when_the_clock_jumps_over_it():
    first = midnight(date(2026, 4, 24), CAIRO)  # at 00:00 it is 01:00
    assert to_local(first, CAIRO).isoformat() == "2026-04-24T01:00:00+03:00"
    assert local_day(first - 1, CAIRO) == date(2026, 4, 23)


def test_skipped_day_has_no_length():
    assert midnight(date(2011, 12, 30), APIA) == midnight(date(2011, 12, 31), APIA)
    assert midnight(date(2011, 12, 29), APIA) < midnight(date(2011, 12, 30), APIA)
    assert local_day(midnight(date(2011, 12, 30), APIA), APIA) == date(2011, 12, 31)


def test_days_includes_both_ends_and_is_empty_backwards():
    assert days(date(2026, 2, 27), date(2026, 3, 1)) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
    assert days(date(2026, 3, 1), date(2026, 2, 27)) == []


def test_to_utc_is_in_utc():
    assert to_utc(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert to_utc(0).tzinfo is UTC
