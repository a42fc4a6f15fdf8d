"""On which clock a calendar's times are read: zones by name and by description, floating times, changes of the clock."""

import pytest

from tests.events.feeds.ics import PARIS, UTC, calendar, codes, event, read, starts, times, window

# Clock changes


def test_preview_keeps_the_hour_when_a_series_crosses_a_clock_change():
    series = event(
        "DTEND;TZID=Europe/Paris:20260328T120000",
        "RRULE:FREQ=DAILY;COUNT=2",
        start="DTSTART;TZID=Europe/Paris:20260328T100000",
    )

    assert times(read(calendar(series), window("2026-03-01", "2026-04-01"))) == [
        ("2026-03-28T10:00:00+01:00", "2026-03-28T12:00:00+01:00"),
        ("2026-03-29T10:00:00+02:00", "2026-03-29T12:00:00+02:00"),
    ]


def test_preview_reads_an_hour_that_is_skipped_with_the_offset_before():
    found = read(calendar(event(start="DTSTART;TZID=Europe/Paris:20260329T023000")), window("2026-03-01", "2026-04-01"))

    assert starts(found) == ["2026-03-29T03:30:00+02:00"]


def test_preview_lists_a_time_once_when_two_hours_of_the_wall_are_one():
    hours = event("RRULE:FREQ=HOURLY;COUNT=3", start="DTSTART;TZID=Europe/Paris:20260329T010000")

    # 02:00 is 03:00 that night.
    assert starts(read(calendar(hours), window("2026-03-01", "2026-04-01"))) == [
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
    ]


def test_preview_reads_an_hour_that_comes_twice_as_the_first():
    found = read(calendar(event(start="DTSTART;TZID=Europe/Paris:20261025T023000")), window("2026-10-01", "2026-11-01"))

    assert starts(found) == ["2026-10-25T02:30:00+02:00"]


def test_preview_never_ends_before_it_starts_when_the_start_is_in_a_skipped_hour():
    night = event("DTEND;TZID=Europe/Paris:20260329T030000", start="DTSTART;TZID=Europe/Paris:20260329T023000")

    assert times(read(calendar(night), window("2026-03-01", "2026-04-01"))) == [
        ("2026-03-29T03:30:00+02:00", "2026-03-29T03:30:00+02:00")
    ]


def test_preview_counts_hours_that_pass_and_days_of_the_calendar_when_a_duration_crosses_a_clock_change():
    def lasting(duration: str) -> str:
        night = event(f"DURATION:{duration}", start="DTSTART;TZID=Europe/Paris:20260328T220000")
        ((_start, end),) = times(read(calendar(night), window("2026-03-01", "2026-04-01")))
        return end

    assert lasting("PT8H") == "2026-03-29T07:00:00+02:00"
    assert lasting("P1D") == "2026-03-29T22:00:00+02:00"
    assert lasting("P1DT1H") == "2026-03-29T23:00:00+02:00"


def test_preview_ends_at_the_written_hour_when_a_series_with_dtend_crosses_a_clock_change():
    nights = event(
        "DTEND;TZID=Europe/Paris:20260328T060000",
        "RRULE:FREQ=DAILY;COUNT=2",
        start="DTSTART;TZID=Europe/Paris:20260327T220000",
    )

    assert times(read(calendar(nights), window("2026-03-01", "2026-04-01"))) == [
        ("2026-03-27T22:00:00+01:00", "2026-03-28T06:00:00+01:00"),
        ("2026-03-28T22:00:00+01:00", "2026-03-29T06:00:00+02:00"),
    ]


def test_preview_counts_hours_that_pass_when_a_series_with_duration_crosses_a_clock_change():
    nights = event("DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=2", start="DTSTART;TZID=Europe/Paris:20260327T220000")

    assert times(read(calendar(nights), window("2026-03-01", "2026-04-01"))) == [
        ("2026-03-27T22:00:00+01:00", "2026-03-28T06:00:00+01:00"),
        ("2026-03-28T22:00:00+01:00", "2026-03-29T07:00:00+02:00"),
    ]


