"""How long somebody who stands there could stay."""

import pytest

from spaces.booking.rules.availability import Wish, free_until
from tests.spaces.booking.rules.bookables import bookable, moment, on_day, weekly

DAY = "2026-06-16"


@pytest.mark.parametrize(
    ("rules", "held", "until"),
    [
        ({}, [], "18:00"),
        ({}, ["12:00-13:00"], "12:00"),
        ({"buffer_before_min": 15}, ["12:00-13:00"], "12:00"),
        ({"buffer_after_min": 15}, ["12:00-13:00"], "11:45"),
        ({"max_duration_min": 120}, [], "12:05"),
        ({"step_min": 60, "min_duration_min": 60, "min_notice_min": 600}, ["10:20-13:00"], "10:20"),
        ({"capacity": 2}, ["12:00-13:00"], "18:00"),
        ({}, ["10:00-11:00"], None),
    ],
)
def test_stay_ends_with_closing_or_with_the_next_one(rules, held, until):
    resource = bookable(weekly(daily="09:00-18:00"), held=on_day(DAY, *held), **rules)
    start = moment(f"{DAY}T10:05")

    found = free_until(resource, Wish(start, start, moment(f"{DAY}T10:07")))

    assert found == (moment(f"{DAY}T{until}") if until else None)


def test_closed_is_not_free():
    start = moment(f"{DAY}T20:00")

    assert free_until(bookable(weekly(daily="09:00-18:00")), Wish(start, start, start)) is None
