"""The worked examples of the booking rules, by their number, and what else is settled about starts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.base.periods import Period
from maillage.base.zones import get_zone
from spaces.booking.rules.availability import (
    Bookable,
    Question,
    Wish,
    explain,
    free_places,
    judge,
    reach,
    reasons,
    starts,
)
from spaces.booking.rules.occupancy import Kind, Occupied, Pool
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours

PARIS = get_zone("Europe/Paris")
LONG_AGO = "2026-01-01T00:00:00+01:00"
MO, TU, WE, TH, FR, SA, SU = range(7)


def hm(text: str) -> int:
    hours, minutes = map(int, text.split(":"))
    return hours * 60 + minutes


def span(text: str) -> tuple[int, int]:
    """ "09:00-18:00" in minutes after midnight."""
    opens, closes = text.split("-")
    return hm(opens), hm(closes)


def weekly(**hours: str) -> tuple[WeeklyHours, ...]:
    """`weekly(daily="09:00-18:00")`, `weekly(tu="18:00-02:00", we="…")`; several windows between spaces."""
    names = ("mo", "tu", "we", "th", "fr", "sa", "su")
    if "daily" in hours:
        hours = dict.fromkeys(names, hours["daily"])
    return tuple(WeeklyHours(names.index(day), *span(one)) for day, text in hours.items() for one in text.split())


def closed(first: str, last: str | None = None, *hours: str) -> DatedHours:
    return DatedHours(date.fromisoformat(first), date.fromisoformat(last or first), tuple(span(one) for one in hours))


def moment(text: str, zone=PARIS) -> datetime:
    """An ISO text; without offset it is wall-clock time of the zone."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=zone)


def booked(start: str, end: str, before: int = 0, after: int = 0, kind: str = Kind.BOOKING, **more) -> Occupied:
    return Occupied(moment(start), moment(end), kind, before, after, **more)


def on_day(day: str, *spans: str, **more) -> list[Occupied]:
    """`on_day("2026-06-16", "10:00-11:00")`: bookings of one day."""
    return [booked(f"{day}T{one[:5]}", f"{day}T{one[6:]}", **more) for one in spans]


def bookable(hours, *, zone=PARIS, exceptions=(), occupied=(), also=(), **rules) -> Bookable:
    """A resource whose rules are all unset, as in the worked examples: no shortest booking."""
    opening = OpeningLayers(zone, (Level(), Level(hours, tuple(exceptions)), Level()))
    return Bookable(opening, ResourceRules(**{"min_duration_min": 0, **rules}), occupied, also)


def ask(resource: Bookable, day: str, until: str | None = None, *, d: int = 60, now=LONG_AGO, seats=1) -> Question:
    return Question(date.fromisoformat(day), date.fromisoformat(until or day), d, moment(now), seats)


def listed(resource: Bookable, day: str, until: str | None = None, **question) -> list[str]:
    return [start.isoformat() for start in starts(resource, ask(resource, day, until, **question))]


def at(resource: Bookable, day: str, until: str | None = None, **question) -> list[str]:
    """The starts as the clock on the wall shows them."""
    return [text[11:16] for text in listed(resource, day, until, **question)]


def utc(resource: Bookable, day: str, **question) -> list[str]:
    found = starts(resource, ask(resource, day, **question))
    return [start.astimezone(UTC).strftime("%H:%MZ") for start in found]


def refused(resource: Bookable, day: str, until: str | None = None, **question) -> list[str]:
    """What `explain` says, as "09:00 buffer"."""
    found = explain(resource, ask(resource, day, until, **question))
    return [f"{start:%H:%M} {code}" for start, code in found]


def verdict(resource: Bookable, start: str, end: str, *, now=LONG_AGO, seats=1) -> Refusal | None:
    return judge(resource, Wish(moment(start), moment(end), moment(now), seats))


# Clocks that jump


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
    resource = bookable(weekly(daily="00:00-06:00"), occupied=[first])
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


# What is held


def test_example_34_touching_midnight_is_free():
    resource = bookable(weekly(daily="00:00-24:00"), occupied=[booked("2026-06-16T22:00", "2026-06-17T00:00")])
    assert at(resource, "2026-06-17", d=60)[0] == "00:00"
    assert at(resource, "2026-06-16", d=60)[-1] == "21:00"
    the_17th = Period.between(moment("2026-06-17T00:00"), moment("2026-06-18T00:00"))
    assert not Period.between(moment("2026-06-16T22:00"), moment("2026-06-17T00:00")).overlaps(the_17th)


