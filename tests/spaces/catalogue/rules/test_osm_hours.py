"""Opening hours in the syntax of OpenStreetMap."""

from datetime import date

from spaces.catalogue.rules.opening import DatedHours, WeeklyHours
from spaces.catalogue.rules.osm_hours import osm_hours


def on_days(days, opens, closes, *validity):
    return [WeeklyHours(day, opens, closes, *validity) for day in days]


def test_days_with_the_same_hours_share_one_rule():
    weekly = [
        *on_days([0, 1, 2, 4], 540, 720), *on_days([0, 1, 2, 4], 840, 1110), *on_days([5], 510, 720),
    ]  # fmt: skip

    assert osm_hours(weekly) == "Mo-We,Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00"


def test_nights_and_days_without_end():
    assert osm_hours(on_days([4], 1080, 120)) == "Fr 18:00-02:00"
    assert osm_hours(on_days([4], 1080, 0)) == "Fr 18:00-24:00"
    assert osm_hours(on_days(range(7), 0, 1440)) == "Mo-Su 00:00-24:00"


def test_dates_that_differ_come_after_the_week_and_replace_it():
    exceptions = [
        DatedHours(date(2026, 7, 14), date(2026, 7, 14), label='Fête "nationale"'),
        DatedHours(date(2026, 12, 24), date(2026, 12, 31), ((540, 720),)),
    ]

    assert osm_hours(on_days(range(5), 540, 1080), exceptions) == (
        'Mo-Fr 09:00-18:00; 2026 Jul 14 off "Fête nationale"; 2026 Dec 24-2026 Dec 31 09:00-12:00'
    )


def test_seasons_add_up():
    weekly = [
        *on_days(range(5), 540, 1080, None, date(2026, 6, 30)),
        *on_days([6], 600, 720, date(2026, 7, 1), date(2026, 8, 31)),
        *on_days([0], 600, 720, date(2026, 9, 1), None),
    ]

    assert osm_hours(weekly) == (
        "2026 Jan 01-2026 Jun 30 Mo-Fr 09:00-18:00, 2026 Jul 01-2026 Aug 31 Su 10:00-12:00, 2026 Sep 01+ Mo 10:00-12:00"
    )


def test_nothing_to_say_is_empty():
    assert osm_hours([], closes_on_holidays=True) == osm_hours([]) == ""


def test_public_holidays_come_before_the_dates_that_win_over_them():
    exceptions = [DatedHours(date(2026, 7, 14), date(2026, 7, 14), ((600, 720),))]

    said = osm_hours(on_days(range(5), 540, 1080), exceptions, closes_on_holidays=True)

    assert said == "Mo-Fr 09:00-18:00; PH off; 2026 Jul 14 10:00-12:00"
