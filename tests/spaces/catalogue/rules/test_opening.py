from datetime import date, datetime

import pytest

from maillage.base.instants import MINUTE, from_wall, to_local
from maillage.base.zones import get_zone
from spaces.catalogue.rules.opening import DatedHours, Level, OpeningLayers, WeeklyHours, covers_the_week

PARIS = get_zone("Europe/Paris")
TUESDAY = date(2026, 6, 16)
MORNING, DAY, EVENING, NIGHT = (540, 720), (540, 1080), (1080, 1320), (1080, 120)


def every_day(*hours: tuple[int, int], weekdays=range(7)) -> tuple[WeeklyHours, ...]:
    return tuple(WeeklyHours(weekday, *one) for weekday in weekdays for one in hours)


def dated(first: date, *hours: tuple[int, int], last: date | None = None, label: str = "") -> DatedHours:
    return DatedHours(first, last or first, hours, label)


def opening(*levels: Level, zone=PARIS) -> OpeningLayers:
    return OpeningLayers(zone, levels)


def said(layers: OpeningLayers, first: date = TUESDAY, last: date | None = None) -> list[str]:
    """The runs as the clock on the wall shows them."""
    return [
        f"{to_local(run.start, layers.zone):%d %H:%M}–{to_local(run.end, layers.zone):%d %H:%M}"
        for run in layers.runs(first, last or first)
    ]


# Levels and exceptions


def test_resource_without_hours_of_its_own_has_those_of_its_space():
    assert said(opening(Level(), Level(every_day(DAY)), Level())) == ["16 09:00–16 18:00"]
    assert said(opening(Level(), Level(every_day(DAY)), Level(every_day(MORNING)))) == ["16 09:00–16 12:00"]
    assert said(opening(Level(), Level(every_day(DAY)), Level(()))) == []


@pytest.mark.parametrize(
    ("network", "space", "resource", "expected"),
    [
        ([], [], [], "09:00–16 12:00"),
        ([EVENING], None, None, "18:00–16 22:00"),  # a public holiday replaces the resource's own hours
        (None, [EVENING], None, "18:00–16 22:00"),
        (None, [], [EVENING], "18:00–16 22:00"),
        ([DAY], [EVENING], None, "18:00–16 22:00"),
        ([EVENING], [DAY], [MORNING], "09:00–16 12:00"),
    ],
)
def test_nearest_exception_wins_over_all_weekly_hours(network, space, resource, expected):
    def exceptions(hours):
        return () if hours in (None, []) else (dated(TUESDAY, *hours),)

    layers = opening(
        Level(None, exceptions(network)),
        Level(every_day(DAY), exceptions(space)),
        Level(every_day(MORNING), exceptions(resource)),
    )
    assert said(layers) == [f"16 {expected}"]


def test_closure_of_the_space_closes_a_resource_with_hours_of_its_own():
    layers = opening(Level(), Level(every_day(DAY), (dated(TUESDAY),)), Level(every_day(MORNING)))
    assert said(layers) == []
    assert said(layers, date(2026, 6, 17)) == ["17 09:00–17 12:00"]


@pytest.mark.parametrize("turned", [False, True])
def test_shorter_of_two_exceptions_of_a_level_wins(turned):
    summer = dated(date(2026, 6, 1), MORNING, last=date(2026, 6, 30))
    party = dated(TUESDAY, EVENING)
    exceptions = (summer, party) if turned else (party, summer)
    layers = opening(Level(), Level(every_day(DAY), exceptions))
    assert said(layers) == ["16 18:00–16 22:00"]
    assert said(layers, date(2026, 6, 15)) == ["15 09:00–15 12:00"]


def test_later_of_two_equally_long_exceptions_wins():
    layers = opening(Level(None, (dated(TUESDAY, MORNING), dated(TUESDAY, EVENING))), Level(every_day(DAY)))
    assert said(layers) == ["16 18:00–16 22:00"]


def test_exception_reaches_from_its_first_day_through_its_last():
    closed = dated(date(2026, 6, 15), last=date(2026, 6, 17))
    layers = opening(Level(), Level(every_day(MORNING), (closed,)))
    assert said(layers, date(2026, 6, 13), date(2026, 6, 19)) == [
        "13 09:00–13 12:00",
        "14 09:00–14 12:00",
        "18 09:00–18 12:00",
        "19 09:00–19 12:00",
    ]


# Runs


def test_window_begun_the_evening_before_a_closure_still_runs():
    layers = opening(Level(), Level(every_day(NIGHT), (dated(TUESDAY),)))
    assert said(layers) == ["15 18:00–16 02:00"]


def test_windows_that_touch_or_overlap_are_one_run():
    layers = opening(Level(), Level(every_day((540, 720), (720, 800), (780, 900), (905, 960))))
    assert said(layers) == ["16 09:00–16 15:00", "16 15:05–16 16:00"]