def test_example_38_a_booking_keeps_the_whole_day():
    resource = bookable(
        weekly(daily="00:00-24:00"),
        block_whole_day=True,
        buffer_before_min=60,
        buffer_after_min=60,
        occupied=on_day("2026-06-16", "12:00-13:00", before=60, after=60),
    )
    assert at(resource, "2026-06-16") == []
    assert at(resource, "2026-06-17")[0] == "00:00"
    assert at(resource, "2026-06-15")[-1] == "23:00"
    assert verdict(resource, "2026-06-15T22:00", "2026-06-16T00:00") is None
    assert verdict(resource, "2026-06-15T22:00", "2026-06-16T01:00") == "already_booked"


def test_example_38_a_day_already_kept_as_a_whole():
    kept = booked("2026-06-16T00:00", "2026-06-17T00:00")
    resource = bookable(weekly(daily="00:00-24:00"), step_min=1440, block_whole_day=True, occupied=[kept])
    assert listed(resource, "2026-06-15", "2026-06-17", d=1440) == [
        "2026-06-15T00:00:00+02:00",
        "2026-06-17T00:00:00+02:00",
    ]


def test_example_41_the_grid_stays_after_a_booking():
    resource = bookable(weekly(daily="09:00-18:00"), occupied=on_day("2026-06-16", "10:00-11:00", "12:00-13:00"))
    assert at(resource, "2026-06-16") == ["09:00", "11:00", "13:00", "14:00", "15:00", "16:00", "17:00"]


@pytest.mark.parametrize(("before", "after", "first"), [(30, 30, "12:00"), (60, 60, "16:30"), (0, 60, "16:00")])
def test_example_43_buffers_take_the_larger(before, after, first):
    resource = bookable(
        weekly(daily="10:00-20:00"),
        step_min=30,
        buffer_before_min=before,
        buffer_after_min=after,
        occupied=on_day("2026-06-16", "10:00-11:30", "13:00-15:30", before=30, after=30),
    )
    assert at(resource, "2026-06-16", d=30)[0] == first


def test_example_44_the_larger_buffer_is_the_one_of_the_booking_before():
    resource = bookable(
        weekly(daily="09:00-13:00"),
        step_min=15,
        buffer_before_min=15,
        occupied=on_day("2026-06-16", "09:00-10:00", after=30),
    )
    assert at(resource, "2026-06-16")[0] == "10:30"
    assert refused(resource, "2026-06-16")[4:6] == ["10:00 buffer", "10:15 buffer"]


def test_example_46_buffers_reach_outside_opening_hours():
    resource = bookable(
        weekly(daily="02:00-03:00 06:00-07:00 08:00-09:00"),
        step_min=30,
        buffer_before_min=120,
        buffer_after_min=120,
        occupied=on_day("2026-06-16", "04:00-05:00"),
    )
    assert at(resource, "2026-06-16", d=30)[0] == "08:00"


def test_example_49_a_step_longer_than_the_booking():
    resource = bookable(weekly(daily="09:00-19:00"), step_min=120, occupied=on_day("2026-06-16", "13:00-16:00"))
    assert at(resource, "2026-06-16") == ["09:00", "11:00", "17:00"]


def test_block_ignores_buffers_its_own_and_others():
    resource = bookable(
        weekly(daily="09:00-13:00"),
        step_min=30,
        buffer_before_min=60,
        buffer_after_min=60,
        occupied=on_day("2026-06-16", "10:00-11:00", before=120, after=120, kind=Kind.BLOCK),
    )
    assert at(resource, "2026-06-16", d=60) == ["09:00", "11:00", "11:30", "12:00"]
    assert refused(resource, "2026-06-16", d=60) == [
        "09:30 blocked", "10:00 blocked", "10:30 blocked", "12:30 closed",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.BOOKING, Kind.EVENT, Kind.HOLD, Kind.OUTSIDE])
def test_everything_that_holds_a_room_is_in_the_way(kind):
    resource = bookable(weekly(daily="09:00-12:00"), occupied=on_day("2026-06-16", "10:00-11:00", kind=kind))
    assert refused(resource, "2026-06-16") == ["10:00 already_booked"]


@pytest.mark.parametrize(("now", "code"), [("10:04:59", "already_booked"), ("10:05:00", None)])
def test_example_72_a_hold_frees_its_slot_at_the_instant_it_expires(now, code):
    hold = booked("2026-06-16T14:00", "2026-06-16T15:00", kind=Kind.HOLD, expires_at=moment("2026-06-16T10:05"))
    resource = bookable(weekly(daily="09:00-18:00"), occupied=[hold])
    assert verdict(resource, "2026-06-16T14:00", "2026-06-16T15:00", now=f"2026-06-16T{now}") == code


# Pools


