"""The worked examples of the booking rules about what is held already, by their number."""

import pytest

from maillage.base.instants import to_instant
from maillage.base.periods import Period
from spaces.booking.rules.availability import (
    Wish,
    free_places,
)
from spaces.booking.rules.occupancy import Pool, tracks
from tests.spaces.booking.rules.bookables import (
    LONG_AGO,
    at,
    bookable,
    booked,
    listed,
    moment,
    on_day,
    refused,
    verdict,
    weekly,
)

# What is held


def test_example_34_touching_midnight_is_free():
    resource = bookable(weekly(daily="00:00-24:00"), held=[booked("2026-06-16T22:00", "2026-06-17T00:00")])
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
        held=on_day("2026-06-16", "12:00-13:00", before=60, after=60),
    )
    assert at(resource, "2026-06-16") == []
    assert at(resource, "2026-06-17")[0] == "00:00"
    assert at(resource, "2026-06-15")[-1] == "23:00"
    assert verdict(resource, "2026-06-15T22:00", "2026-06-16T00:00") is None
    assert verdict(resource, "2026-06-15T22:00", "2026-06-16T01:00") == "already_booked"


def test_example_38_a_day_already_kept_as_a_whole():
    kept = booked("2026-06-16T00:00", "2026-06-17T00:00")
    resource = bookable(weekly(daily="00:00-24:00"), step_min=1440, block_whole_day=True, held=[kept])
    assert listed(resource, "2026-06-15", "2026-06-17", d=1440) == [
        "2026-06-15T00:00:00+02:00",
        "2026-06-17T00:00:00+02:00",
    ]


def test_example_41_the_grid_stays_after_a_booking():
    resource = bookable(weekly(daily="09:00-18:00"), held=on_day("2026-06-16", "10:00-11:00", "12:00-13:00"))
    assert at(resource, "2026-06-16") == ["09:00", "11:00", "13:00", "14:00", "15:00", "16:00", "17:00"]


@pytest.mark.parametrize(("before", "after", "first"), [(30, 30, "12:00"), (60, 60, "16:30"), (0, 60, "16:00")])
def test_example_43_buffers_take_the_larger(before, after, first):
    resource = bookable(
        weekly(daily="10:00-20:00"),
        step_min=30,
        buffer_before_min=before,
        buffer_after_min=after,
        held=on_day("2026-06-16", "10:00-11:30", "13:00-15:30", before=30, after=30),
    )
    assert at(resource, "2026-06-16", d=30)[0] == first


def test_example_44_the_larger_buffer_is_the_one_of_the_booking_before():
    resource = bookable(
        weekly(daily="09:00-13:00"),
        step_min=15,
        buffer_before_min=15,
        held=on_day("2026-06-16", "09:00-10:00", after=30),
    )
    assert at(resource, "2026-06-16")[0] == "10:30"
    assert refused(resource, "2026-06-16")[4:6] == ["10:00 buffer", "10:15 buffer"]


def test_example_46_buffers_reach_outside_opening_hours():
    resource = bookable(
        weekly(daily="02:00-03:00 06:00-07:00 08:00-09:00"),
        step_min=30,
        buffer_before_min=120,
        buffer_after_min=120,
        held=on_day("2026-06-16", "04:00-05:00"),
    )
    assert at(resource, "2026-06-16", d=30)[0] == "08:00"


def test_example_49_a_step_longer_than_the_booking():
    resource = bookable(weekly(daily="09:00-19:00"), step_min=120, held=on_day("2026-06-16", "13:00-16:00"))
    assert at(resource, "2026-06-16") == ["09:00", "11:00", "17:00"]


def test_block_ignores_buffers_its_own_and_others():
    resource = bookable(
        weekly(daily="09:00-13:00"),
        step_min=30,
        buffer_before_min=60,
        buffer_after_min=60,
        held=on_day("2026-06-16", "10:00-11:00", before=120, after=120, is_block=True),
    )
    assert at(resource, "2026-06-16", d=60) == ["09:00", "11:00", "11:30", "12:00"]
    assert refused(resource, "2026-06-16", d=60) == [
        "09:30 blocked", "10:00 blocked", "10:30 blocked", "12:30 closed",
    ]  # fmt: skip


def test_what_holds_a_room_is_in_the_way():
    resource = bookable(weekly(daily="09:00-12:00"), held=on_day("2026-06-16", "10:00-11:00"))
    assert refused(resource, "2026-06-16") == ["10:00 already_booked"]


@pytest.mark.parametrize(("now", "code"), [("10:04:59", "already_booked"), ("10:05:00", None)])
def test_example_72_a_hold_frees_its_slot_at_the_instant_it_expires(now, code):
    hold = booked("2026-06-16T14:00", "2026-06-16T15:00", expires=to_instant(moment("2026-06-16T10:05")))
    resource = bookable(weekly(daily="09:00-18:00"), held=[hold])
    assert verdict(resource, "2026-06-16T14:00", "2026-06-16T15:00", now=f"2026-06-16T{now}") == code


