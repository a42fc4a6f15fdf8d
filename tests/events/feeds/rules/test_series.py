"""Series: exceptions, extra dates, changed dates, and those that change all that follow."""

import pytest

from tests.events.feeds.ics import calendar, codes, event, read, starts, times, window

PARIS = "TZID=Europe/Paris"
WEEKLY = f"DTSTART;{PARIS}:20260602T100000"  # Tuesdays of June: 2, 9, 16, 23, 30


def series(*lines: str, start: str = WEEKLY, rule: str = "FREQ=WEEKLY") -> str:
    end = "DTEND;VALUE=DATE:20260603" if "VALUE=DATE" in start else f"DTEND;{PARIS}:20260602T120000"
    return event(end, f"RRULE:{rule}", "SUMMARY:Atelier", *lines, start=start)


def change(recurrence_id: str, start: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID{recurrence_id}", "SUMMARY:Changé", *lines, start=start)


def days(content: bytes) -> list[int]:
    return [one.start.day for one in read(content).occurrences]


def test_preview_lists_each_date_of_a_series():
    assert times(read(calendar(series()))) == [
        (f"2026-06-{day:02}T10:00:00+02:00", f"2026-06-{day:02}T12:00:00+02:00") for day in (2, 9, 16, 23, 30)
    ]


# Dates left out


@pytest.mark.parametrize(
    "line",
    [
        f"EXDATE;{PARIS}:20260609T100000,20260623T100000",
        f"EXDATE;{PARIS}:20260609T100000\nEXDATE;{PARIS}:20260623T100000",
        "EXDATE:20260609T080000Z,20260623T080000Z",
        "EXDATE;VALUE=DATE:20260609,20260623",
        "EXDATE;TZID=America/New_York:20260609T040000,20260623T040000",
    ],
)
def test_preview_leaves_dates_out_whatever_way_they_are_written(line):
    assert days(calendar(series(line))) == [2, 16, 30]


@pytest.mark.parametrize("line", ["EXDATE;VALUE=DATE:20260609", "EXDATE:20260609T000000", "EXDATE:20260608T220000Z"])
def test_preview_leaves_a_whole_day_out_whatever_way_it_is_written(line):
    assert days(calendar(series(line, start="DTSTART;VALUE=DATE:20260602"))) == [2, 16, 23, 30]


def test_preview_leaves_out_the_named_hour_only_when_another_date_is_at_that_hour_in_utc():
    twice = series(f"EXDATE;{PARIS}:20260602T100000", rule="FREQ=DAILY;COUNT=2;BYHOUR=8,10", start=WEEKLY)

    # 08:00 on the wall in Paris is not 08:00 UTC, which is 10:00 on that wall.
    assert starts(read(calendar(twice))) == ["2026-06-03T08:00:00+02:00"]


def test_preview_leaves_out_all_of_a_day_when_only_the_day_is_named():
    twice = series("EXDATE;VALUE=DATE:20260602", rule="FREQ=DAILY;BYHOUR=10,15;COUNT=3")

    assert starts(read(calendar(twice))) == ["2026-06-03T10:00:00+02:00"]


def test_preview_keeps_the_entry_and_says_so_when_a_date_to_leave_out_cannot_be_read():
    found = read(calendar(series(f"EXDATE;{PARIS}:20260609T100000,someday")))

    assert [one.start.day for one in found.occurrences] == [2, 16, 23, 30]
    assert [(problem.code, problem.value, problem.number) for problem in found.problems] == [
        ("date_ignored", "someday", 1)
    ]


def test_preview_says_so_when_an_entry_has_an_exrule():
    found = read(calendar(series("EXRULE:FREQ=MONTHLY")))

    assert (len(found.occurrences), codes(found)) == (5, ["exrule"])


# Extra dates


def test_preview_adds_dates_and_periods():
    extra = series(
        f"RDATE;{PARIS}:20260604T150000,20260602T100000",
        f"RDATE;{PARIS};VALUE=PERIOD:20260605T180000/PT3H,20260606T180000/20260606T183000",
        "RDATE;VALUE=DATE:20260607",
        rule="FREQ=WEEKLY;COUNT=1",
    )

    assert times(read(calendar(extra))) == [
        ("2026-06-02T10:00:00+02:00", "2026-06-02T12:00:00+02:00"),
        ("2026-06-04T15:00:00+02:00", "2026-06-04T17:00:00+02:00"),
        ("2026-06-05T18:00:00+02:00", "2026-06-05T21:00:00+02:00"),
        ("2026-06-06T18:00:00+02:00", "2026-06-06T18:30:00+02:00"),
        ("2026-06-07T10:00:00+02:00", "2026-06-07T12:00:00+02:00"),
    ]


def test_preview_gives_a_period_its_own_length_when_the_entry_has_a_duration():
    extra = event("DURATION:PT2H", f"RDATE;{PARIS};VALUE=PERIOD:20260605T180000/PT3H", start=WEEKLY)

    assert times(read(calendar(extra))) == [
        ("2026-06-02T10:00:00+02:00", "2026-06-02T12:00:00+02:00"),
        ("2026-06-05T18:00:00+02:00", "2026-06-05T21:00:00+02:00"),
    ]


def test_preview_follows_all_rules_when_an_entry_has_two():
    assert days(calendar(series("RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=1"))) == [2, 5, 9, 16, 23, 30]


# Changed dates


@pytest.mark.parametrize(
    "recurrence_id",
    [f";{PARIS}:20260609T100000", ":20260609T080000Z", ";VALUE=DATE:20260609", ":20260609T100000"],
)
def test_preview_replaces_a_date_when_another_entry_changes_it(recurrence_id):
    moved = change(recurrence_id, f"DTSTART;{PARIS}:20260610T140000", f"DTEND;{PARIS}:20260610T150000")

    found = read(calendar(series(), moved))

    assert times(found)[1] == ("2026-06-10T14:00:00+02:00", "2026-06-10T15:00:00+02:00")
    assert [(one.start.day, one.summary) for one in found.occurrences] == [
        (2, "Atelier"),
        (10, "Changé"),
        (16, "Atelier"),
        (23, "Atelier"),
        (30, "Atelier"),
    ]


def test_preview_replaces_a_date_when_the_change_comes_first_in_the_file():
    moved = change(f";{PARIS}:20260609T100000", f"DTSTART;{PARIS}:20260610T140000")

    assert days(calendar(moved, series())) == [2, 10, 16, 23, 30]


def test_preview_moves_a_date_out_of_the_window_and_another_into_it():
    out = change(f";{PARIS}:20260609T100000", f"DTSTART;{PARIS}:20270101T100000")
    into = change(f";{PARIS}:20270105T100000", f"DTSTART;{PARIS}:20260611T100000")

    assert days(calendar(series(), out, into)) == [2, 11, 16, 23, 30]


def test_preview_keeps_the_zone_of_a_changed_date_when_it_is_another():
    moved = change(f";{PARIS}:20260609T100000", "DTSTART;TZID=Asia/Tokyo:20260609T170000")

    assert starts(read(calendar(series(), moved)))[1] == "2026-06-09T17:00:00+09:00"


def test_preview_lists_a_cancelled_date_among_those_that_stand():
    cancelled = change(f";{PARIS}:20260609T100000", f"DTSTART;{PARIS}:20260609T100000", "STATUS:CANCELLED")

    assert [one.status for one in read(calendar(series(), cancelled)).occurrences] == [
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CONFIRMED",
        "CONFIRMED",
    ]


def test_preview_keeps_the_highest_sequence_when_a_date_is_changed_twice():
    first = change(f";{PARIS}:20260609T100000", f"DTSTART;{PARIS}:20260610T100000", "SEQUENCE:2")
    second = change(":20260609T080000Z", f"DTSTART;{PARIS}:20260611T100000", "SEQUENCE:1")

    assert days(calendar(series(), first, second)) == [2, 10, 16, 23, 30]


def test_preview_lists_a_changed_date_when_the_series_itself_is_absent():
    alone = change(f";{PARIS}:20260609T100000", f"DTSTART;{PARIS}:20260610T140000")

    found = read(calendar(alone))

    assert (starts(found), codes(found)) == (["2026-06-10T14:00:00+02:00"], [])


def test_preview_lists_the_changed_dates_when_the_rule_of_the_series_is_refused():
    moved = change(f";{PARIS}:20260609T100000", f"DTSTART;{PARIS}:20260610T140000")

    for rule, code in (("FREQ=SOMETIMES", "rule"), ("FREQ=SECONDLY", "too_much_work")):
        found = read(calendar(series(rule=rule), moved))
        assert (starts(found), codes(found)) == (["2026-06-10T14:00:00+02:00"], [code])


def test_preview_replaces_a_whole_day_when_it_is_changed_to_an_hour():
    moved = change(";VALUE=DATE:20260609", f"DTSTART;{PARIS}:20260610T140000")

    found = read(calendar(series(start="DTSTART;VALUE=DATE:20260602"), moved))

    assert starts(found) == ["2026-06-02", "2026-06-10T14:00:00+02:00", "2026-06-16", "2026-06-23", "2026-06-30"]


def test_preview_replaces_an_hour_when_it_is_changed_to_a_whole_day():
    moved = change(f";{PARIS}:20260609T100000", "DTSTART;VALUE=DATE:20260610")

    assert starts(read(calendar(series(rule="FREQ=WEEKLY;COUNT=2"), moved))) == [
        "2026-06-02T10:00:00+02:00",
        "2026-06-10",
    ]


# This date and all that follow


def test_preview_changes_all_that_follow_when_the_range_says_so():
    from_now_on = change(
        f";{PARIS};RANGE=THISANDFUTURE:20260616T100000",
        f"DTSTART;{PARIS}:20260617T140000",
        f"DTEND;{PARIS}:20260617T150000",
    )
    single = change(f";{PARIS}:20260630T100000", f"DTSTART;{PARIS}:20260629T090000")

    found = read(calendar(series(), from_now_on, single))

    assert times(found) == [
        ("2026-06-02T10:00:00+02:00", "2026-06-02T12:00:00+02:00"),
        ("2026-06-09T10:00:00+02:00", "2026-06-09T12:00:00+02:00"),
        ("2026-06-17T14:00:00+02:00", "2026-06-17T15:00:00+02:00"),
        ("2026-06-24T14:00:00+02:00", "2026-06-24T15:00:00+02:00"),
        ("2026-06-29T09:00:00+02:00", "2026-06-29T09:00:00+02:00"),
    ]


def test_preview_finds_the_dates_that_follow_when_they_moved_far_from_the_window():
    later = change(f";{PARIS};RANGE=THISANDFUTURE:20250603T100000", f"DTSTART;{PARIS}:20250610T150000")

    weekly = event("RRULE:FREQ=WEEKLY", start=f"DTSTART;{PARIS}:20250527T100000")

    found = read(calendar(weekly, later))

    assert starts(found) == [f"2026-06-{day:02}T15:00:00+02:00" for day in (2, 9, 16, 23, 30)]


def test_preview_drops_a_change_that_an_earlier_version_of_the_series_left_behind():
    left_behind = change(
        f";{PARIS}:20260611T100000", f"DTSTART;{PARIS}:20260611T100000", "SEQUENCE:1", "RRULE:FREQ=WEEKLY"
    )

    assert days(calendar(series("SEQUENCE:2"), left_behind)) == [2, 9, 16, 23, 30]


# A series that is long ago or long


def test_preview_lists_a_long_event_when_it_began_before_the_window():
    festival = event(f"DTEND;{PARIS}:20250615T200000", "RRULE:FREQ=YEARLY", start=f"DTSTART;{PARIS}:20250520T100000")

    assert times(read(calendar(festival))) == [("2026-05-20T10:00:00+02:00", "2026-06-15T20:00:00+02:00")]


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("19000101T100000", "FREQ=DAILY", list(range(1, 31))),
        ("19000102T100000", "FREQ=WEEKLY;INTERVAL=3", [9, 30]),
        ("19000131T100000", "FREQ=MONTHLY", []),
        ("19000130T100000", "FREQ=MONTHLY", [30]),
        ("19040229T100000", "FREQ=YEARLY", []),
        ("16040616T100000", "FREQ=YEARLY", [16]),
        ("19000101T100000", "FREQ=DAILY;INTERVAL=10;COUNT=99999999", [9, 19, 29]),
        ("19000601T100000", "FREQ=HOURLY;INTERVAL=240", [10, 20, 30]),
    ],
)
def test_preview_finds_the_dates_when_a_series_began_long_ago(start, rule, expected):
    old = event(f"RRULE:{rule}", start=f"DTSTART;{PARIS}:{start}")

    assert days(calendar(old)) == expected