def test_run_has_its_real_start_however_far_back():
    weekdays = every_day((0, 1440), weekdays=range(5))  # Monday 00:00 to Friday 24:00
    assert said(opening(Level(), Level(weekdays)), date(2026, 6, 19)) == ["15 00:00–20 00:00"]
    weekend = dated(date(2026, 6, 13), (0, 1440), last=date(2026, 6, 14))
    layers = opening(Level(), Level(weekdays, (weekend,)))
    assert said(layers, date(2026, 6, 19)) == ["08 00:00–20 00:00"]


def test_nights_do_not_make_the_search_go_back():
    assert said(opening(Level(), Level(every_day(NIGHT)))) == ["15 18:00–16 02:00", "16 18:00–17 02:00"]


def test_each_day_is_a_stretch_where_doors_never_close():
    for hours in ((0, 1440), (0, 0), (600, 600)):
        (run,) = opening(Level(), Level(every_day(hours))).runs(TUESDAY, date(2026, 6, 17))
        inside = [stretch for stretch in run.stretches if stretch.start >= from_wall(TUESDAY, 0, PARIS)]
        assert [to_local(stretch.start, PARIS).strftime("%d %H:%M") for stretch in inside][:2] == [
            "16 00:00",
            "17 00:00",
        ]


def test_one_stretch_where_the_week_has_a_gap():
    almost = (*every_day((0, 1440), weekdays=range(6)), WeeklyHours(6, 0, 1439))
    (run,) = opening(Level(), Level(almost)).runs(TUESDAY, TUESDAY)
    assert run.stretches == ((run.start, run.end),)


def test_grid_begins_where_the_stretch_does_and_not_where_it_is_asked():
    (run,) = opening(Level(), Level(every_day(DAY))).runs(TUESDAY, TUESDAY)
    nine, step = run.start, 50 * MINUTE
    assert run.grid(nine + 1, nine + 150 * MINUTE, step) == [nine + step, nine + 2 * step]
    assert run.grid(nine - 10**12, nine + 1, step) == [nine]
    assert run.grid(nine + 525 * MINUTE, nine + 10**12, step) == []
    assert [run.has_on_grid(nine + minutes * MINUTE, step) for minutes in (0, 49, 50, 540)] == [
        True,
        False,
        True,
        False,
    ]


def test_runs_are_remembered():
    layers = opening(Level(), Level(every_day(DAY)))
    assert layers.runs(TUESDAY, TUESDAY) is layers.runs(TUESDAY, TUESDAY)


# Clocks that jump


def test_window_that_ends_before_it_begins_because_of_the_gap_is_closed():
    layers = opening(Level(), Level(every_day((150, 195))))  # 02:30–03:15
    assert said(layers, date(2026, 3, 29)) == []


def test_window_over_the_gap_is_an_hour_shorter_and_over_the_repeated_hour_longer():
    layers = opening(Level(), Level(every_day((60, 240))))
    lengths = [
        [(run.end - run.start) // MINUTE for run in layers.runs(day, day)]
        for day in (date(2026, 3, 29), date(2026, 10, 25), TUESDAY)
    ]
    assert lengths == [[120], [240], [180]]


def test_skipped_day_has_no_windows():
    apia = get_zone("Pacific/Apia")
    layers = opening(Level(), Level(every_day(MORNING)), zone=apia)
    assert said(layers, date(2011, 12, 29), date(2011, 12, 31)) == ["29 09:00–29 12:00", "31 09:00–31 12:00"]
    assert said(layers, date(2011, 12, 30)) == []


# What cannot be


@pytest.mark.parametrize("hours", [(-1, 60), (1440, 60), (60, 1441), (60, -1)])
def test_hours_outside_a_day_are_refused(hours):
    with pytest.raises(ValueError, match="not hours of a day"):
        WeeklyHours(0, *hours)
    with pytest.raises(ValueError, match="not hours of a day"):
        DatedHours(TUESDAY, TUESDAY, (hours,))


def test_weekday_outside_the_week_is_refused():
    with pytest.raises(ValueError, match="not a weekday"):
        WeeklyHours(7, 0, 60)


def test_covers_the_week_looks_at_every_minute():
    assert covers_the_week(every_day((0, 1440)))
    assert covers_the_week(every_day((600, 300), (299, 601)))
    assert not covers_the_week(every_day((600, 300), (301, 601)))
    assert not covers_the_week(())


def test_validity_is_judged_on_the_day_the_window_begins():
    nights = WeeklyHours(1, *NIGHT, valid_from=TUESDAY, valid_through=TUESDAY)
    layers = opening(Level(), Level((nights,)))
    assert said(layers, date(2026, 6, 1), date(2026, 6, 30)) == ["16 18:00–17 02:00"]
    assert datetime.fromtimestamp(layers.runs(TUESDAY, TUESDAY)[0].start // 10**6, PARIS).hour == 18