# Pools


def test_example_62_a_pool_counts_its_peak_and_not_its_bookings():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=3,
        held=on_day("2026-06-16", "10:00-11:00", "11:00-12:00", "09:30-11:00"),
    )
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T12:00") is None
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T12:00", seats=2) == "pool_full"


def test_example_64_a_pool_at_its_peak_is_full():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=2,
        held=on_day("2026-06-16", "10:00-12:00", "10:00-11:00", "11:00-12:00"),
    )
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T12:00") == "pool_full"


def test_example_67_a_pool_of_two_over_a_day():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=2,
        held=on_day("2026-06-16", "09:00-12:00", "11:00-14:00", "13:00-16:00"),
    )
    assert at(resource, "2026-06-16") == ["09:00", "10:00", "12:00", "14:00", "15:00", "16:00", "17:00"]
    assert verdict(resource, "2026-06-16T09:00", "2026-06-16T18:00") == "pool_full"


def test_buffers_in_a_pool_apply_per_place():
    resource = bookable(
        weekly(daily="09:00-13:00"),
        capacity=2,
        step_min=30,
        buffer_after_min=30,
        held=on_day("2026-06-16", "09:00-10:00", "09:30-10:30", after=30),
    )
    assert at(resource, "2026-06-16", d=60) == ["10:30", "11:00", "11:30", "12:00"]
    assert refused(resource, "2026-06-16", d=60) == [
        "09:00 pool_full", "09:30 pool_full", "10:00 buffer", "12:30 closed",
    ]  # fmt: skip


def test_broken_place_and_the_buffer_beside_it_share_one_place():
    desks = [
        *on_day("2026-06-16", "10:00-11:00", after=30),
        *on_day("2026-06-16", "11:00-12:00", is_block=True),
    ]
    resource = bookable(weekly(daily="10:00-13:00"), capacity=2, held=desks)
    assert at(resource, "2026-06-16") == ["10:00", "11:00", "12:00"]


def test_free_places_counts_what_is_left_at_the_peak():
    resource = bookable(
        weekly(daily="09:00-18:00"),
        capacity=8,
        held=on_day("2026-06-16", "09:00-12:00", "11:00-14:00", "13:00-16:00", "11:30-12:30"),
    )

    def left(start: str, end: str) -> int:
        return free_places(resource, Wish(moment(f"2026-06-16T{start}"), moment(f"2026-06-16T{end}"), moment(LONG_AGO)))

    assert [left("09:00", "18:00"), left("16:00", "17:00"), left("12:00", "13:00")] == [5, 8, 6]


def test_free_places_is_zero_when_an_import_put_in_more_than_there_are():
    resource = bookable(weekly(daily="09:00-18:00"), capacity=1, held=on_day("2026-06-16", *["10:00-11:00"] * 2))
    assert free_places(resource, Wish(moment("2026-06-16T10:00"), moment("2026-06-16T11:00"), moment(LONG_AGO))) == 0


def test_free_places_is_none_when_something_taken_along_is_away():
    projector = Pool(1, 1, tracks(on_day("2026-06-16", "10:00-11:00")))
    resource = bookable(weekly(daily="09:00-18:00"), capacity=4, also=[projector])
    wish = Wish(moment("2026-06-16T10:30"), moment("2026-06-16T11:30"), moment(LONG_AGO))
    assert free_places(resource, wish) == 0
    assert free_places(resource, wish._replace(start_at=moment("2026-06-16T11:00"))) == 4


def test_more_seats_than_places_never_fit():
    resource = bookable(weekly(daily="09:00-11:00"), capacity=2)
    assert refused(resource, "2026-06-16", seats=3) == ["09:00 pool_full", "10:00 pool_full"]


def test_hall_is_refused_while_one_of_its_desks_is_used():
    desk = on_day("2026-06-16", "10:00-11:00", place=7)
    hall = bookable(weekly(daily="09:00-12:00"), also=[Pool(1, 1, tracks(desk))])
    assert refused(hall, "2026-06-16") == ["10:00 already_booked"]
    assert at(hall, "2026-06-16") == ["09:00", "11:00"]


def test_one_of_several_projectors_is_enough():
    projectors = Pool(2, 1, tracks(on_day("2026-06-16", "09:00-11:00", "10:00-12:00")))
    room = bookable(weekly(daily="09:00-12:00"), also=[projectors])
    assert refused(room, "2026-06-16") == ["10:00 pool_full"]
    assert at(room, "2026-06-16") == ["09:00", "11:00"]
