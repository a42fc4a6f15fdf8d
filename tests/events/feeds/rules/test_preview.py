"""What a calendar says happens in a window: times, days, zones, statuses."""

import pytest

from events.feeds.rules import Occurrence
from tests.events.feeds.ics import calendar, codes, event, read, starts, times, window


def test_preview_lists_an_event_when_it_is_in_the_window():
    found = read(calendar(event("DTEND:20260616T120000Z", "SUMMARY:Atelier son\\, lumière")))

    (one,) = found.occurrences
    assert (one.uid, one.summary, one.status, one.all_day) == (
        "a@example.org",
        "Atelier son, lumière",
        "CONFIRMED",
        False,
    )
    assert times(found) == [("2026-06-16T10:00:00+00:00", "2026-06-16T12:00:00+00:00")]
    assert found.problems == ()


def test_preview_is_empty_when_the_calendar_is():
    assert (read(calendar()).occurrences, read(calendar()).problems) == ((), ())


# The window is [from, until)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20260531T090000", "20260601T000000", False),  # ends as the window opens
        ("20260531T090000", "20260601T000001", True),
        ("20260501T000000", "20260801T000000", True),  # around it
        ("20260630T235959", "20260701T010000", True),
        ("20260701T000000", "20260701T010000", False),  # starts as it closes
        ("20260601T000000", "20260601T000000", True),  # without length, at its opening
        ("20260630T235959", "20260630T235959", True),
        ("20260701T000000", "20260701T000000", False),
        ("20260531T235959", "20260531T235959", False),
    ],
)
def test_preview_lists_an_event_when_its_interval_meets_the_window(start, end, expected):
    zoned = event(f"DTEND;TZID=Europe/Paris:{end}", start=f"DTSTART;TZID=Europe/Paris:{start}")

    assert bool(read(calendar(zoned)).occurrences) is expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20260531", "20260601", False),
        ("20260531", "20260602", True),
        ("20260630", "20260701", True),
        ("20260701", "20260702", False),
    ],
)
def test_preview_lists_a_whole_day_when_it_meets_the_window_in_its_zone(start, end, expected):
    day = event(f"DTEND;VALUE=DATE:{end}", start=f"DTSTART;VALUE=DATE:{start}")

    assert bool(read(calendar(day)).occurrences) is expected


def test_preview_begins_days_at_midnight_of_its_zone_when_the_window_is_in_another_offset():
    day = calendar(event(start="DTSTART;VALUE=DATE:20260601"))

    # In Paris that day ends at 22:00 UTC.
    assert starts(read(day, window("2026-06-01T21:59:00+00:00", "2026-06-01T23:00:00+00:00"))) == ["2026-06-01"]
    assert starts(read(day, window("2026-06-01T22:00:00+00:00", "2026-06-01T23:00:00+00:00"))) == []


def test_preview_lists_a_date_when_the_window_closes_in_the_hour_that_comes_twice():
    night = event("RRULE:FREQ=DAILY", start="DTSTART;TZID=Europe/Paris:20261025T023000")

    # 02:15, the second time, is later than 02:30, the first time.
    closing = window("2026-10-24", "2026-10-25T02:15:00+01:00")
    assert starts(read(calendar(night), closing)) == ["2026-10-25T02:30:00+02:00"]


def test_preview_sorts_by_start_then_end_then_uid():
    found = read(
        calendar(
            event("DTEND:20260616T120000Z", uid="late-end"),
            event("DTEND:20260616T110000Z", uid="b"),
            event("DTEND:20260616T110000Z", uid="a"),
            event(uid="day", start="DTSTART;VALUE=DATE:20260616"),
            event(uid="paris", start="DTSTART;TZID=Europe/Paris:20260616T113000"),
        )
    )

    assert [one.uid for one in found.occurrences] == ["day", "paris", "a", "b", "late-end"]


# Ends

AT_TEN = "DTSTART:20260616T100000Z"