def test_preview_lists_each_day_once_when_whole_days_cross_a_clock_change():
    days = event("RRULE:FREQ=DAILY;COUNT=3", start="DTSTART;VALUE=DATE:20261024")

    assert times(read(calendar(days), window("2026-10-01", "2026-11-01"))) == [
        ("2026-10-24", "2026-10-25"),
        ("2026-10-25", "2026-10-26"),
        ("2026-10-26", "2026-10-27"),
    ]


# Zones


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Europe/Paris", "2026-06-16T10:00:00+02:00"),
        ("W. Europe Standard Time", "2026-06-16T10:00:00+02:00"),
        ("Romance Standard Time", "2026-06-16T10:00:00+02:00"),
        ("Pacific Standard Time", "2026-06-16T10:00:00-07:00"),
        ("/freeassociation.sourceforge.net/Europe/Paris", "2026-06-16T10:00:00+02:00"),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "2026-06-16T10:00:00-03:00"),
        ('"America/New_York"', "2026-06-16T10:00:00-04:00"),
        ("UTC", "2026-06-16T10:00:00+00:00"),
        ("Etc/GMT+5", "2026-06-16T10:00:00-05:00"),
        ("tzone://Microsoft/Utc", "2026-06-16T10:00:00+00:00"),
    ],
)
def test_preview_knows_a_zone_by_its_name_when_no_vtimezone_describes_it(tzid, expected):
    found = read(calendar(event(start=f"DTSTART;TZID={tzid}:20260616T100000")))

    assert (starts(found), codes(found)) == ([expected], [])


def test_preview_reads_the_default_zone_and_says_so_once_when_a_zone_is_unknown():
    entries = [event(uid=str(n), start="DTSTART;TZID=Mars/Phobos:20260616T100000") for n in range(3)]

    found = read(calendar(*entries))

    assert starts(found) == ["2026-06-16T10:00:00+02:00"] * 3
    assert [(problem.code, problem.value) for problem in found.problems] == [("zone_unknown", "Mars/Phobos")]


