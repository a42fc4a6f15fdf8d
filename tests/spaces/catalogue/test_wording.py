"""Hours as people say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from maillage.base import clock
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours
from spaces.catalogue.wording import Status, exceptions_to_come, hours_said, status, week

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = date(2026, 6, 16)


@pytest.fixture(autouse=True)
def _english():
    with override("en"), clock.fixed(datetime(2026, 6, 16, 8, tzinfo=UTC)):
        yield


def place(*weekly, exceptions=(), holidays=()):
    return OpeningLayers(PARIS, (Level(exceptions=tuple(holidays)), Level(tuple(weekly), tuple(exceptions))))


def on_days(days, opens_h, closes_h, **validity):
    return [WeeklyHours(day, int(opens_h * 60), int(closes_h * 60), **validity) for day in days]


OFFICE = place(*on_days(range(5), 9, 19))


def paris(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (paris(16, 10), Status("Open, closes at 19:00", "open")),
        (paris(16, 18, 20), Status("Closes soon, at 19:00", "soon")),
        (paris(16, 19), Status("Opens tomorrow at 09:00", "closed")),
        (paris(16, 8, 59), Status("Opens at 09:00", "closed")),
        (paris(19, 20), Status("Opens on Monday at 09:00", "closed")),
    ],
)
def test_status_says_what_comes_next(at, said):
    assert status(OFFICE, at) == said


def test_status_names_the_night_by_the_evening_it_began():
    bar = place(*on_days([1], 18, 2))

    assert status(bar, paris(16, 23)) == Status("Open, closes at 02:00", "open")
    assert status(bar, paris(17, 1)) == Status("Open, closes at 02:00", "open")


def test_status_names_the_day_when_doors_stay_open_for_days():
    festival = place(*on_days([4], 18, 24), *on_days([5], 0, 24), *on_days([6], 0, 20))

    assert status(festival, paris(19, 19)) == Status("Open, closes on Sunday at 20:00", "open")


def test_status_says_so_when_a_place_never_closes():
    assert status(place(*on_days(range(7), 0, 24)), paris(16, 3)) == Status("Open day and night", "open")


def test_status_gives_the_date_when_the_next_opening_is_far():
    closed_in_summer = place(
        *on_days(range(5), 9, 19), exceptions=[DatedHours(TUESDAY, date(2026, 8, 31), label="Holidays")]
    )

    assert status(closed_in_summer, paris(16, 10)) == Status("Opens on Tuesday 1 September at 09:00", "closed")


def test_status_says_closed_when_no_opening_is_in_sight():
    over = place(*on_days(range(5), 9, 19, valid_through=date(2026, 1, 1)))

    assert status(over, paris(16, 10)) == Status("Closed", "closed")


def test_status_says_nothing_when_nobody_said_the_hours():
    assert status(place(holidays=[DatedHours(TUESDAY, TUESDAY)]), paris(16, 10)) is None


def test_week_puts_days_with_the_same_hours_together():
    rows = week(place(*on_days(range(5), 9, 12), *on_days(range(5), 14, 18.5)), TUESDAY)

    assert rows == [
        {"label": "Monday – Friday", "hours": ["09:00–12:00", "14:00–18:30"], "today": True},
        {"label": "Saturday, Sunday", "hours": [], "today": False},
    ]


def test_week_keeps_apart_what_differs():
    rows = week(place(*on_days([0, 1, 2, 4], 9, 19), *on_days([3], 9, 22)), TUESDAY)

    assert [(row["label"], row["hours"]) for row in rows] == [
        ("Monday – Wednesday", ["09:00–19:00"]),
        ("Thursday", ["09:00–22:00"]),
        ("Friday", ["09:00–19:00"]),
        ("Saturday, Sunday", []),
    ]


def test_week_is_one_line_for_a_place_open_every_day():
    assert week(place(*on_days(range(7), 8, 20)), TUESDAY) == [
        {"label": "every day", "hours": ["08:00–20:00"], "today": True}
    ]


def test_week_shows_the_season_in_force():
    summer = on_days(range(7), 8, 14, valid_from=date(2026, 6, 15), valid_through=date(2026, 8, 31))
    winter = on_days(range(7), 9, 18, valid_through=date(2026, 6, 14))

    assert week(place(*summer, *winter), TUESDAY)[0]["hours"] == ["08:00–14:00"]


def test_week_marks_no_row_when_today_differs_and_keeps_the_usual_hours():
    rows = week(place(*on_days(range(5), 9, 19), exceptions=[DatedHours(TUESDAY, TUESDAY)]), TUESDAY)

    assert rows[0] == {"label": "Monday – Friday", "hours": ["09:00–19:00"], "today": False}


def test_exceptions_to_come_are_said_with_their_reason():
    differing = place(
        *on_days(range(7), 9, 19),
        exceptions=[
            DatedHours(date(2026, 7, 20), date(2026, 7, 24), label="Summer break"),
            DatedHours(date(2026, 6, 21), date(2026, 6, 21), ((1080, 120),), "Music day"),
            DatedHours(date(2026, 6, 1), date(2026, 6, 2), label="Past"),
            DatedHours(date(2026, 12, 25), date(2026, 12, 25), label="Far"),
        ],
        holidays=[DatedHours(date(2026, 7, 14), date(2026, 7, 14), label="National day")],
    )

    assert exceptions_to_come(differing, TUESDAY) == [
        {"label": "Sunday 21 June", "text": "18:00–02:00", "note": "Music day"},
        {"label": "Tuesday 14 July", "text": "closed", "note": "National day"},
        {"label": "from 20 to 24 July", "text": "closed", "note": "Summer break"},
    ]


@pytest.mark.parametrize(
    ("hours", "said"),
    [((540, 1080), "09:00–18:00"), ((1080, 120), "18:00–02:00"), ((1080, 1440), "18:00–midnight"),
     ((1080, 0), "18:00–midnight"), ((0, 1440), "day and night"), ((360, 360), "day and night")],
)  # fmt: skip
def test_hours_said(hours, said):
    assert hours_said(hours) == said
