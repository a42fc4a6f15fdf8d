"""The worked examples of the booking rules, by their number, and what else is settled about starts."""

from datetime import date, timedelta

import pytest

from spaces.booking.rules.availability import (
    Bookable,
    Question,
    Wish,
    reach,
    reasons,
    starts,
)
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.catalogue.rules.opening import WeeklyHours
from tests.spaces.booking.rules.bookables import (
    LONG_AGO,
    TU,
    ask,
    at,
    bookable,
    closed,
    listed,
    moment,
    on_day,
    refused,
    verdict,
    weekly,
)

# Windows


def test_example_31_a_window_runs_past_midnight():
    assert listed(bookable(weekly(tu="18:00-02:00")), "2026-06-16", "2026-06-17", d=120) == [
        *(f"2026-06-16T{hour}:00:00+02:00" for hour in range(18, 24)),
        "2026-06-17T00:00:00+02:00",
    ]


def test_example_31_asked_on_either_day_alone():
    resource = bookable(weekly(tu="18:00-02:00"))
    assert at(resource, "2026-06-16", d=120) == ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]
    assert at(resource, "2026-06-17", d=120) == ["00:00"]


def test_example_32_windows_that_touch_at_midnight_are_one():
    resource = bookable(weekly(tu="23:00-24:00", we="00:00-00:30"), step_min=30)
    assert listed(resource, "2026-06-16", "2026-06-17", d=90) == ["2026-06-16T23:00:00+02:00"]


def test_grid_goes_on_through_windows_that_touch_and_restarts_after_a_gap():
    resource = bookable(weekly(daily="09:00-12:10 12:10-14:00 15:05-17:00"), step_min=45)
    assert at(resource, "2026-06-16", d=30) == [
        "09:00", "09:45", "10:30", "11:15", "12:00", "12:45", "13:30", "15:05", "15:50",
    ]  # fmt: skip


def test_grid_of_a_run_that_lasts_for_days_begins_where_it_began():
    week = weekly(mo="00:00-24:00", tu="00:00-24:00", we="00:00-24:00", th="00:00-12:00")
    resource = bookable(week, step_min=420)
    assert at(resource, "2026-06-17", d=420) == ["01:00", "08:00", "15:00", "22:00"]


def test_grid_restarts_at_each_midnight_where_doors_never_close():
    for hours in ("00:00-24:00", "00:00-00:00", "09:00-09:00", "08:00-20:00 20:00-08:00"):
        resource = bookable(weekly(daily=hours), step_min=420)
        assert at(resource, "2026-06-17", "2026-06-18", d=600) == ["00:00", "07:00", "14:00", "21:00"] * 2


def test_grid_restarts_at_midnight_on_days_of_23_and_25_hours():
    resource = bookable(weekly(daily="00:00-24:00"), step_min=360)
    assert at(resource, "2026-03-29", "2026-03-30") == [
        "00:00",
        "07:00",
        "13:00",
        "19:00",
        "00:00",
        "06:00",
        "12:00",
        "18:00",
    ]
    assert at(resource, "2026-10-25", "2026-10-26") == [
        "00:00", "05:00", "11:00", "17:00", "23:00", "00:00", "06:00", "12:00", "18:00",
    ]  # fmt: skip


def test_hours_end_with_their_validity_and_others_begin():
    summer = WeeklyHours(TU, 480, 600, None, date(2026, 6, 16))
    autumn = WeeklyHours(TU, 600, 720, date(2026, 6, 23))
    resource = bookable((summer, autumn))
    assert [at(resource, day) for day in ("2026-06-16", "2026-06-23", "2026-06-30")] == [
        ["08:00", "09:00"],
        ["10:00", "11:00"],
        ["10:00", "11:00"],
    ]


def test_resource_that_cannot_be_booked_without_hours():
    assert listed(bookable(None), "2026-06-16") == []


# Exceptions


