"""Files made to hang, fill or confuse us."""

import pytest

from events.feeds.rules import Limits
from events.feeds.rules.bounded_rule import Work
from tests.events.feeds.ics import calendar, codes, event, read, starts, window

GOOD = event(uid="good")


def uids(content: bytes, **options: object) -> list[str]:
    return [one.uid for one in read(content, **options).occurrences]


# Rules


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "too_much_work"),
        ("FREQ=SECONDLY;COUNT=2000000000", "too_much_work"),
        ("FREQ=SECONDLY;INTERVAL=2", "too_much_work"),
        ("FREQ=MINUTELY", "too_much_work"),
        ("FREQ=MINUTELY;BYHOUR=9,10", "rule_too_fine"),
        ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "rule_too_fine"),
        (f"FREQ=HOURLY;BYMINUTE={','.join(map(str, range(60)))}", "rule_too_fine"),
        ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "too_much_work"),
        ("FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "rule"),
        ("FREQ=DAILY;INTERVAL=0", "rule"),
        ("FREQ=DAILY;COUNT=99999999999999999999", "rule"),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "rule"),
        # Rules that never match: dateutil would look for them until the year 9999.
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "too_much_work"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "too_much_work"),
        ("FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", "too_much_work"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "too_much_work"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=WE", "too_much_work"),
        ("FREQ=DAILY;BYSETPOS=2", "too_much_work"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=31", "too_much_work"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYMONTHDAY=15", "too_much_work"),
        ("FREQ=YEARLY;BYDAY=1MO;BYYEARDAY=40", "too_much_work"),
    ],
)
def test_preview_refuses_a_rule_and_keeps_the_rest_when_it_would_hang(rule, code):
    found = read(calendar(event(f"RRULE:{rule}", uid="bomb"), GOOD))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert [(problem.code, problem.uid) for problem in found.problems] == [(code, "bomb")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=2000000000", 15),
        ("FREQ=WEEKLY;INTERVAL=2000000000", 1),
        ("FREQ=SECONDLY;COUNT=10", 10),
        ("FREQ=MINUTELY;INTERVAL=90;COUNT=4", 4),
        ("FREQ=HOURLY;INTERVAL=2", 174),
        ("FREQ=MINUTELY;INTERVAL=20;COUNT=24", 24),
    ],
)
def test_preview_expands_a_rule_when_it_only_looks_dangerous(rule, expected):
    found = read(calendar(event(f"RRULE:{rule}")))

    assert (len(found.occurrences), found.problems) == (expected, ())


def test_preview_stops_expanding_when_the_whole_file_asks_for_too_much():
    bombs = [event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=f"bomb-{n}") for n in range(30)]

    found = read(calendar(GOOD, *bombs, event("RRULE:FREQ=DAILY", uid="late")), limits=Limits(total_work=100_000))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert codes(found) == ["too_much_work"] * 31


def test_work_is_shared_between_the_rules_of_a_file():
    work = Work(per_rule=100, total=150)
    work.start_rule()
    work.spend(100)
    work.start_rule()

    assert (work.left, work.total) == (50, 50)


# Amounts


def test_preview_reads_what_fits_when_a_file_is_too_large():
    content = calendar(GOOD, *[event("DESCRIPTION:" + "x" * 900, uid=str(n)) for n in range(10)])

    found = read(content, limits=Limits(bytes=3000))

    assert [one.uid for one in found.occurrences] == ["0", "1", "good"]
    assert (codes(found)[0], found.problems[0].number) == ("too_large", 3000)


def test_preview_reads_the_first_entries_when_there_are_too_many():
    found = read(calendar(*[event(uid=str(n)) for n in range(9)]), limits=Limits(entries=3))

    assert [one.uid for one in found.occurrences] == ["0", "1", "2"]
    assert [(problem.code, problem.number, problem.line) for problem in found.problems] == [("too_many_entries", 3, 16)]


def test_preview_stops_when_components_are_nested_without_end():
    found = read(calendar(GOOD) + b"BEGIN:A\r\n" * 100_000)

    assert [one.uid for one in found.occurrences] == ["good"]
    assert codes(found) == ["too_deep"]


