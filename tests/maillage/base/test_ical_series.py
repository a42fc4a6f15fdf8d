"""Series in calendars out, expanded by the library that others read them with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base import ical
from tests.maillage.base.test_ical import PARIS, entry, lines, parsed


def expanded(*entries: ical.Entry) -> list[tuple[datetime, str, str]]:
    found = recurring_ical_events.of(parsed(*entries)).between((2026, 1, 1), (2027, 1, 1))
    return sorted((one["DTSTART"].dt, str(one["SUMMARY"]), str(one["STATUS"])) for one in found)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


def test_write_gives_a_series_with_its_exceptions_and_changed_dates():
    weekly = entry(
        rrule="FREQ=WEEKLY;UNTIL=20260714T080000Z",
        rdates=(at(7, 20), at(7, 21)),
        exdates=(at(6, 23),),
        sequence=2,
    )
    moved = replace(
        weekly,
        start=at(7, 1),
        end=at(7, 1, 12),
        summary="Déplacé",
        recurrence_at=at(6, 30),
        rrule="",
        rdates=(),
        exdates=(),
    )
    cancelled = replace(
        moved, start=at(7, 7), end=at(7, 7, 12), summary="Annulé", status="CANCELLED", recurrence_at=at(7, 7)
    )

    assert expanded(weekly, moved, cancelled) == [
        (at(6, 16), "Atelier", "CONFIRMED"),
        (at(7, 1), "Déplacé", "CONFIRMED"),
        (at(7, 7), "Annulé", "CANCELLED"),
        (at(7, 14), "Atelier", "CONFIRMED"),
        (at(7, 20), "Atelier", "CONFIRMED"),
        (at(7, 21), "Atelier", "CONFIRMED"),
    ]


def test_write_gives_a_series_of_whole_days():
    days = entry(
        start=date(2026, 6, 16),
        end=date(2026, 6, 17),
        rrule="FREQ=DAILY;COUNT=3",
        rdates=(date(2026, 6, 25),),
        exdates=(date(2026, 6, 17),),
    )
    moved = replace(
        days,
        start=date(2026, 6, 20),
        end=date(2026, 6, 21),
        recurrence_at=date(2026, 6, 18),
        rrule="",
        rdates=(),
        exdates=(),
    )

    assert [start for start, _summary, _status in expanded(days, moved)] == [
        date(2026, 6, 16),
        date(2026, 6, 20),
        date(2026, 6, 25),
    ]
    assert "RDATE;VALUE=DATE:20260625" in lines(days)
    assert "EXDATE;VALUE=DATE:20260617" in lines(days)
    assert "RECURRENCE-ID;VALUE=DATE:20260618" in lines(moved)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=9", "FREQ=MONTHLY;BYDAY=3TU;COUNT=5"]),
    st.sets(st.integers(0, 60), max_size=4),
    st.sets(st.integers(0, 60), max_size=4),
)
def test_write_gives_a_series_that_expands_to_the_same_dates(rrule, extra, excluded):
    def day(number: int) -> datetime:
        return at(6, 16) + timedelta(days=number)

    from dateutil.rrule import rrulestr

    rule = {moment.replace(tzinfo=PARIS) for moment in rrulestr(rrule, dtstart=at(6, 16).replace(tzinfo=None))}
    expected = sorted((rule | {day(number) for number in extra}) - {day(number) for number in excluded})
    series = entry(rrule=rrule, rdates=tuple(map(day, sorted(extra))), exdates=tuple(map(day, sorted(excluded))))

    assert [start for start, _summary, _status in expanded(series)] == expected


def test_write_describes_the_zone_for_years_when_a_series_has_no_end():
    endless = entry(rrule="FREQ=WEEKLY")

    assert ical.zone_years([endless]) == {"Europe/Paris": (2026, 2031)}
    assert ical.zone_years([entry()]) == {"Europe/Paris": (2026, 2027)}
    assert ical.zone_years([replace(endless, stamp=datetime(2030, 1, 1, tzinfo=UTC))]) == {"Europe/Paris": (2026, 2035)}