@pytest.mark.parametrize(
    ("start", "line", "expected"),
    [
        ("DTSTART:20260616T100000Z", "", ("2026-06-16T10:00:00+00:00", "2026-06-16T10:00:00+00:00")),
        (
            "DTSTART:20260616T100000Z",
            "DURATION:PT90M",
            ("2026-06-16T10:00:00+00:00", "2026-06-16T11:30:00+00:00"),
        ),
        (
            "DTSTART:20260616T100000Z",
            "DURATION:P1W",
            ("2026-06-16T10:00:00+00:00", "2026-06-23T10:00:00+00:00"),
        ),
        (
            "DTSTART:20260616T100000Z",
            "DURATION:PT0S",
            ("2026-06-16T10:00:00+00:00", "2026-06-16T10:00:00+00:00"),
        ),
        ("DTSTART;VALUE=DATE:20260616", "", ("2026-06-16", "2026-06-17")),
        ("DTSTART;VALUE=DATE:20260616", "DURATION:P3D", ("2026-06-16", "2026-06-19")),
        ("DTSTART;VALUE=DATE:20260616", "DURATION:PT6H", ("2026-06-16", "2026-06-17")),
        ("DTSTART;VALUE=DATE:20260616", "DTEND;VALUE=DATE:20260618", ("2026-06-16", "2026-06-18")),
        # The last day written instead of the next, as many programs do.
        ("DTSTART;VALUE=DATE:20260616", "DTEND;VALUE=DATE:20260616", ("2026-06-16", "2026-06-17")),
        # Day and instant mixed.
        ("DTSTART;VALUE=DATE:20260616", "DTEND:20260616T180000", ("2026-06-16", "2026-06-17")),
        ("DTSTART;VALUE=DATE:20260616", "DTEND:20260618T000000", ("2026-06-16", "2026-06-18")),
        (
            "DTSTART;TZID=Europe/Paris:20260616T100000",
            "DTEND;VALUE=DATE:20260617",
            ("2026-06-16T10:00:00+02:00", "2026-06-17T00:00:00+02:00"),
        ),
        # A day that names a zone, or forgets to say that it is a day.
        ("DTSTART;TZID=Europe/Paris;VALUE=DATE:20260616", "", ("2026-06-16", "2026-06-17")),
        ("DTSTART:20260616", "", ("2026-06-16", "2026-06-17")),
    ],
)
def test_preview_reads_the_end_when_it_is_said_one_way_or_another(start, line, expected):
    found = read(calendar(event(line, start=start)))

    assert (times(found), codes(found)) == ([expected], [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("DTEND:20260616T095959Z", "ends_before_start"),
        ("DURATION:-PT1H", "negative"),
        ("DURATION:1h", "duration"),
        ("DURATION:P99999999999W", "duration"),
        ("DTEND:whenever", "date"),
        ("DURATION:P999999W", "date"),  # beyond the year 9999
    ],
)
def test_preview_leaves_an_entry_out_when_its_end_makes_no_sense(line, code):
    found = read(calendar(event(line, uid="broken"), event(uid="good")))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert [(problem.code, problem.line, problem.uid) for problem in found.problems] == [(code, 7, "broken")]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("", "no_start"),
        ("DTSTART:", "date"),
        ("DTSTART:20260631T100000", "date"),
        ("DTSTART:2026-06-16T10:00:00", "date"),
        ("DTSTART:99999999T999999", "date"),
        ("DTSTART:00010101T000000", "date"),
        ("DTSTART:PT1H", "date"),
        ("DTSTART", "property"),
        ('DTSTART;TZID="Europe/Paris:20260616T100000', "property"),
    ],
)
def test_preview_leaves_an_entry_out_when_its_start_cannot_be_read(start, code):
    found = read(calendar(event(uid="broken", start=start), event(uid="good")))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert [(problem.code, problem.uid) for problem in found.problems] == [(code, "broken")]


# Status


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", "CONFIRMED"),
        ("STATUS:CONFIRMED", "CONFIRMED"),
        ("STATUS:tentative", "TENTATIVE"),
        ("STATUS:CANCELLED", "CANCELLED"),
        ("STATUS:CANCELED", "CANCELLED"),
        ("STATUS:NEEDS-ACTION", "CONFIRMED"),
    ],
)
def test_preview_lists_events_with_their_status(line, expected):
    assert [one.status for one in read(calendar(event(line))).occurrences] == [expected]


def test_preview_lists_all_as_cancelled_when_the_calendar_was_sent_to_cancel():
    found = read(calendar(event("STATUS:CONFIRMED"), METHOD="CANCEL"))

    assert [one.status for one in found.occurrences] == ["CANCELLED"]


# Revisions


def test_preview_keeps_the_highest_sequence_when_a_uid_comes_several_times():
    found = read(
        calendar(
            event("SEQUENCE:1", "SUMMARY:old", start="DTSTART:20260610T100000Z"),
            event("SEQUENCE:3", "SUMMARY:new", start="DTSTART:20260612T100000Z"),
            event("SEQUENCE:2", "SUMMARY:older", start="DTSTART:20260611T100000Z"),
        )
    )

    assert [(one.summary, one.start.day) for one in found.occurrences] == [("new", 12)]
    assert found.problems == ()


def test_preview_keeps_the_last_modified_when_sequences_are_equal():
    found = read(
        calendar(
            event("LAST-MODIFIED:20260102T000000Z", "SUMMARY:new"),
            event("LAST-MODIFIED:20260101T000000Z", "SUMMARY:old"),
        )
    )

    assert [one.summary for one in found.occurrences] == ["new"]


def test_preview_keeps_the_first_and_says_so_when_two_events_share_a_uid():
    found = read(calendar(event("SUMMARY:first"), event("SUMMARY:second", start="DTSTART:20260617T100000Z")))

    assert [one.summary for one in found.occurrences] == ["first"]
    assert [(problem.code, problem.line) for problem in found.problems] == [("same_uid", 9)]


def test_preview_lists_an_event_once_when_it_is_pasted_twice():
    found = read(calendar(event()) + calendar(event()))

    assert (len(found.occurrences), found.problems) == (1, ())


def test_preview_makes_up_the_same_uid_each_time_when_an_event_has_none():
    content = calendar(event("SUMMARY:Marché", uid=""), event("SUMMARY:Bal", uid=""))

    first, second = read(content), read(content)

    assert first == second
    assert codes(first) == ["no_uid", "no_uid"]
    assert len({one.uid for one in first.occurrences}) == 2


def test_occurrence_says_whether_it_is_a_whole_day():
    found = read(calendar(event(start="DTSTART;VALUE=DATE:20260616")))

    assert found.occurrences == (
        Occurrence(
            uid="a@example.org",
            summary="",
            start=found.occurrences[0].start,
            end=found.occurrences[0].end,
            status="CONFIRMED",
        ),
    )
    assert found.occurrences[0].all_day