def test_example_35_a_window_begun_the_evening_before_still_runs():
    resource = bookable(weekly(daily="18:00-02:00"), exceptions=[closed("2026-06-17")])
    assert at(resource, "2026-06-17") == ["00:00", "01:00"]
    assert at(resource, "2026-06-18") == ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]


def test_example_60_closures_short_days_and_exceptional_openings():
    resource = bookable(
        weekly(mo="09:00-18:00", tu="09:00-18:00", we="09:00-18:00", th="09:00-18:00", fr="09:00-18:00"),
        exceptions=[
            closed("2026-07-14"),
            closed("2026-12-24", None, "09:00-12:00"),
            closed("2026-09-20", None, "10:00-18:00"),
        ],
    )
    assert at(resource, "2026-07-14") == []
    assert at(resource, "2026-12-24") == ["09:00", "10:00", "11:00"]
    by_two_hours = Bookable(resource.opening, ResourceRules(step_min=120))
    assert at(by_two_hours, "2026-09-20", d=120) == ["10:00", "12:00", "14:00", "16:00"]


# How long, how soon, how far


def test_example_51_the_first_start_after_now():
    resource = bookable(weekly(daily="10:00-12:00"), step_min=15)
    assert at(resource, "2026-06-16", d=15, now="2026-06-16T10:00:01")[0] == "10:15"


def test_start_equal_to_now_to_the_notice_and_to_the_horizon_is_allowed():
    resource = bookable(weekly(daily="10:00-14:00"), min_notice_min=60, max_days_before=1)
    now = "2026-06-16T10:00:00"
    assert at(resource, "2026-06-16", "2026-06-17", now=now) == ["11:00", "12:00", "13:00", "10:00"]
    assert refused(resource, "2026-06-16", "2026-06-17", now=now) == [
        "10:00 too_soon", "11:00 too_far", "12:00 too_far", "13:00 too_far",
    ]  # fmt: skip
    assert at(bookable(weekly(daily="10:00-14:00")), "2026-06-16", now=now)[0] == "10:00"


def test_days_before_count_from_local_midnight_and_the_horizon_from_the_instant():
    late_evening = "2026-06-16T23:30:00"
    resource = bookable(weekly(daily="08:00-10:00"), min_days_before=1, max_days_before=2)
    assert listed(resource, "2026-06-16", "2026-06-20", now=late_evening) == [
        "2026-06-17T08:00:00+02:00",
        "2026-06-17T09:00:00+02:00",
        "2026-06-18T08:00:00+02:00",
        "2026-06-18T09:00:00+02:00",
    ]


def test_horizon_is_so_many_times_24_hours_across_a_clock_change():
    resource = bookable(weekly(daily="09:00-11:00"), max_days_before=1, step_min=30)
    assert at(resource, "2026-03-29", d=30, now="2026-03-28T09:00:00") == ["09:00", "09:30", "10:00"]


def test_step_rounds_the_longest_booking_down():
    resource = bookable(weekly(daily="09:00-18:00"), max_duration_min=100, step_min=45)
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T10:30") is None
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T10:31") == "too_long"


def test_nothing_is_bookable_when_no_duration_is_left():
    resource = bookable(weekly(daily="09:00-11:00"), min_duration_min=90, max_duration_min=100)
    assert (listed(resource, "2026-06-16", d=90), refused(resource, "2026-06-16", d=90)) == (
        [],
        ["09:00 too_long", "10:00 too_long"],
    )
    assert refused(resource, "2026-06-16", d=60) == ["09:00 too_short", "10:00 too_short"]


def test_shortest_booking_is_one_step_when_unset():
    resource = Bookable(bookable(weekly(daily="09:00-11:00")).opening, ResourceRules(step_min=60))
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T09:30") == "too_short"
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T10:00") is None


# One wish


def test_judge_says_closed_when_the_end_is_after_closing():
    resource = bookable(weekly(daily="09:00-18:00"))
    assert verdict(resource, "2026-06-16T17:30", "2026-06-16T18:30") == "closed"
    assert verdict(resource, "2026-06-16T17:30", "2026-06-16T18:00") == "off_grid"
    assert verdict(resource, "2026-06-16T17:00:00.000001", "2026-06-16T17:30:00") == "off_grid"


