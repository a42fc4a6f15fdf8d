"""How days, hours and periods are said, in French and in English."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from maillage.base import clock, dates
from maillage.base.zones import get_zone
from tests.reading import plain

PARIS = get_zone("Europe/Paris")
NBSP, WORD_JOINER = "\u00a0", "\u2060"


@pytest.fixture(autouse=True)
def _common_spaces():
    """The real ones here."""


@pytest.fixture(autouse=True)
def _june():
    with clock.fixed(datetime(2026, 6, 10, 12, tzinfo=UTC)):
        yield


def paris(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=PARIS, fold=fold)


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        (
            paris(2026, 6, 16, 14),
            paris(2026, 6, 16, 16),
            "mardi 16_juin, 14_h_–|_16_h",
            "Tuesday 16 June, 14:00–16:00",
        ),
        (
            paris(2026, 6, 16, 9, 5),
            paris(2026, 6, 16, 10, 30),
            "mardi 16_juin, 9_h_05_–|_10_h_30",
            "Tuesday 16 June, 09:05–10:30",
        ),
        (
            paris(2026, 6, 16, 22),
            paris(2026, 6, 17),
            "mardi 16_juin, 22_h_–|_minuit",
            "Tuesday 16 June, 22:00–midnight",
        ),
        (
            paris(2026, 6, 16, 22, 30),
            paris(2026, 6, 17, 2),
            "mardi 16_juin, 22_h_30_– mercredi 17_juin, 2_h",
            "Tuesday 16 June, 22:30 – Wednesday 17 June, 02:00",
        ),
        (paris(2026, 7, 1, 14), None, "mercredi 1er_juillet, 14_h", "Wednesday 1 July, 14:00"),
        (paris(2027, 7, 2, 14), None, "vendredi 2_juillet 2027, 14_h", "Friday 2 July 2027, 14:00"),
        (
            paris(2026, 10, 25, 2),
            paris(2026, 10, 25, 2, fold=1),
            "dimanche 25_octobre, 2_h (UTC+2)_–|_2_h (UTC+1)",
            "Sunday 25 October, 02:00 (UTC+2)–02:00 (UTC+1)",
        ),
    ],
)
def test_when_says_periods_as_people_do(start, end, french, english):
    with override("fr"):
        assert dates.when(start, end) == french.replace("_", NBSP).replace("|", WORD_JOINER)
    with override("en"):
        assert plain(dates.when(start, end)) == english


def test_clock_time_shows_no_offset_when_the_time_comes_once():
    spring = paris(2026, 3, 29, 3)  # the hour before does not exist
    with override("en"):
        assert [dates.clock_time(spring), dates.clock_time(paris(2026, 10, 25, 3))] == ["03:00", "03:00"]


def test_stored_instants_are_shown_in_the_zone_of_the_place():
    stored = datetime(2026, 7, 1, 12, tzinfo=UTC)
    with override("en"):
        said = [
            dates.clock_time(stored),
            dates.clock_time(stored, "Indian/Reunion"),
            dates.clock_time(stored, PARIS),
        ]
    assert said == ["14:00", "16:00", "14:00"]


def test_day_of_an_instant_is_the_day_of_the_place():
    late = datetime(2026, 6, 16, 22, 30, tzinfo=UTC)
    with override("en"):
        assert [plain(dates.day_long(late)), plain(dates.day_long(late, "America/Cayenne"))] == [
            "Wednesday 17 June",
            "Tuesday 16 June",
        ]


@pytest.mark.parametrize(
    ("day", "english"),
    [
        (date(2026, 4, 11), "Saturday 11 April"),
        (date(2026, 4, 10), "Friday 10 April 2026"),
        (date(2026, 12, 31), "Thursday 31 December"),
        (date(2025, 12, 31), "Wednesday 31 December 2025"),
    ],
)
def test_day_that_would_be_taken_for_the_next_one_says_its_year(day, english):
    with override("en"):
        assert dates.day_long(day) == english.replace(" ", NBSP, 2).replace(NBSP, " ", 1)


@pytest.mark.parametrize(
    ("first", "last", "french"),
    [
        (date(2026, 1, 6), date(2026, 1, 8), "du 6 au 8 janvier 2026"),
        (date(2026, 6, 16), date(2026, 6, 16), "mardi 16 juin"),
        (date(2026, 6, 16), date(2026, 6, 18), "du 16 au 18 juin"),
        (date(2026, 6, 30), date(2026, 7, 1), "du 30 juin au 1er juillet"),
        (date(2027, 6, 1), date(2027, 6, 2), "du 1er au 2 juin 2027"),
        (date(2026, 12, 30), date(2027, 1, 2), "du 30 décembre 2026 au 2 janvier 2027"),
    ],
)
def test_days_names_what_differs(first, last, french):
    with override("fr"):
        assert plain(dates.days(first, last)) == french


def test_plain_text_has_common_spaces_in_its_dates_and_keeps_those_of_its_marks():
    with override("fr"):
        said = dates.plain(f"C’est{NBSP}: {dates.when(paris(2026, 6, 16, 14), paris(2026, 6, 16, 16))}.")
    assert said == f"C’est{NBSP}: mardi 16 juin, 14{NBSP}h{NBSP}–{NBSP}16{NBSP}h."


def test_from_today_is_silent_beyond_a_week_and_before_today():
    today = date(2026, 6, 10)
    with override("fr"):
        said = [dates.from_today(today + timedelta(days=n)) for n in (-1, 0, 1, 2, 6, 7)]
    assert said == ["", "aujourd’hui", "demain", f"dans 2{NBSP}jours", f"dans 6{NBSP}jours", ""]


def test_duration_says_minutes_hours_and_days():
    with override("fr"):
        said = [dates.duration(minutes).replace(NBSP, " ") for minutes in (0, 45, 60, 90, 125, 1440, 2880)]
    assert said == ["0 min", "45 min", "1 h", "1 h 30", "2 h 05", "1 jour", "2 jours"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_line_parts_a_duration(language):
    with override(language):
        assert not [said for said in map(dates.duration, (45, 60, 90, 1440, 2880)) if " " in said]


@given(
    st.sampled_from([date(2024, 10, 27), date(2026, 10, 25), date(2026, 3, 29), date(2026, 11, 1), date(2026, 6, 1)]),
    st.integers(0, 6 * 60),
    st.sampled_from(["Europe/Paris", "America/New_York", "Africa/Casablanca"]),
)
def test_is_repeated_agrees_with_counting_the_instants_that_show_this_time(day, minute, name):
    zone = get_zone(name)
    naive = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    wall = naive.replace(tzinfo=None)
    instants = [naive + timedelta(minutes=shift) for shift in range(-14 * 60, 14 * 60, 30)]
    shown = [instant for instant in instants if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall]
    assert dates.is_repeated(wall.replace(tzinfo=zone)) == (len(shown) == 2)


def test_period_that_ends_where_the_clock_skips_midnight_ends_at_midnight():
    cairo = get_zone("Africa/Cairo")

    with override("en"):
        said = dates.when(datetime(2026, 4, 23, 20, tzinfo=cairo), datetime(2026, 4, 24, 1, tzinfo=cairo))

    assert plain(said).endswith("20:00–midnight")
