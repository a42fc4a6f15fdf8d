"""Calendars out, read back by the library that others read them with."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar.parser.property import unescape_backslash

from maillage.base import ical
from maillage.base.zones import get_zone

PARIS = get_zone("Europe/Paris")
UID = UUID("c8a3a4b0-6a7e-4d52-9d40-0b1f5a8f0001")


def entry(**values: object) -> ical.Entry:
    defaults = {
        "uid": UID,
        "stamp": datetime(2026, 5, 1, 8, tzinfo=UTC),
        "start": datetime(2026, 6, 16, 10, tzinfo=PARIS),
        "end": datetime(2026, 6, 16, 12, tzinfo=PARIS),
        "summary": "Atelier",
    }
    return ical.Entry(**{**defaults, **values})


def parsed(*entries: ical.Entry, **values: object) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(ical.write(entries, **{"name": "Agenda", **values}))


def event(one: ical.Entry) -> icalendar.Event:
    return parsed(one).events[0]


def lines(*entries: ical.Entry, **values: object) -> list[str]:
    text = ical.write(entries, **{"name": "Agenda", **values})
    return text.replace("\r\n ", "").split("\r\n")


# The whole text


def test_write_says_all_that_an_entry_knows():
    full = entry(
        description="Une ligne\nPuis, une autre; enfin",
        location="La Centrale, 3 rue du Moulin, 64000 Pau",
        latitude=43.2951,
        longitude=-0.3708,
        url="https://example.org/agenda/atelier/",
        categories=("Atelier", "Bois, métal"),
        status="CANCELLED",
        summary="Annulé : Atelier",
        sequence=3,
        created_at=datetime(2026, 4, 1, 10, tzinfo=PARIS),
        changed_at=datetime(2026, 5, 1, 10, tzinfo=PARIS),
        organiser="Cie du Pont",
        organiser_email="bonjour@example.org",
        transparent=True,
        image_url="https://example.org/media/photo.webp",
        conference_url="https://visio.example.org/atelier",
    )

    assert lines(full, name="Agenda, du réseau", source_url="https://example.org/agenda.ics", color="goldenrod") == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Maillage//Maillage//FR",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        r"NAME;LANGUAGE=fr:Agenda\, du réseau",
        r"X-WR-CALNAME:Agenda\, du réseau",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:goldenrod",
        "SOURCE;VALUE=URI:https://example.org/agenda.ics",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "DTSTART:20260101T000000",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "DTSTART:20260329T020000",
        "RDATE:20270328T020000",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "DTSTART:20261025T030000",
        "RDATE:20271031T030000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:c8a3a4b0-6a7e-4d52-9d40-0b1f5a8f0001",
        "DTSTAMP:20260501T080000Z",
        "DTSTART;TZID=Europe/Paris:20260616T100000",
        "DTEND;TZID=Europe/Paris:20260616T120000",
        "SUMMARY:Annulé : Atelier",
        "STATUS:CANCELLED",
        "SEQUENCE:3",
        "TRANSP:TRANSPARENT",
        r"DESCRIPTION:Une ligne\nPuis\, une autre\; enfin",
        r"LOCATION:La Centrale\, 3 rue du Moulin\, 64000 Pau",
        "GEO:43.2951;-0.3708",
        r"CATEGORIES:Atelier,Bois\, métal",
        "CREATED:20260401T080000Z",
        "LAST-MODIFIED:20260501T080000Z",
        "URL:https://example.org/agenda/atelier/",
        'ORGANIZER;CN="Cie du Pont":mailto:bonjour@example.org',
        "IMAGE;VALUE=URI;DISPLAY=BADGE:https://example.org/media/photo.webp",
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://visio.example.org/atelier",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_write_says_little_when_an_entry_knows_little():
    start = lines(entry(start=date(2026, 6, 16), end=date(2026, 6, 18))).index("BEGIN:VEVENT")

    assert lines(entry(start=date(2026, 6, 16), end=date(2026, 6, 18)))[start:] == [
        "BEGIN:VEVENT",
        "UID:c8a3a4b0-6a7e-4d52-9d40-0b1f5a8f0001",
        "DTSTAMP:20260501T080000Z",
        "DTSTART;VALUE=DATE:20260616",
        "DTEND;VALUE=DATE:20260618",
        "SUMMARY:Atelier",
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_write_gives_a_calendar_when_there_is_no_entry():
    assert (parsed().events, parsed().calendar_name) == ([], "Agenda")


def test_write_gives_the_same_bytes_when_entries_are_the_same():
    entries = [entry(categories=("b", "a"), organiser="Cie"), entry(start=date(2026, 1, 1), end=date(2026, 1, 2))]

    assert ical.write(entries, name="Agenda") == ical.write(iter(entries), name="Agenda")


def test_assemble_gives_what_write_gives_when_blocks_were_kept():
    entries = [entry(), entry(rrule="FREQ=WEEKLY;COUNT=3", description="x" * 200)]
    kept = [ical.block(one) for one in entries]

    whole = ical.assemble(kept, zones=ical.zone_years(entries), name="Agenda", source_url="https://example.org/")

    assert whole == ical.write(entries, name="Agenda", source_url="https://example.org/")


# Lines


@given(st.text(max_size=300))
@example("é" * 100)
@example("🎉" * 50)
@example("\\" * 160)
@example("x" * 66 + "\\,;" * 40)
@example("x" * 62 + "\\" * 3)
def test_write_folds_lines_at_75_octets_and_cuts_no_character_and_no_escape(text):
    for line in ical.write([entry(description=text)], name="Agenda").split("\r\n"):
        assert len(line.encode()) <= 75
        assert (len(line) - len(line.rstrip("\\"))) % 2 == 0
        assert "\n" not in line
        assert "\r" not in line


def test_write_folds_no_line_that_fits():
    text = ical.write([entry(description="x" * 63)], name="Agenda")

    assert "\r\nDESCRIPTION:" + "x" * 63 + "\r\n" in text  # 75 octets


# Text cannot become a property


@settings(max_examples=200)
@given(st.text(max_size=120))
@example("Titre\r\nATTENDEE:mailto:eve@example.org")
@example('A, B; C: "D" \\ E \\n F \\N G \\, H')
@example("fin\u2028BEGIN:VEVENT\x85END:VCALENDAR\x0b\x00\x1b[31m")
@example("👩‍🔧 atelier\t« bois »")
def test_write_keeps_texts_whole_and_adds_no_property_whatever_they_hold(text):
    plain = event(entry())
    said = event(
        entry(summary=text, description=text, location=text, categories=(text,), organiser=text, url="https://x.org/")
    )

    assert set(said) - set(plain) <= {"DESCRIPTION", "LOCATION", "CATEGORIES", "ORGANIZER", "URL"}
    cleaned = as_read(text)
    assert str(said["SUMMARY"]) == " ".join(cleaned.split())
    assert [str(one) for one in said["CATEGORIES"].cats] == [" ".join(cleaned.split())]
    assert str(said.get("DESCRIPTION", "")) == cleaned


def as_read(text: str) -> str:
    """What remains of a text: line breaks of any kind are new lines, other control characters go."""
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return "".join(
        one for one in text if one in "\n\t" or not (ord(one) < 32 or 127 <= ord(one) < 160 or one in "\ufffe\uffff")
    )


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
@example("https://example.org/\r\nATTENDEE:mailto:eve@example.org")
@example('https://example.org/a b;c,d?e="f"')
def test_write_adds_no_property_whatever_an_address_holds(text):
    said = event(entry(url=text, image_url=text, conference_url=text, organiser="A", organiser_email=text))

    assert set(said) - set(event(entry())) <= {"URL", "IMAGE", "CONFERENCE", "ORGANIZER"}
    assert not set(str(said.get("URL", ""))) & set(' \r\n\t"<>')


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
@example('Agenda"\r\nMETHOD:CANCEL')
def test_write_adds_no_property_whatever_the_calendar_is_called(text):
    calendar = parsed(name=text, color=text)

    assert set(calendar) <= set(parsed(color="red", name="x"))
    assert str(calendar["METHOD"]) == "PUBLISH"
    # The library takes NAME for a property it does not know, and leaves it escaped.
    assert unescape_backslash(str(calendar["NAME"])) == " ".join(as_read(text).split())


# Time


def test_write_keeps_the_wall_clock_and_its_zone():
    assert event(entry())["DTSTART"].dt == datetime(2026, 6, 16, 10, tzinfo=PARIS)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2)), get_zone("UTC")])
def test_write_uses_utc_when_the_zone_has_no_name(zone):
    start = datetime(2026, 6, 16, 10, tzinfo=zone)

    text = ical.write([entry(start=start, end=start, rdates=(start,), exdates=(start,))], name="Agenda")

    expected = f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    assert f"\r\nDTSTART:{expected}\r\nDTEND:{expected}\r\nRDATE:{expected}\r\nEXDATE:{expected}\r\n" in text
    assert "VTIMEZONE" not in text


@pytest.mark.parametrize(
    "values",
    [
        {"start": datetime(2026, 6, 16, 10)},
        {"stamp": datetime(2026, 6, 16, 10)},
        {"exdates": (datetime(2026, 6, 16, 10),)},
        {"recurrence_at": datetime(2026, 6, 16, 10)},
        {"start": date(2026, 6, 16)},
        {"end": date(2026, 6, 17)},
    ],
)
def test_entry_refuses_instants_without_zone_and_days_mixed_with_instants(values):
    with pytest.raises(ValueError, match="instants"):
        entry(**values)


def test_write_describes_each_zone_once():
    tokyo = get_zone("Asia/Tokyo")
    abroad = entry(start=datetime(2026, 6, 16, 10, tzinfo=tokyo), end=datetime(2026, 6, 16, 12, tzinfo=tokyo))

    zones = [str(zone["TZID"]) for zone in parsed(entry(), abroad, entry()).timezones]

    assert zones == ["Asia/Tokyo", "Europe/Paris"]


ZONES = ["Europe/Paris", "Africa/Casablanca", "America/New_York", "Indian/Reunion", "Australia/Lord_Howe"]


@pytest.mark.parametrize("key", ZONES)
def test_write_describes_the_clock_as_it_is(key):
    zone = get_zone(key)
    start = datetime(2026, 2, 1, 10, tzinfo=zone)
    described = parsed(entry(start=start, end=start)).timezones[0]
    tz = renamed(described).to_tz(lookup_tzid=False)

    for hour in range(2 * 365 * 24):
        instant = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(hours=hour)
        here = instant.astimezone(zone)
        if not is_near_change(instant, zone):
            assert here.replace(tzinfo=tz).utcoffset() == here.utcoffset(), instant


@pytest.mark.parametrize("key", ZONES)
def test_example_2_every_instant_is_read_as_itself(key):
    """Around each change of the clock, by quarters of an hour, by whoever takes the first of two (RFC 5545, 3.3.5)."""
    zone, quarter = get_zone(key), timedelta(minutes=15)
    instants = [datetime(2026, 1, 1, tzinfo=UTC) + count * quarter for count in range(365 * 96)]
    for start in (at for at in instants if is_near_change(at, zone)):
        end = start + 4 * quarter
        said = event(entry(start=start.astimezone(zone), end=end.astimezone(zone)))
        assert [first_reading(said[name].dt) for name in ("DTSTART", "DTEND")] == [start, end]


def first_reading(at: datetime) -> datetime:
    return at.replace(fold=0).astimezone(UTC)


def test_example_2_the_second_of_two_hours_is_written_in_utc():
    second = datetime(2026, 10, 25, 2, tzinfo=PARIS, fold=1)

    said = lines(entry(start=second, end=datetime(2026, 10, 25, 3, tzinfo=PARIS)))

    assert ("DTSTART:20261025T010000Z" in said, "DTEND:20261025T020000Z" in said) == (True, True)
    assert "BEGIN:VTIMEZONE" not in said  # nothing needs it


def test_example_2_a_series_stays_on_the_clock_of_its_place_and_its_changes_name_their_date_on_it():
    first = datetime(2026, 10, 25, 2, tzinfo=PARIS)
    series = entry(start=first, end=first.replace(hour=3), rrule="FREQ=WEEKLY;COUNT=3")
    changed = entry(start=first.replace(fold=1), end=first.replace(hour=3), recurrence_at=first)

    said = lines(series, changed)

    assert said.count("DTSTART;TZID=Europe/Paris:20261025T020000") == 1
    assert "RECURRENCE-ID;TZID=Europe/Paris:20261025T020000" in said and "DTSTART:20261025T010000Z" in said


def renamed(zone: icalendar.Timezone) -> icalendar.Timezone:
    """The zone under a name that no library knows."""
    zone["TZID"] = icalendar.vText("Nowhere")
    return zone


def is_near_change(instant: datetime, zone) -> bool:
    """Whether the clock changes within the hour, where the wall alone does not say which hour it is."""
    around = [(instant + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in (-1, 0, 1)]
    return len(set(around)) > 1


def test_write_names_the_hour_that_the_clock_leaves_when_it_is_put_forward():
    daylight = parsed(entry()).timezones[0].daylight[0]

    assert datetime(2026, 3, 29, 2) == daylight.DTSTART