def test_preview_keeps_the_first_dates_when_an_entry_lists_too_many():
    many = event("RDATE:" + ",".join(f"202606{day:02}T100000Z" for day in range(17, 27)))

    found = read(calendar(many), limits=Limits(dates_per_entry=3))

    assert [one.start.day for one in found.occurrences] == [16, 17, 18, 19]
    assert codes(found) == ["too_many_dates"]


def test_preview_refuses_an_entry_when_it_has_too_many_rules():
    found = read(calendar(event(*["RRULE:FREQ=DAILY"] * 11, uid="bomb"), GOOD))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert codes(found) == ["too_many_rules"]


def test_preview_keeps_the_earliest_when_an_entry_happens_too_often():
    found = read(calendar(event("RRULE:FREQ=DAILY"), GOOD), limits=Limits(occurrences_per_entry=3))

    assert starts(found) == [f"2026-06-{day}T10:00:00+00:00" for day in (16, 16, 17, 18)]
    assert [(problem.code, problem.number) for problem in found.problems] == [("too_many_times", 3)]


def test_preview_keeps_the_earliest_when_a_file_says_too_much():
    found = read(calendar(event("RRULE:FREQ=DAILY"), GOOD), limits=Limits(occurrences=3))

    assert [one.start.day for one in found.occurrences] == [16, 16, 17]
    assert codes(found) == ["too_many_occurrences"]


def test_preview_keeps_the_earliest_of_all_series_when_they_say_far_too_much():
    series = [event("RRULE:FREQ=DAILY", uid=str(day), start=f"DTSTART:202606{day}T100000Z") for day in range(29, 9, -1)]

    found = read(calendar(*series), limits=Limits(occurrences=5))

    assert [(one.start.day, one.uid) for one in found.occurrences] == [
        (10, "10"),
        (11, "10"),
        (11, "11"),
        (12, "10"),
        (12, "11"),
    ]
    assert codes(found) == ["too_many_occurrences"]


def test_preview_looks_at_fewer_days_once_series_say_far_too_much():
    series = [event("RRULE:FREQ=DAILY", uid=str(number)) for number in range(100)]

    # 100 series of 365 days each are 36,500 days.
    found = read(
        calendar(*series), window("2026-06-16", "2027-06-16"), limits=Limits(occurrences=400, total_work=9_000)
    )

    assert (len(found.occurrences), codes(found)) == (400, ["too_many_occurrences"])


def test_preview_counts_the_problems_when_there_are_too_many():
    broken = [event(uid=str(n), start="") for n in range(10)]

    found = read(calendar(*broken), limits=Limits(problems=3))

    assert codes(found) == ["no_start", "no_start", "no_start", "more_problems"]
    assert found.problems[-1].number == 7


def test_preview_survives_a_window_as_wide_as_the_calendar():
    found = read(calendar(event("RRULE:FREQ=YEARLY"), GOOD), window("0001-01-01", "9999-12-31"))

    assert codes(found) == ["too_much_work"]
    assert [one.uid for one in found.occurrences] == ["good"]


def test_preview_survives_a_series_that_lasts_as_long_as_the_calendar():
    endless = event("DTEND:99980101T000000Z", "RRULE:FREQ=YEARLY", uid="bomb", start="DTSTART:00020101T000000Z")

    found = read(calendar(endless, GOOD))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert [(problem.code, problem.uid) for problem in found.problems] == [("date", "bomb")]


# Shapes


def test_preview_says_so_when_the_content_is_no_calendar():
    for content in (b"", b"<!doctype html><title>Sign in</title>", b"{}", b"\x00\x01" * 100, b"\r\n" * 1000):
        found = read(content)
        assert (found.occurrences, codes(found)) == ((), ["not_a_calendar"])


def test_preview_reads_all_when_calendars_are_pasted_one_after_the_other():
    content = calendar(event(uid="a")) + b"\r\n\r\n" + calendar(event(uid="b"))

    assert (uids(content), codes(read(content))) == (["a", "b"], [])


def test_preview_reads_events_when_no_calendar_is_around_them():
    assert uids(event(uid="bare").encode()) == ["bare"]


def test_preview_keeps_what_is_whole_when_a_file_is_cut():
    content = calendar(event(uid="a"), event(uid="b"))

    found = read(content[: content.index(b"UID:b") + 10])

    assert [one.uid for one in found.occurrences] == ["a"]
    assert [(problem.code, problem.value, problem.uid) for problem in found.problems] == [
        ("never_ends", "VEVENT", "b"),
        ("cut", "VCALENDAR", ""),
    ]


