"""Which time is the nearest to the one that was asked for."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maillage.base.instants import from_wall
from maillage.base.zones import get_zone
from spaces.booking.rules.nearness import Apart, apart

PARIS = get_zone("Europe/Paris")
TUESDAY = date(2026, 6, 16)
SPRING = date(2026, 3, 28)  # the clocks change in its night


def wall(clock: str, days: int = 0, on: date = TUESDAY) -> int:
    hour, minute = clock.split(":")
    return from_wall(on + timedelta(days), int(hour) * 60 + int(minute), PARIS)


def nearest_first(wanted: int, *starts: int) -> list[int]:
    return sorted(starts, key=lambda start: apart(start, wanted, PARIS))


def test_nearest_is_closest_to_the_hour_and_not_the_first_of_the_day():
    early, close, late = wall("6:45"), wall("8:45"), wall("14:00")

    assert nearest_first(wall("9:00"), early, close, late) == [close, early, late]


def test_nearest_is_the_later_of_two_that_are_equally_near():
    before, after = wall("8:00"), wall("10:00")

    assert nearest_first(wall("9:00"), before, after) == [after, before]


def test_nearest_is_another_day_at_that_hour_rather_than_its_midnight():
    midnight, nine, two_days_on = wall("0:00", 1), wall("9:00", 1), wall("9:00", 2)

    assert nearest_first(wall("9:00"), two_days_on, midnight, nine) == [nine, midnight, two_days_on]


def test_nearest_is_past_midnight_when_that_is_closer():
    same_evening, past_midnight = wall("20:00"), wall("0:15", 1)

    assert nearest_first(wall("23:45"), same_evening, past_midnight) == [past_midnight, same_evening]


def test_nearest_goes_by_the_clock_on_the_wall_when_the_clocks_change():
    at_ten, at_nine = wall("10:00", 1, on=SPRING), wall("9:00", 1, on=SPRING)

    assert apart(at_nine, wall("9:00", on=SPRING), PARIS) == Apart(1, 0, False)
    assert nearest_first(wall("9:00", on=SPRING), at_ten, at_nine) == [at_nine, at_ten]


def test_apart_says_days_minutes_and_side():
    assert apart(wall("8:30", -1), wall("9:00"), PARIS) == Apart(1, 30, True)
    assert apart(wall("9:30"), wall("9:00"), PARIS) == Apart(0, 30, False)


@given(minutes=st.integers(-20 * 24 * 60, 20 * 24 * 60))
def test_apart_never_says_more_than_half_a_day_besides_the_days(minutes):
    wanted = wall("9:00")
    far = apart(wanted + minutes * 60_000_000, wanted, get_zone("UTC"))

    assert far.minutes <= 12 * 60
    assert abs(minutes) in {far.days * 1440 + far.minutes, far.days * 1440 - far.minutes}
    assert far.is_before == (minutes < 0)
