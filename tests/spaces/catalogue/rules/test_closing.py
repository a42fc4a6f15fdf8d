from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maillage.base.instants import MINUTE, from_wall, local_day, midnight
from maillage.base.periods import Period
from maillage.base.zones import get_zone
from spaces.catalogue.rules.closing import closed_for
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours

PARIS = get_zone("Europe/Paris")
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 6, 5) + timedelta(days) for days in range(4))
DAY, NIGHT = (540, 1080), (1320, 120)


def place(*hours: tuple[int, int], exceptions: tuple[DatedHours, ...] = (), zone=PARIS) -> OpeningLayers:
    weekly = tuple(WeeklyHours(weekday, *one) for weekday in range(7) for one in hours)
    return OpeningLayers(zone, (Level(), Level(weekly, exceptions)))


def from_to(start: tuple[date, int], end: tuple[date, int]) -> Period:
    return Period(from_wall(*start, PARIS), from_wall(*end, PARIS))


def closed_dates(opening: OpeningLayers, *periods: Period) -> tuple[DatedHours, ...]:
    return closed_for(opening, periods).levels[-1].closed


def test_a_whole_day_is_closed():
    assert closed_dates(place(DAY), from_to((FRIDAY, 0), (SATURDAY, 0))) == (DatedHours(FRIDAY, FRIDAY),)


def test_days_in_a_row_are_one_date():
    assert closed_dates(place(DAY), from_to((FRIDAY, 0), (MONDAY, 0))) == (DatedHours(FRIDAY, SUNDAY),)


def test_of_an_afternoon_the_morning_is_left():
    assert closed_dates(place(DAY), from_to((FRIDAY, 840), (SATURDAY, 0))) == (
        DatedHours(FRIDAY, FRIDAY, ((540, 840),)),
    )


def test_from_one_noon_to_another_hours_are_left_at_both_ends():
    assert closed_dates(place(DAY), from_to((FRIDAY, 720), (MONDAY, 720))) == (
        DatedHours(SATURDAY, SUNDAY),
        DatedHours(FRIDAY, FRIDAY, ((540, 720),)),
        DatedHours(MONDAY, MONDAY, ((720, 1080),)),
    )


def test_a_night_that_began_before_ends_at_midnight_and_goes_on_after():
    assert closed_dates(place(NIGHT), from_to((SATURDAY, 0), (SATURDAY, 60))) == (
        DatedHours(FRIDAY, FRIDAY, ((1320, 0),)),
        DatedHours(SATURDAY, SATURDAY, ((60, 120), (1320, 120))),
    )


def test_it_wins_over_hours_that_were_written_for_the_day():
    party = DatedHours(SATURDAY, SATURDAY, ((600, 1200),), "Fête")
    closed = closed_for(place(DAY, exceptions=(party,)), [from_to((FRIDAY, 0), (MONDAY, 0))])
    assert [plan[0] for plan in closed.hours_by_day(FRIDAY, MONDAY).values()] == [(), (), (), [DAY]]


def test_a_closure_without_opening_hours_around_says_its_days():
    assert closed_dates(place(), from_to((FRIDAY, 0), (SUNDAY, 0))) == (DatedHours(FRIDAY, SATURDAY),)


def test_a_closure_of_decades_is_one_date():
    until = date(2096, 1, 1)
    assert closed_dates(place(DAY), from_to((FRIDAY, 0), (until, 0))) == (DatedHours(FRIDAY, until - timedelta(1)),)


def test_nothing_closed_changes_nothing():
    opening = place(DAY)
    assert closed_for(opening, []) is opening


ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "Africa/Casablanca"]).map(get_zone)
STEP = 30
MINUTES = st.integers(0, 47).map(lambda half: half * STEP)
HOURS = st.lists(st.tuples(MINUTES, MINUTES), max_size=3)


@given(zone=ZONES, hours=HOURS, cuts=st.lists(st.tuples(st.integers(0, 240), st.integers(1, 150)), max_size=3))
def test_every_half_hour_is_open_before_and_not_closed(zone, hours, cuts):
    """A week of July: no clock changes there, so that what a wall shows is one instant."""
    first_on = date(2026, 7, 6)
    dawn = midnight(first_on, zone)
    periods = [Period(dawn + start * STEP * MINUTE, dawn + (start + length) * STEP * MINUTE) for start, length in cuts]
    opening = place(*hours, zone=zone)
    left = closed_for(opening, periods)
    for half in range(-48, 48 * 10):
        instant = dawn + half * STEP * MINUTE
        closed = any(period.holds(instant) for period in periods)
        assert is_open(left, instant) == (is_open(opening, instant) and not closed)


@given(zone=ZONES, on=st.dates(date(2026, 3, 20), date(2026, 11, 10)), hours=HOURS)
def test_a_closed_day_is_closed_whatever_its_clock_does(zone, on, hours):
    day = Period(midnight(on, zone), midnight(on + timedelta(1), zone))
    left = closed_for(place(*hours, zone=zone), [day])
    assert left.hours_by_day(on, on)[on][0] == ()
    assert not any(run.start < day.end and day.start < run.end for run in left.runs(on, on))


def is_open(opening: OpeningLayers, instant: int) -> bool:
    on = local_day(instant, opening.zone)
    return any(run.start <= instant < run.end for run in opening.runs(on, on))


def test_a_closure_within_an_hour_shown_twice_leaves_hours_that_a_wall_can_show():
    autumn = date(2026, 10, 25)
    second_two = datetime.fromisoformat("2026-10-25T02:00:00+01:00")
    half_past = datetime.fromisoformat("2026-10-25T02:30:00+01:00")
    left = closed_for(place((60, 240)), [Period.between(second_two, half_past)])
    assert left.hours_by_day(autumn, autumn)[autumn][0] == ((60, 120), (150, 240))
