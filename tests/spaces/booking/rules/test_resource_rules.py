from datetime import datetime

import pytest

from maillage.base.instants import MINUTE, to_instant, to_local
from maillage.base.zones import get_zone
from spaces.booking.rules.resource_rules import LONGEST_MIN, ResourceRules, whole_days

PARIS = get_zone("Europe/Paris")


def instant(text: str) -> int:
    return to_instant(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("shortest", "longest", "step", "bookable"),
    [
        (None, None, 60, True),
        (90, 100, 60, False),  # 100 becomes 60
        (60, 100, 60, True),
        (None, 45, 60, False),
        (0, 45, 60, False),
        (0, 0, 1, False),
        (LONGEST_MIN + 1, None, 1, False),
    ],
)
def test_is_bookable_when_a_duration_is_left_after_rounding(shortest, longest, step, bookable):
    rules = ResourceRules(step_min=step, min_duration_min=shortest, max_duration_min=longest)
    assert rules.is_bookable is bookable
    accepted = [
        minutes for minutes in (1, 45, 59, 60, 61, 90, 100, 120) if rules.duration_refusal(minutes * MINUTE) is None
    ]
    assert bool(accepted) is bookable


@pytest.mark.parametrize("wrong", [{"step_min": 0}, {"capacity": 0}])
def test_rules_without_step_or_place_are_no_rules(wrong):
    with pytest.raises(ValueError, match="at least one"):
        ResourceRules(**wrong)


def test_kept_buffers_are_none_around_whole_days():
    assert ResourceRules(buffer_before_min=15, buffer_after_min=30).kept_buffers_min == (15, 30)
    assert ResourceRules(buffer_before_min=15, buffer_after_min=30, block_whole_day=True).kept_buffers_min == (0, 0)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-06-16T12:00+02:00", "2026-06-16T13:00+02:00", "2026-06-16T00:00:00+02:00", "2026-06-17T00:00:00+02:00"),
        ("2026-06-16T00:00+02:00", "2026-06-17T00:00+02:00", "2026-06-16T00:00:00+02:00", "2026-06-17T00:00:00+02:00"),
        ("2026-06-16T23:00+02:00", "2026-06-17T00:01+02:00", "2026-06-16T00:00:00+02:00", "2026-06-18T00:00:00+02:00"),
        ("2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
    ],
)
def test_whole_days_go_from_midnight_to_midnight_of_the_place(start, end, first, last):
    kept = whole_days(instant(start), instant(end), PARIS)
    assert [to_local(one, PARIS).isoformat() for one in kept] == [first, last]