def test_preview_leaves_an_entry_out_when_its_end_is_missing():
    content = calendar(event(uid="open").removesuffix("\nEND:VEVENT"), event(uid="b"))

    found = read(content)

    assert [one.uid for one in found.occurrences] == ["b"]
    assert [(problem.code, problem.uid) for problem in found.problems] == [("never_ends", "open")]


def test_preview_reads_on_when_many_entries_and_calendars_never_end():
    unclosed = [event(uid=str(n)).removesuffix("\nEND:VEVENT") for n in range(20)]
    cut = b"BEGIN:VCALENDAR\r\n" * 20

    found = read(cut + calendar(*unclosed, GOOD))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert codes(found).count("never_ends") == codes(found).count("cut") == 20


def test_preview_ignores_an_end_when_nothing_is_open():
    found = read(calendar("END:VEVENT", GOOD))

    assert [one.uid for one in found.occurrences] == ["good"]
    assert [(problem.code, problem.line, problem.value) for problem in found.problems] == [
        ("unexpected_end", 4, "VEVENT")
    ]


def test_preview_looks_through_alarms_and_unknown_components():
    entry = event(
        "BEGIN:VALARM\nDTSTART:20200101T000000Z\nSUMMARY:Ring\nEND:VALARM", "X-NOISE:1", "SUMMARY:Concert", uid="a"
    )

    found = read(
        calendar("BEGIN:VTODO\nUID:todo\nDTSTART:20260616T100000Z\nEND:VTODO", "BEGIN:X-BOX\nEND:X-BOX", entry)
    )

    assert [(one.uid, one.summary) for one in found.occurrences] == [("a", "Concert")]
    assert (starts(found), found.problems) == (["2026-06-16T10:00:00+00:00"], ())


# Letters and lines

CONTENT = calendar(event("SUMMARY:Été à l'Œuvre — 12 €", uid="a"))


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        b"\xef\xbb\xbf" + CONTENT,
        b"\xef\xbb\xbf" * 2 + CONTENT,
        calendar() + b"\xef\xbb\xbf" + CONTENT,
        CONTENT.replace(b"\r\n", b"\n"),
        CONTENT.replace(b"\r\n", b"\r"),
        CONTENT.replace(b"\r\n", b"\r\n\r\n"),
        CONTENT.replace(b"SUMMARY:", b"SUMMARY;LANGUAGE=fr:"),
        CONTENT.replace(b"SUMMARY:", b"summary:").replace(b"BEGIN:VEVENT", b"begin:vevent"),
        # Folded in the middle of a name, and of a character; with a tab.
        CONTENT.replace(b"SUMMARY", b"SUM\r\n MARY"),
        CONTENT.replace("É".encode(), "É".encode()[:1] + b"\r\n " + "É".encode()[1:]),
        CONTENT.replace(b"SUMMARY", b"SUM\r\n\tMARY"),
    ],
)
def test_preview_reads_the_same_title_however_the_file_is_written(content):
    found = read(content)

    assert [one.summary for one in found.occurrences] == ["Été à l'Œuvre — 12 €"]
    assert found.problems == ()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_preview_reads_accents_and_says_so_when_the_file_is_not_utf_8(encoding):
    found = read(CONTENT.decode().encode(encoding))

    assert [one.summary for one in found.occurrences] == ["Été à l'Œuvre — 12 €"]
    assert codes(found) == ["not_utf8"]


def test_preview_reads_each_line_in_its_own_encoding_when_files_were_pasted_together():
    latin = calendar(event("SUMMARY:Café", uid="b")).decode().encode("latin-1")

    found = read(CONTENT + latin)

    assert [one.summary for one in found.occurrences] == ["Été à l'Œuvre — 12 €", "Café"]
    assert codes(found) == ["not_utf8"]


def test_preview_unescapes_a_title():
    found = read(calendar(event(r"SUMMARY:A\, B\; C\\n D\nE\NF")))

    assert [one.summary for one in found.occurrences] == ["A, B; C\\n D\nE\nF"]


def test_preview_keeps_the_event_when_a_line_was_broken_without_folding():
    found = read(calendar(event("DESCRIPTION:First", "and second: line", "SUMMARY:Concert")))

    assert ([one.summary for one in found.occurrences], found.problems) == (["Concert"], ())
