"""The worked examples of the booking rules where clocks jump, by their number."""

import pytest

from maillage.base.zones import get_zone
from spaces.booking.rules.availability import (
    starts,
)
from tests.spaces.booking.rules.bookables import ask, at, bookable, booked, listed, utc, verdict, weekly


def test_example_1_the_skipped_hour_is_not_listed():
    assert listed(bookable(weekly(daily="00:00-06:00")), "2026-03-29") == [
        "2026-03-29T00:00:00+01:00",
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-29T04:00:00+02:00",
        "2026-03-29T05:00:00+02:00",
    ]


def test_example_2_the_repeated_hour_is_listed_twice_and_told_apart():
    resource = bookable(weekly(daily="00:00-06:00"))
    assert listed(resource, "2026-10-25") == [
        "2026-10-25T00:00:00+02:00",
        "2026-10-25T01:00:00+02:00",
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
        "2026-10-25T04:00:00+01:00",
        "2026-10-25T05:00:00+01:00",
    ]
    assert [start.fold for start in starts(resource, ask(resource, "2026-10-25"))] == [0, 0, 0, 1, 0, 0, 0]


def test_example_2_the_two_repeated_hours_are_booked_apart():
    first = booked("2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00")
    resource = bookable(weekly(daily="00:00-06:00"), held=[first])
    assert "2026-10-25T02:00:00+02:00" not in listed(resource, "2026-10-25")
    assert "2026-10-25T02:00:00+01:00" in listed(resource, "2026-10-25")
    assert verdict(resource, "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00") == "already_booked"
    assert verdict(resource, "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00") is None


def test_example_5_the_same_hour_on_the_wall_before_and_after_the_change():
    resource = bookable(weekly(daily="09:00-10:00"))
    assert (utc(resource, "2026-03-28"), utc(resource, "2026-03-30")) == (["08:00Z"], ["07:00Z"])
    assert (at(resource, "2026-03-28"), at(resource, "2026-03-30")) == (["09:00"], ["09:00"])


def test_example_9_a_window_that_begins_in_the_repeated_hour_begins_the_first_time():
    assert listed(bookable(weekly(su="02:30-05:00"), step_min=30), "2026-10-25", d=30) == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T02:30:00+01:00",
        "2026-10-25T03:00:00+01:00",
        "2026-10-25T03:30:00+01:00",
        "2026-10-25T04:00:00+01:00",
        "2026-10-25T04:30:00+01:00",
    ]


def test_example_10_a_window_that_the_clock_skips_is_closed():
    resource = bookable(weekly(su="02:00-03:00"))
    assert listed(resource, "2026-03-29") == []
    assert listed(resource, "2026-03-22") == ["2026-03-22T02:00:00+01:00"]


def test_example_13_weekly_hours_keep_their_wall_clock():
    resource = bookable(weekly(mo="10:00-12:00"))
    assert utc(resource, "2026-03-23", d=120) == ["09:00Z"]
    assert utc(resource, "2026-03-30", d=120) == ["08:00Z"]


def test_example_21_casablanca_changes_for_ramadan():
    resource = bookable(weekly(daily="09:00-11:00"), zone=get_zone("Africa/Casablanca"))
    assert [utc(resource, day) for day in ("2026-02-14", "2026-02-16", "2026-03-22")] == [
        ["08:00Z", "09:00Z"],
        ["09:00Z", "10:00Z"],
        ["08:00Z", "09:00Z"],
    ]


def test_casablanca_stays_at_utc_from_september_2026_in_the_pinned_data():
    resource = bookable(weekly(daily="09:00-11:00"), zone=get_zone("Africa/Casablanca"))
    assert (utc(resource, "2026-09-19"), utc(resource, "2026-12-01")) == (
        ["08:00Z", "09:00Z"],
        ["09:00Z", "10:00Z"],
    )


def test_example_25_paris_seen_from_reunion():
    reunion = get_zone("Indian/Reunion")
    resource = bookable(weekly(daily="14:00-15:00"))
    seen = [
        start.astimezone(reunion).strftime("%H:%M")
        for day in ("2026-07-01", "2026-12-01")
        for start in starts(resource, ask(resource, day))
    ]
    assert seen == ["16:00", "17:00"]


def test_lord_howe_gains_half_an_hour():
    resource = bookable(weekly(daily="01:00-04:00"), zone=get_zone("Australia/Lord_Howe"))
    assert listed(resource, "2026-04-05") == [
        "2026-04-05T01:00:00+11:00",
        "2026-04-05T01:30:00+10:30",
        "2026-04-05T02:30:00+10:30",
    ]


def test_apia_has_no_30_december_2011():
    resource = bookable(weekly(daily="09:00-11:00"), zone=get_zone("Pacific/Apia"))
    assert listed(resource, "2011-12-29", "2011-12-31", now="2011-01-01T00:00:00+00:00") == [
        "2011-12-29T09:00:00-10:00",
        "2011-12-29T10:00:00-10:00",
        "2011-12-31T09:00:00+14:00",
        "2011-12-31T10:00:00+14:00",
    ]


def test_apia_does_not_open_on_saturday_because_friday_was_skipped():
    resource = bookable(weekly(th="18:00-01:00", fr="09:00-11:00"), zone=get_zone("Pacific/Apia"))
    assert listed(resource, "2011-12-29", "2011-12-31", d=420, now="2011-01-01T00:00:00+00:00") == [
        "2011-12-29T18:00:00-10:00"  # the night that ends on a day nobody lived ends on the next one
    ]


@pytest.mark.parametrize("hours", ["09:00-09:00", "00:00-24:00"])
def test_apia_never_closes_around_the_day_it_skipped(hours):
    resource = bookable(weekly(daily=hours), zone=get_zone("Pacific/Apia"), step_min=720)
    friday = ask(resource, "2011-12-29", "2011-12-31", d=900, now="2011-01-01T00:00:00+00:00")
    every_start = [
        "2011-12-29T00:00:00-10:00",
        "2011-12-29T12:00:00-10:00",
        "2011-12-31T00:00:00+14:00",
        "2011-12-31T12:00:00+14:00",
    ]
    assert [start.isoformat() for start in starts(resource, friday)] == every_start
    alone = [listed(resource, day, d=900, now="2011-01-01T00:00:00+00:00") for day in ("2011-12-29", "2011-12-31")]
    assert alone == [every_start[:2], every_start[2:]]
