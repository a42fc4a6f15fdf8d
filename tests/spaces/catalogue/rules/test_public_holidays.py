"""Public holidays: whose they are, what they are called, and what wins over them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.instants import days, to_local
from maillage.base.zones import get_zone
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours
from spaces.catalogue.rules.public_holidays import (
    Area,
    area_of,
    closures,
    is_holiday,
    is_holiday_everywhere,
    is_holiday_somewhere,
)

BEARN, STRASBOURG, METZ = area_of(country="FR", insee="64445"), area_of(country="FR", insee="67482"), Area("FR", "57")
REUNION, GUADELOUPE = Area("FR", "974"), Area("FR", "971")
AREAS = [BEARN, STRASBOURG, METZ, REUNION, GUADELOUPE, Area("MA"), Area("BE"), Area("XX")]


@pytest.mark.parametrize(
    ("where", "area"),
    [
        ({"insee": "64445"}, Area("FR")),
        ({"insee": "67482"}, Area("FR", "6AE")),
        ({"insee": "68224"}, Area("FR", "6AE")),
        ({"insee": "57463"}, Area("FR", "57")),
        ({"insee": "2A004"}, Area("FR")),
        ({"insee": "97411", "postal_code": "64000"}, Area("FR", "974")),
        ({"insee": "97133"}, Area("FR", "971")),
        ({"postal_code": "97133"}, Area("FR", "BL")),
        ({"postal_code": "97150"}, Area("FR", "MF")),
        ({"postal_code": "97200"}, Area("FR", "972")),
        ({"postal_code": "57000"}, Area("FR", "57")),
        ({"postal_code": "98800", "time_zone": "Europe/Paris"}, Area("FR", "NC")),
        ({"time_zone": "Indian/Mayotte"}, Area("FR", "976")),
        ({"time_zone": "Pacific/Marquesas"}, Area("FR", "PF")),
        ({"time_zone": "Europe/Paris"}, Area("FR")),
        ({}, Area("FR")),
        ({"country": "MA", "postal_code": "97400", "time_zone": "Africa/Casablanca"}, Area("MA")),
        ({"country": "RE", "postal_code": "97400"}, Area("RE")),
    ],
)
def test_area_is_told_by_the_commune_then_the_postal_code_then_the_clock(where, area):
    assert area_of(**{"country": "FR", **where}) == area


@pytest.mark.parametrize(
    ("area", "on", "expected"),
    [
        (BEARN, "2026-04-06", True),  # Easter Monday
        (BEARN, "2026-05-25", True),  # Whit Monday
        (BEARN, "2026-07-14", True),
        (BEARN, "2026-04-03", False),
        (BEARN, "2026-12-26", False),
        (BEARN, "2026-12-20", False),
        (BEARN, "2026-07-15", False),
        (STRASBOURG, "2026-04-03", True),
        (STRASBOURG, "2026-12-26", True),
        (METZ, "2026-04-03", True),
        (METZ, "2026-12-26", True),
        (REUNION, "2026-12-20", True),
        (REUNION, "2026-12-26", False),
        (GUADELOUPE, "2026-05-27", True),
        (Area("RE"), "2026-12-20", True),
        (Area("MA"), "2026-07-30", True),
        (Area("MA"), "2026-07-14", False),
        (Area("XX"), "2026-12-25", False),
        (BEARN, "9998-07-14", False),  # beyond what the package knows, not an error
    ],
)
def test_holidays_of_an_area(area, on, expected):
    assert is_holiday(area, date.fromisoformat(on)) is expected


def names(area, language, on):
    return [dated.label for dated in closures(area, language)(on, on)]


def test_holidays_are_named_in_the_language_of_the_reader():
    noel = date(2026, 12, 25)

    assert names(BEARN, "fr", noel) == ["Noël"]
    assert names(BEARN, "fr-fr", noel) == ["Noël"]
    assert names(BEARN, "en", noel) == ["Christmas Day"]
    assert names(BEARN, "ar", noel) == ["Noël"]  # not spoken there: as the country says
    assert names(STRASBOURG, "fr", date(2026, 4, 3)) == ["Vendredi saint"]
    assert names(Area("DE"), "fr", noel) == ["Erster Weihnachtstag"]


def test_nobody_knows_the_holidays_of_a_country_that_is_none():
    assert closures(Area("XX"), "fr") is None


@pytest.mark.parametrize(
    ("country", "on", "somewhere", "everywhere"),
    [
        ("FR", "2026-07-14", True, True),
        ("FR", "2026-04-03", True, False),
        ("FR", "2026-12-20", True, False),
        ("FR", "2026-06-16", False, False),
        ("MA", "2026-07-30", True, True),
        ("XX", "2026-12-25", False, False),
    ],
)
def test_a_holiday_of_one_part_is_none_of_the_whole_country(country, on, somewhere, everywhere):
    day = date.fromisoformat(on)

    assert (is_holiday_somewhere(country, day), is_holiday_everywhere(country, day)) == (somewhere, everywhere)


@given(area=st.sampled_from(AREAS), first_on=st.dates(date(2024, 1, 1), date(2032, 1, 1)), length=st.integers(0, 800))
def test_holidays_between_two_dates_are_those_of_each_day(area, first_on, length):
    last_on = first_on + timedelta(length)
    known = closures(area, "fr")
    between = [dated.first_on for dated in known(first_on, last_on)] if known else []

    assert between == [on for on in days(first_on, last_on) if is_holiday(area, on)]


# What wins over what


EVERY_DAY = tuple(WeeklyHours(weekday, 540, 1080) for weekday in range(7))
FIRST, LAST = date(2026, 12, 20), date(2026, 12, 31)  # holidays of Strasbourg: the 25th and the 26th
UNKNOWN_HOURS = st.sampled_from([(), ((600, 660),), ((0, 60), (120, 180))])


@st.composite
def exceptions(draw):
    first_on = draw(st.dates(FIRST, LAST))
    return DatedHours(first_on, first_on + timedelta(draw(st.integers(0, 4))), draw(UNKNOWN_HOURS))


LEVELS = st.tuples(st.booleans(), st.lists(exceptions(), max_size=3))


@given(levels=st.lists(LEVELS, min_size=1, max_size=3))
def test_what_a_level_wrote_wins_over_its_holidays_and_the_nearest_level_over_the_others(levels):
    holidays = closures(STRASBOURG, "fr")
    layers = OpeningLayers(
        get_zone("Europe/Paris"),
        tuple(Level(EVERY_DAY, tuple(written), holidays if closes else None) for closes, written in levels),
    )

    def expected(on):
        for closes, written in reversed(levels):
            covering = [dated for dated in written if dated.first_on <= on <= dated.last_on]
            if covering:
                shortest = min(dated.length_days for dated in covering)
                return [dated for dated in covering if dated.length_days == shortest][-1].hours, False
            if closes and on.day in (25, 26):
                return (), True
        return ((540, 1080),), False

    plans = layers.hours_by_day(FIRST, LAST)
    found = {on: (tuple(hours), bool(dated and dated.is_public_holiday)) for on, (hours, dated) in plans.items()}
    assert found == {on: expected(on) for on in days(FIRST, LAST)}
    assert [dated.first_on for dated in layers.public_holidays(FIRST, LAST)] == [
        on for on in days(FIRST, LAST) if expected(on)[1]
    ]


def test_resource_with_hours_of_its_own_closes_with_its_space_unless_it_says_otherwise():
    space = Level(EVERY_DAY, holidays=closures(BEARN, "fr"))
    own = (WeeklyHours(4, 480, 1200),)  # Christmas 2026 is a Friday
    noel = date(2026, 12, 25)

    def hours(resource):
        return tuple(
            OpeningLayers(get_zone("Europe/Paris"), (Level(), space, resource)).hours_by_day(noel, noel)[noel][0]
        )

    assert hours(Level(own)) == ()
    assert hours(Level(own, (DatedHours(noel, noel, ((600, 720),)),))) == ((600, 720),)


def test_a_night_that_began_before_a_holiday_runs_to_its_end():
    nights = tuple(WeeklyHours(weekday, 1080, 120) for weekday in range(7))
    layers = OpeningLayers(get_zone("Europe/Paris"), (Level(nights, holidays=closures(BEARN, "fr")),))

    (run,) = layers.runs(date(2026, 7, 14), date(2026, 7, 14))
    assert (to_local(run.start, layers.zone).isoformat(), to_local(run.end, layers.zone).isoformat()) == (
        "2026-07-13T18:00:00+02:00",
        "2026-07-14T02:00:00+02:00",
    )