def test_reasons_come_in_order_of_precedence():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        min_duration_min=60,
        min_notice_min=60,
        held=[
            *on_day("2026-06-16", "17:00-18:00"),
            *on_day("2026-06-16", "17:30-18:00", is_block=True),
        ],
    )
    wish = Wish(moment("2026-06-16T17:50"), moment("2026-06-16T18:05"), moment("2026-06-16T18:00"))
    assert reasons(resource, wish) == [
        "in_the_past",
        "too_short",
        "closed",
        "off_grid",
        "too_soon",
        "blocked",
    ]


def test_reasons_after_closing_do_not_speak_of_the_grid():
    resource = bookable(weekly(daily="09:00-18:00"), step_min=50)
    assert reasons(resource, Wish(moment("2026-06-16T18:00"), moment("2026-06-16T19:00"), moment(LONG_AGO))) == [
        "closed"
    ]


def test_reasons_name_a_conflict_that_an_override_would_meet():
    resource = bookable(weekly(daily="09:00-18:00"), held=on_day("2026-06-16", "17:00-19:00"))
    wish = Wish(moment("2026-06-16T18:00"), moment("2026-06-16T19:00"), moment(LONG_AGO))
    assert [code for code in reasons(resource, wish) if code.is_conflict] == ["already_booked"]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("0001-01-01T10:00:00+00:00", "0001-01-01T11:00:00+00:00", "in_the_past"),
        ("9999-12-31T23:00:00+00:00", "9999-12-31T23:59:00+00:00", "closed"),
        ("2026-06-16T10:00", "2126-06-16T10:00", "too_long"),
        ("2026-06-16T10:00", "2026-06-16T10:00", "too_short"),
        ("2026-06-16T11:00", "2026-06-16T10:00", "too_short"),
    ],
)
def test_judge_answers_absurd_wishes(start, end, code):
    assert verdict(bookable(weekly(daily="00:00-24:00")), start, end) == code


def test_long_booking_of_a_place_that_never_closes():
    resource = bookable(weekly(daily="00:00-24:00"))
    assert verdict(resource, "2026-06-16T10:00", "2026-12-16T10:00") is None
    assert listed(resource, "2026-06-16", d=60 * 24 * 200)[0] == "2026-06-16T00:00:00+02:00"


# Questions


@pytest.mark.parametrize(
    ("from_on", "until_on", "duration", "seats"),
    [
        ("2026-06-01", "2026-07-02", 60, 1),
        ("2026-06-02", "2026-06-01", 60, 1),
        ("2026-06-01", "2026-06-01", 0, 1),
        ("2026-06-01", "2026-06-01", 60, 0),
        ("9999-12-31", "9999-12-31", 60, 1),
        ("2026-06-01", "2026-06-01", 60 * 24 * 400, 1),
    ],
)
def test_question_refuses_what_cannot_be_answered(from_on, until_on, duration, seats):
    with pytest.raises(ValueError, match=r"ask for|lasts"):
        Question(date.fromisoformat(from_on), date.fromisoformat(until_on), duration, moment(LONG_AGO), seats)


def test_question_covers_31_days_both_included():
    resource = bookable(weekly(daily="09:00-10:00"))
    assert len(starts(resource, ask(resource, "2026-06-01", "2026-07-01"))) == 31


def test_reach_covers_the_buffers_and_the_whole_days():
    start_at, end_at = moment("2026-06-16T10:00"), moment("2026-06-16T11:00")
    assert reach(ResourceRules(buffer_before_min=30, buffer_after_min=60), start_at, end_at) == (
        start_at - timedelta(minutes=30),
        end_at + timedelta(minutes=60),
    )
    assert reach(ResourceRules(block_whole_day=True, buffer_after_min=60), start_at, end_at) == (
        start_at - timedelta(days=2),
        end_at + timedelta(days=2),
    )
