from datetime import date, datetime

import pytest

from maillage.base.zones import get_zone
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours
from spaces.catalogue.rules.shown_hours import DayHours, OpenState, is_open_at, open_state, shown_week

PARIS = get_zone("Europe/Paris")
MORNING, AFTERNOON, NIGHT = (540, 720), (840, 1080), (1080, 120)


def place(*hours: tuple[int, int], weekdays=range(5), exceptions=(), zone=PARIS) -> OpeningLayers:
    weekly = tuple(WeeklyHours(weekday, *one) for weekday in weekdays for one in hours)
    return OpeningLayers(zone, (Level(), Level(weekly, tuple(exceptions))))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def state(opening: OpeningLayers, text: str) -> tuple:
    found = open_state(opening, at(text))
    return tuple(one.isoformat() if isinstance(one, datetime) else one for one in found)


def test_week_shows_hours_as_people_wrote_them_with_exceptions():
    holiday = DatedHours(date(2026, 7, 14), date(2026, 7, 14), (), "Fête nationale")
    party = DatedHours(date(2026, 7, 18), date(2026, 7, 18), ((1200, 60), (600, 720)), "Nuit des ateliers")
    week = shown_week(place(MORNING, AFTERNOON, exceptions=[holiday, party]), date(2026, 7, 16))
    usual = (MORNING, AFTERNOON)
    assert week == [
        DayHours(date(2026, 7, 13), usual, ""),
        DayHours(date(2026, 7, 14), (), "Fête nationale"),
        DayHours(date(2026, 7, 15), usual, ""),
        DayHours(date(2026, 7, 16), usual, ""),
        DayHours(date(2026, 7, 17), usual, ""),
        DayHours(date(2026, 7, 18), ((600, 720), (1200, 60)), "Nuit des ateliers"),
        DayHours(date(2026, 7, 19), (), ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-16T08:59:59", (False, None, "2026-06-16T09:00:00+02:00")),
        ("2026-06-16T09:00", (True, "2026-06-16T12:00:00+02:00", None)),
        ("2026-06-16T12:00", (False, None, "2026-06-16T14:00:00+02:00")),
        ("2026-06-19T18:00", (False, None, "2026-06-22T09:00:00+02:00")),
    ],
)
def test_open_state_says_the_next_change(text, expected):
    opening = place(MORNING, AFTERNOON)
    assert state(opening, text) == expected
    assert is_open_at(opening, at(text)) is expected[0]


def test_open_after_midnight_belongs_to_the_evening_before():
    opening = place(NIGHT, exceptions=[DatedHours(date(2026, 6, 17), date(2026, 6, 17))])
    assert state(opening, "2026-06-17T01:59") == (True, "2026-06-17T02:00:00+02:00", None)
    assert state(opening, "2026-06-17T02:00") == (False, None, "2026-06-18T18:00:00+02:00")


def test_windows_that_touch_are_one_opening():
    assert state(place((540, 720), (720, 1440), (0, 60)), "2026-06-16T10:00") == (
        True,
        "2026-06-17T01:00:00+02:00",
        None,
    )


def test_place_that_never_closes_has_no_closing_time():
    assert state(place((0, 1440), weekdays=range(7)), "2026-06-16T10:00") == (True, None, None)


def test_place_that_never_closes_but_for_a_holiday_closes_then():
    new_year = DatedHours(date(2027, 1, 1), date(2027, 1, 1))
    opening = place((0, 1440), weekdays=range(7), exceptions=[new_year])
    assert state(opening, "2026-06-16T10:00") == (True, "2027-01-01T00:00:00+01:00", None)


def test_season_is_found_months_ahead_and_never_is_never():
    summer = WeeklyHours(0, 540, 720, date(2027, 5, 1), date(2027, 9, 30))
    opening = OpeningLayers(PARIS, (Level((summer,)),))
    assert state(opening, "2026-10-01T10:00") == (False, None, "2027-05-03T09:00:00+02:00")
    assert open_state(place(), at("2026-06-16T10:00")) == OpenState(is_open=False)


def test_closing_in_the_repeated_hour_is_the_first_one():
    opening = place((1320, 150), weekdays=range(7))  # until 02:30
    assert state(opening, "2026-10-25T01:00") == (True, "2026-10-25T02:30:00+02:00", None)
    assert is_open_at(opening, datetime.fromisoformat("2026-10-25T02:15:00+02:00"))
    assert not is_open_at(opening, datetime.fromisoformat("2026-10-25T02:15:00+01:00"))


def test_state_is_on_the_clock_of_the_place():
    reunion = place(MORNING, zone=get_zone("Indian/Reunion"))
    found = open_state(reunion, datetime.fromisoformat("2026-06-16T06:00:00+00:00"))
    assert found.closes_at.isoformat() == "2026-06-16T12:00:00+04:00"