# Ends of rules


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        (WEEKLY, "20260616T080000Z", [2, 9, 16]),  # the very instant is included
        (WEEKLY, "20260616T075959Z", [2, 9]),
        (WEEKLY, "20260616T100000", [2, 9, 16]),  # without Z: on the wall
        (WEEKLY, "20260616T095959", [2, 9]),
        (WEEKLY, "20260616", [2, 9]),  # a day beside instants is its midnight
        (WEEKLY, "20260617", [2, 9, 16]),
        (WEEKLY, "99991231T235959Z", [2, 9, 16, 23, 30]),
        (WEEKLY, "20260101", []),  # before it starts
        ("DTSTART;VALUE=DATE:20260602", "20260616", [2, 9, 16]),
        ("DTSTART;VALUE=DATE:20260602", "20260615", [2, 9]),
        ("DTSTART;VALUE=DATE:20260602", "20260616T000000Z", [2, 9, 16]),  # an instant beside days is its day
        ("DTSTART:20260602T100000", "20260616T080000Z", [2, 9, 16]),
    ],
)
def test_preview_ends_a_series_when_until_says_so(start, until, expected):
    assert days(calendar(event(f"RRULE:FREQ=WEEKLY;UNTIL={until}", start=start))) == expected


def test_preview_ends_at_whichever_comes_first_when_a_rule_has_count_and_until():
    def until(day: str) -> list[int]:
        return days(calendar(series(rule=f"FREQ=WEEKLY;COUNT=3;UNTIL=202606{day}T220000Z")))

    assert (until("10"), until("29")) == ([2, 9], [2, 9, 16])


@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY;COUNT=-1", "freq=weekly;byday=tu", "FREQ=WEEKLY;BYDAY=TU;"])
def test_preview_is_lenient_when_a_rule_is_written_loosely(rule):
    assert days(calendar(series(rule=rule))) == ([2] if not rule else [2, 9, 16, 23, 30])


def test_preview_repeats_on_the_weekday_of_the_start_when_a_rule_names_a_week_only():
    weeks = event("RRULE:FREQ=YEARLY;BYWEEKNO=25", start=f"DTSTART;{PARIS}:20250617T100000")

    assert starts(read(calendar(weeks), window("2026-01-01", "2027-01-01"))) == ["2026-06-16T10:00:00+02:00"]