def vtimezone(tzid: str, *, winter: str = "+0300", summer: str = "+0400", rule: str = "") -> str:
    rule = rule or "FREQ=YEARLY;BYDAY=-1SU;BYMONTH="
    return f"""BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:{rule}{"10" if rule.endswith("=") else ""}
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:{rule}{"3" if rule.endswith("=") else ""}
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20260615T100000", "2026-06-15T10:00:00+04:00"),
        ("20260115T100000", "2026-01-15T10:00:00+03:00"),
        ("20260329T015959", "2026-03-29T01:59:59+03:00"),
        ("20260329T023000", "2026-03-29T03:30:00+04:00"),  # skipped
        ("20260329T030000", "2026-03-29T03:00:00+04:00"),
        ("20261025T023000", "2026-10-25T02:30:00+04:00"),  # twice: the first
        ("20261025T030000", "2026-10-25T03:00:00+03:00"),
    ],
)
def test_preview_follows_the_vtimezone_when_only_that_describes_the_zone(written, expected):
    zoned = event(start=f"DTSTART;TZID=Customized Time Zone:{written}")

    found = read(calendar(vtimezone("Customized Time Zone"), zoned), window("2026-01-01", "2027-01-01"))

    assert (starts(found), codes(found)) == ([expected], [])


def test_preview_follows_the_vtimezone_when_it_comes_after_the_event():
    found = read(calendar(event(start="DTSTART;TZID=Ours:20260616T100000"), vtimezone("Ours")))

    assert starts(found) == ["2026-06-16T10:00:00+04:00"]


def test_preview_follows_the_last_change_when_a_zone_stopped_changing_its_clock():
    zone = """BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20100328T010000Z
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20001029T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20091025T010000Z
END:STANDARD
END:VTIMEZONE"""

    assert starts(read(calendar(zone, event(start="DTSTART;TZID=Ours:20260616T100000")))) == [
        "2026-06-16T10:00:00+02:00"
    ]


def test_preview_believes_the_name_when_the_vtimezone_contradicts_it():
    found = read(calendar(vtimezone("Europe/Paris"), event(start="DTSTART;TZID=Europe/Paris:20260616T100000")))

    assert (starts(found), codes(found)) == (["2026-06-16T10:00:00+02:00"], [])


@pytest.mark.parametrize("written", ['"(UTC+03:00) Ours, Theirs"', "(UTC+03:00) Ours, Theirs"])
def test_preview_finds_a_zone_whose_name_has_a_colon_with_or_without_quotes(written):
    found = read(
        calendar(vtimezone("(UTC+03:00) Ours\\, Theirs"), event(start=f"DTSTART;TZID={written}:20260616T100000"))
    )

    assert (starts(found), codes(found)) == (["2026-06-16T10:00:00+04:00"], [])


def test_preview_believes_x_lic_location_when_the_tzid_is_nobodys():
    zone = vtimezone("tz1").replace("TZID:tz1", "TZID:tz1\nX-LIC-LOCATION:America/New_York")

    assert starts(read(calendar(zone, event(start="DTSTART;TZID=tz1:20260616T100000")))) == [
        "2026-06-16T10:00:00-04:00"
    ]


@pytest.mark.parametrize(
    "zone",
    [
        "BEGIN:VTIMEZONE\nTZID:Ours\nEND:VTIMEZONE",
        vtimezone("Ours", winter="noon"),
        vtimezone("Ours", winter="+9900"),
        vtimezone("Ours", rule="FREQ=SECONDLY"),
        vtimezone("Ours", rule="FREQ=DAILY"),
        vtimezone("Ours", rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        vtimezone("Ours").replace("16010101T0", "sometime"),
    ],
)
def test_preview_reads_the_default_zone_and_says_so_when_a_vtimezone_is_broken(zone):
    found = read(calendar(zone, event(start="DTSTART;TZID=Ours:20260616T100000")))

    assert (starts(found), codes(found)) == (["2026-06-16T10:00:00+02:00"], ["zone_broken"])


def test_preview_keeps_zones_apart_when_two_files_describe_the_same_name_differently():
    zoned = event(start="DTSTART;TZID=Ours:20260616T100000")

    first = read(calendar(vtimezone("Ours"), zoned))
    second = read(calendar(vtimezone("Ours", winter="-0800", summer="-0700"), zoned))

    assert (starts(first), starts(second)) == (["2026-06-16T10:00:00+04:00"], ["2026-06-16T10:00:00-07:00"])


FLOATING = event(start="DTSTART:20260616T100000")


def test_preview_reads_floating_times_in_the_zone_of_the_window_when_nothing_else_is_said():
    assert starts(read(calendar(FLOATING))) == ["2026-06-16T10:00:00+02:00"]


def test_preview_reads_floating_times_in_the_zone_of_their_calendar_when_it_has_one():
    pasted = calendar(FLOATING, X_WR_TIMEZONE="America/New_York") + calendar(
        event(uid="b", start="DTSTART:20260616T100000")
    )

    assert starts(read(pasted)) == ["2026-06-16T10:00:00+02:00", "2026-06-16T10:00:00-04:00"]


def test_preview_reads_floating_times_in_the_zone_that_is_asked_for_whatever_the_file_says():
    content = calendar(FLOATING, X_WR_TIMEZONE="America/New_York")

    assert starts(read(content, floating=UTC)) == ["2026-06-16T10:00:00+00:00"]


def test_preview_keeps_the_offset_of_each_time_when_the_window_is_in_another_zone():
    found = read(calendar(event()), window(zone=PARIS))

    assert starts(found) == ["2026-06-16T10:00:00+00:00"]
