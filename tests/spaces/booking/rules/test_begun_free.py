"""Which starts are free for a step, though not for as long as is asked."""

from datetime import date

import pytest

from maillage.base.instants import to_local
from spaces.booking.rules.availability import Question, begun_free
from tests.spaces.booking.rules.bookables import LONG_AGO, PARIS, bookable, moment, on_day, weekly

DAY = "2026-06-16"


@pytest.mark.parametrize(
    ("minutes", "rules", "held", "hours"),
    [
        (120, {}, ["12:00-13:00"], [9, 10, 11, 13]),
        (120, {"min_duration_min": 120}, ["12:00-13:00"], [9, 10, 11, 13]),
        (120, {"buffer_before_min": 30}, ["12:00-13:00"], [9, 10, 11]),
        (120, {"buffer_after_min": 30}, ["12:00-13:00"], [9, 10, 13]),
        (120, {"block_whole_day": True}, ["12:00-13:00"], []),
        (120, {"capacity": 2}, ["10:00-12:00", "11:00-13:00"], [9, 10, 12, 13]),
        (60, {}, ["12:00-13:00"], []),
    ],
)
def test_start_is_free_for_a_step(minutes, rules, held, hours):
    resource = bookable(weekly(daily="09:00-14:00"), held=on_day(DAY, *held), step_min=60, **rules)
    on = date.fromisoformat(DAY)

    found = begun_free(resource, Question(on, on, minutes, moment(LONG_AGO)))

    assert sorted(to_local(start, PARIS).hour for start in found) == hours
