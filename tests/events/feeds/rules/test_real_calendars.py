"""Real calendars, on which two independent programs agree."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from events.feeds.rules import Occurrence
from tests.events.feeds.ics import PARIS, codes, read, window
from tests.real_data import DATA

FOLDER = DATA / "ics"
EXPECTED = FOLDER / "expected.json"
FILES = json.loads(EXPECTED.read_text())["files"] if EXPECTED.exists() else {}

pytestmark = pytest.mark.skipif(
    not FILES,
    reason="the real calendars (../shared/data/ics) are not on this machine; test_series.py covers the rules",
)


def named(key: str) -> list[str]:
    return [name for name, about in FILES.items() if key in about] or ["absent"]


def around(first: str, last: str):
    """A window a day wider than the dates, which are those of each event's own zone."""
    day = timedelta(days=1)
    return window(str(date.fromisoformat(first) - day), str(date.fromisoformat(last) + day))


def own_day(one: Occurrence) -> date:
    return one.start.date() if isinstance(one.start, datetime) else one.start


def as_listed(one: Occurrence) -> tuple[str, str | None]:
    if not isinstance(one.start, datetime):
        return one.start.isoformat(), None
    return one.start.replace(tzinfo=None).isoformat(), f"{one.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("name", named("two_implementations_agree"))
def test_preview_agrees_when_two_programs_do(name):
    agreed = FILES[name]["two_implementations_agree"]
    first, last = agreed["window"]

    found = read((FOLDER / name).read_bytes(), around(first, last))

    listed = [as_listed(one) for one in found.occurrences if first <= str(own_day(one)) < last]
    assert sorted(listed, key=str) == sorted(((one["start"], one["utc"]) for one in agreed["starts"]), key=str)


@pytest.mark.parametrize("name", named("implementations_differ"))
def test_preview_lists_something_when_two_programs_differ(name):
    first, last = FILES[name]["implementations_differ"]["window"]

    found = read((FOLDER / name).read_bytes(), around(first, last))

    counted = sum(first <= str(own_day(one)) < last for one in found.occurrences)
    assert counted == FILES[name]["implementations_differ"]["recurring_ical_events"]


@pytest.mark.parametrize("name", named("no_vevent"))
def test_preview_is_empty_when_the_calendar_has_no_event_of_that_time(name):
    assert read((FOLDER / name).read_bytes(), window("1990-01-01", "2040-01-01", PARIS)).occurrences == ()


@pytest.mark.parametrize("name", named("reference_parser_error"))
def test_preview_reports_and_keeps_the_rest_when_a_parser_gives_up(name):
    found = read((FOLDER / name).read_bytes(), window("2000-01-01", "2040-01-01"))

    assert found.occurrences
    assert codes(found) == ["date"]