def test_example_62_a_pool_counts_its_peak_and_not_its_bookings():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=3,
        occupied=on_day("2026-06-16", "10:00-11:00", "11:00-12:00", "09:30-11:00"),
    )
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T12:00") is None
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T12:00", seats=2) == "pool_full"


def test_example_64_a_pool_at_its_peak_is_full():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=2,
        occupied=on_day("2026-06-16", "10:00-12:00", "10:00-11:00", "11:00-12:00"),
    )
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T12:00") == "pool_full"


def test_example_67_a_pool_of_two_over_a_day():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=2,
        occupied=on_day("2026-06-16", "09:00-12:00", "11:00-14:00", "13:00-16:00"),
    )
    assert at(resource, "2026-06-16") == ["09:00", "10:00", "12:00", "14:00", "15:00", "16:00", "17:00"]
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T18:00") == "pool_full"


def test_buffers_in_a_pool_apply_per_place():
    resource = bookable(
        weekly(daily="09:00-13:00"),
        capacity=2,
        step_min=30,
        buffer_after_min=30,
        occupied=on_day("2026-06-16", "09:00-10:00", "09:30-10:30", after=30),
    )
    assert at(resource, "2026-06-16", d=60) == ["10:30", "11:00", "11:30", "12:00"]
    assert refused(resource, "2026-06-16", d=60) == [
        "09:00 pool_full", "09:30 pool_full", "10:00 buffer", "12:30 closed",
    ]  # fmt: skip


def test_broken_place_and_the_buffer_beside_it_share_one_place():
    desks = [
        *on_day("2026-06-16", "10:00-11:00", after=30),
        *on_day("2026-06-16", "11:00-12:00", kind=Kind.BLOCK),
    ]
    resource = bookable(weekly(daily="10:00-13:00"), capacity=2, occupied=desks)
    assert at(resource, "2026-06-16") == ["10:00", "11:00", "12:00"]


def test_free_places_counts_what_is_left_at_the_peak():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=8,
        occupied=on_day("2026-06-16", "09:00-12:00", "11:00-14:00", "13:00-16:00", "11:30-12:30"),
    )

    def left(start: str, end: str) -> int:
        return free_places(resource, Wish(moment(f"2026-06-16T{start}"), moment(f"2026-06-16T{end}"), moment(LONG_AGO)))

    assert [left("09:00", "18:00"), left("16:00", "17:00"), left("12:00", "13:00")] == [5, 8, 6]


def test_free_places_is_zero_when_an_import_put_in_more_than_there_are():
    resource = bookable(weekly(daily="09:00-18:00"), capacity=1, occupied=on_day("2026-06-16", *["10:00-11:00"] * 2))
    assert free_places(resource, Wish(moment("2026-06-16T10:00"), moment("2026-06-16T11:00"), moment(LONG_AGO))) == 0


def test_free_places_is_none_when_something_taken_along_is_away():
    projector = Pool(1, 1, on_day("2026-06-16", "10:00-11:00"))
    resource = bookable(weekly(daily="09:00-18:00"), capacity=4, also=[projector])
    wish = Wish(moment("2026-06-16T10:30"), moment("2026-06-16T11:30"), moment(LONG_AGO))
    assert free_places(resource, wish) == 0
    assert free_places(resource, wish._replace(start_at=moment("2026-06-16T11:00"))) == 4


def test_more_seats_than_places_never_fit():
    resource = bookable(weekly(daily="09:00-11:00"), capacity=2)
    assert refused(resource, "2026-06-16", seats=3) == ["09:00 pool_full", "10:00 pool_full"]


def test_hall_is_refused_while_one_of_its_desks_is_used():
    desk = on_day("2026-06-16", "10:00-11:00", place=7)
    hall = bookable(weekly(daily="09:00-12:00"), also=[Pool(1, 1, desk)])
    assert refused(hall, "2026-06-16") == ["10:00 already_booked"]
    assert at(hall, "2026-06-16") == ["09:00", "11:00"]


def test_one_of_several_projectors_is_enough():
    projectors = Pool(2, 1, on_day("2026-06-16", "09:00-11:00", "10:00-12:00"))
    room = bookable(weekly(daily="09:00-12:00"), also=[projectors])
    assert refused(room, "2026-06-16") == ["10:00 pool_full"]
    assert at(room, "2026-06-16") == ["09:00", "11:00"]


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
        occupied=[
            *on_day("2026-06-16", "17:00-18:00"),
            *on_day("2026-06-16", "17:30-18:00", kind=Kind.BLOCK),
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
    resource = bookable(weekly(daily="09:00-18:00"), occupied=on_day("2026-06-16", "17:00-19:00"))
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
