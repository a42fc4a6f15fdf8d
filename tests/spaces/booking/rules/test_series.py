from datetime import UTC, datetime, timedelta

import pytest

from maillage.base.zones import get_zone
from spaces.booking.rules.recurrence import SeriesError
from spaces.booking.rules.series import MOST_OCCURRENCES, Occurrence, expand

PARIS = get_zone("Europe/Paris")


def series(rrule: str, first: str, *, minutes: int = 60, zone=PARIS) -> list[Occurrence]:
    return expand(rrule, first=datetime.fromisoformat(first), length=timedelta(minutes=minutes), zone=zone)


def said(rrule: str, first: str, **more) -> list[str]:
    return [
        occurrence.start_at.isoformat() + (" moved" if occurrence.moved else "")
        for occurrence in series(rrule, first, **more)
    ]


def test_example_15_a_start_that_the_clock_skips_is_moved_and_flagged():
    found = series("FREQ=WEEKLY;COUNT=3", "2026-03-22T02:30", minutes=30)
    assert [occurrence.start_at.astimezone(UTC).strftime("%m-%d %H:%MZ") for occurrence in found] == [
        "03-22 01:30Z",
        "03-29 01:30Z",
        "04-05 00:30Z",
    ]
    assert said("FREQ=WEEKLY;COUNT=3", "2026-03-22T02:30") == [
        "2026-03-22T02:30:00+01:00",
        "2026-03-29T03:30:00+02:00 moved",
        "2026-04-05T02:30:00+02:00",
    ]


def test_series_keeps_its_wall_clock_when_its_first_start_is_in_the_gap():
    assert said("FREQ=DAILY;COUNT=2", "2026-03-29T02:30") == [
        "2026-03-29T03:30:00+02:00 moved",
        "2026-03-30T02:30:00+02:00",
    ]


@pytest.mark.parametrize(
    ("first", "end"),
    [
        ("2026-10-18T02:30", "2026-10-25T02:30:00+01:00"),  # in the repeated hour
        ("2026-10-18T01:30", "2026-10-25T02:30:00+02:00"),
        ("2026-10-18T23:30", "2026-10-26T00:30:00+01:00"),
    ],
)
def test_occurrence_lasts_as_long_as_the_first_in_elapsed_time(first, end):
    second = series("FREQ=WEEKLY;COUNT=2", first)[1]
    assert second.end_at.isoformat() == end
    assert second.end_at.astimezone(UTC) - second.start_at.astimezone(UTC) == timedelta(hours=1)


def test_occurrence_across_the_gap_lasts_as_long_as_the_first():
    across = series("FREQ=WEEKLY;COUNT=2", "2026-03-22T01:00", minutes=120)[1]
    assert (across.start_at.isoformat(), across.end_at.isoformat()) == (
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T04:00:00+02:00",
    )


def test_first_occurrence_in_the_repeated_hour_is_the_one_that_was_asked():
    assert said("FREQ=DAILY;COUNT=2", "2026-10-25T02:30:00+01:00") == [
        "2026-10-25T02:30:00+01:00",
        "2026-10-26T02:30:00+01:00",
    ]


def test_repeated_hour_is_the_first_of_the_two_in_a_later_occurrence():
    assert said("FREQ=YEARLY;COUNT=2", "2025-10-25T02:30")[1] == "2026-10-25T02:30:00+02:00"


def test_first_counts_whatever_the_rule_says():
    assert said("FREQ=MONTHLY;BYDAY=-1MO;COUNT=3", "2026-06-16T10:00") == [
        "2026-06-16T10:00:00+02:00",
        "2026-06-29T10:00:00+02:00",
        "2026-07-27T10:00:00+02:00",
    ]


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("20260630", 3),  # the whole day
        ("20260630T100000", 3),
        ("20260630T095959", 2),
        ("20260630T080000Z", 3),  # 10:00 in Paris
        ("20260630T075959Z", 2),
        ("20260616", 1),
    ],
)
def test_until_includes_a_start_at_that_very_time(until, count):
    assert len(series(f"FREQ=WEEKLY;UNTIL={until}", "2026-06-16T10:00")) == count


def test_casablanca_keeps_its_wall_clock_through_ramadan():
    casablanca = get_zone("Africa/Casablanca")
    found = series("FREQ=WEEKLY;COUNT=3", "2026-02-09T09:00", zone=casablanca)
    assert [occurrence.start_at.astimezone(UTC).strftime("%m-%d %H:%MZ") for occurrence in found] == [
        "02-09 08:00Z",
        "02-16 09:00Z",
        "02-23 09:00Z",
    ]


def test_day_that_the_zone_skipped_is_no_occurrence():
    assert said("FREQ=DAILY;COUNT=3", "2011-12-29T10:00", zone=get_zone("Pacific/Apia")) == [
        "2011-12-29T10:00:00-10:00",
        "2011-12-31T10:00:00+14:00",
        "2012-01-01T10:00:00+14:00",
    ]


def test_aware_first_is_read_on_the_clock_of_the_place():
    assert said("FREQ=WEEKLY;COUNT=2", "2026-03-23T09:00:00+00:00") == [
        "2026-03-23T10:00:00+01:00",
        "2026-03-30T10:00:00+02:00",
    ]


def test_series_may_be_as_long_as_its_bounds():
    assert len(series(f"FREQ=DAILY;COUNT={MOST_OCCURRENCES}", "2026-06-16T10:00")) == MOST_OCCURRENCES
    assert len(series("FREQ=YEARLY;COUNT=3", "2026-06-16T10:00")) == 3
    assert len(series("FREQ=MONTHLY;UNTIL=20280616", "2026-06-16T10:00")) == 25


@pytest.mark.parametrize(
    ("rrule", "reason"),
    [
        ("FREQ=WEEKLY", "endless"),
        ("FREQ=DAILY;COUNT=367", "too_many"),
        ("FREQ=DAILY;UNTIL=20270617", "too_many"),
        ("FREQ=YEARLY;COUNT=4", "too_far"),
        ("FREQ=WEEKLY;UNTIL=20280630", "too_far"),
        ("FREQ=WEEKLY;UNTIL=99991231", "too_far"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "too_far"),
        ("FREQ=WEEKLY;UNTIL=20260615", "ends_before_start"),
        ("FREQ=WEEKLY;BYHOUR=9", "unsupported"),
    ],
)
def test_series_beyond_its_bounds_is_refused_with_a_reason(rrule, reason):
    with pytest.raises(SeriesError) as error:
        series(rrule, "2026-06-16T10:00")
    assert error.value.reason == reason


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_series_far_from_our_time_is_refused(year):
    with pytest.raises(SeriesError, match="between 1970 and 2199"):
        series("FREQ=DAILY;COUNT=2", f"{year}-12-31T10:00")
