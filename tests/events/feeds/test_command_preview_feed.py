"""`manage.py preview_feed`, as the contract has it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.events.feeds.ics import calendar, event

CONTENT = calendar(
    event(
        "DTEND;TZID=Europe/Paris:20260616T120000", "SUMMARY:Atelier", start="DTSTART;TZID=Europe/Paris:20260616T100000"
    ),
    event("SUMMARY:Fête", "STATUS:CANCELLED", uid="b", start="DTSTART;VALUE=DATE:20260621"),
    event("SUMMARY:Flottant", "STATUS:TENTATIVE", uid="c", start="DTSTART:20260616T090000"),
    event(uid="broken", start="DTSTART:someday"),
)
JUNE = ["--from", "2026-06-01", "--until", "2026-07-01"]


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "feed.ics"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture(autouse=True)
def _english(db):
    with translation.override("en"):
        yield


def answer(*arguments: object) -> dict[str, list]:
    return json.loads(printed(*arguments, "--json"))


def printed(*arguments: object) -> str:
    out = StringIO()
    call_command("preview_feed", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_preview_feed_answers_in_json_when_asked(file):
    assert answer(file, *JUNE) == {
        "events": [
            {
                "uid": "c",
                "summary": "Flottant",
                "start": "2026-06-16T09:00:00+02:00",
                "end": "2026-06-16T09:00:00+02:00",
                "all_day": False,
                "status": "TENTATIVE",
            },
            {
                "uid": "a@example.org",
                "summary": "Atelier",
                "start": "2026-06-16T10:00:00+02:00",
                "end": "2026-06-16T12:00:00+02:00",
                "all_day": False,
                "status": "CONFIRMED",
            },
            {
                "uid": "b",
                "summary": "Fête",
                "start": "2026-06-21",
                "end": "2026-06-22",
                "all_day": True,
                "status": "CANCELLED",
            },
        ],
        "problems": ["Line 24, entry “broken”: The date “someday” cannot be read; the entry was left out."],
    }


def test_preview_feed_prints_a_table_when_json_is_not_asked(file):
    lines = printed(file, *JUNE).splitlines()

    assert lines[0] == "2026-06-16T09:00:00+02:00  2026-06-16T09:00:00+02:00  Flottant (to be confirmed)"
    assert lines[2] == "2026-06-21                 2026-06-22                 Fête (cancelled)"
    assert lines[3] == "3 events"
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-16", "2026-06-17", ["c", "a@example.org"]),
        ("2026-06-16T09:30", "2026-06-17T00:00:00", ["a@example.org"]),
        ("2026-06-16T07:30Z", "2026-06-16T08:30:00+00:00", ["a@example.org"]),
        ("2026-06-16T12:00+02:00", "2026-06-17", []),
        ("20260621", "20260622", ["b"]),
    ],
)
def test_preview_feed_takes_days_and_instants_with_or_without_offset(file, start, end, expected):
    found = answer(file, "--from", start, "--until", end)

    assert [one["uid"] for one in found["events"]] == expected


def test_preview_feed_reads_floating_times_and_its_own_dates_in_the_zone_it_is_given(file):
    found = answer(file, "--from", "2026-06-16T09:00", "--until", "2026-06-16T09:01", "--time-zone", "Pacific/Auckland")

    assert [(one["uid"], one["start"]) for one in found["events"]] == [("c", "2026-06-16T09:00:00+12:00")]


def test_preview_feed_says_so_and_succeeds_when_the_file_is_no_calendar(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!doctype html>")

    assert answer(page, *JUNE) == {
        "events": [],
        "problems": ["This is not an iCalendar file: it has no BEGIN:VCALENDAR."],
    }


def test_preview_feed_reads_no_more_than_it_is_ready_to(tmp_path):
    large = tmp_path / "large.ics"
    large.write_bytes(CONTENT + b"X-NOISE:" + b"x" * 5_000_000)

    found = answer(large, *JUNE)

    assert len(found["events"]) == 3
    assert len(found["problems"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "2026-07-01", "--until", "2026-06-01"], "2026-07-01"),
        (["--from", "2026-06-01", "--until", "2026-06-01"], "2026-06-01"),
        (["--from", "june", "--until", "2026-06-01"], "june"),
        (["--from", "2026-06-01", "--until", "2026-06-31"], "2026-06-31"),
        ([*JUNE, "--time-zone", "Mars/Phobos"], "Mars/Phobos"),
        ([*JUNE, "--time-zone", "../../etc/passwd"], "passwd"),
    ],
)
def test_preview_feed_refuses_when_an_argument_makes_no_sense(file, arguments, words):
    with pytest.raises(CommandError, match=words):
        answer(file, *arguments)


@pytest.mark.parametrize("arguments", [[], ["--from", "2026-06-01"], ["--until", "2026-06-01"]])
def test_preview_feed_refuses_when_an_argument_is_missing(file, arguments):
    with pytest.raises(CommandError):
        answer(file, *arguments)


def test_preview_feed_refuses_when_the_file_cannot_be_read(tmp_path):
    for path in (tmp_path / "absent.ics", tmp_path, "a\0b"):
        with pytest.raises(CommandError, match="https://"):
            answer(path, *JUNE)


# Addresses


@contextmanager
def serving(status: int, **headers: str) -> Iterator[tuple[str, list[str]]]:
    """The calendar, served on this machine: its host, and what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(CONTENT)

        def log_message(self, *args: object) -> None:
            pass

    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def address() -> Iterator[tuple[str, list[str]]]:
    with serving(200) as site:
        yield site


def test_preview_feed_reads_an_address_when_its_host_is_allowed(address, settings):
    host, asked = address
    settings.FETCH_ALLOWED_HOSTS = [host]

    assert len(answer(f"http://{host}/feed.ics", *JUNE)["events"]) == 3
    assert asked == ["/feed.ics"]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_preview_feed_reads_an_address_of_this_machine_when_it_is_typed(address, settings, name):
    host, asked = address
    settings.FETCH_ALLOWED_HOSTS = []

    assert len(answer(f"http://{host.replace('127.0.0.1', name)}/feed.ics", *JUNE)["events"]) == 3
    assert asked == ["/feed.ics"]


def test_preview_feed_refuses_an_address_of_this_machine_when_another_leads_to_it(address, settings):
    inner, asked = address
    settings.FETCH_ALLOWED_HOSTS = []

    with (
        serving(302, Location=f"http://{inner}/feed.ics") as (outer, outer_asked),
        pytest.raises(CommandError, match="FETCH_ALLOWED_HOSTS"),
    ):
        answer(f"http://{outer}/", *JUNE)

    assert (outer_asked, asked) == (["/"], [])


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "192.168.1.1:8080", "[fd00::1]", "0.0.0.0:8000"])
def test_preview_feed_refuses_an_address_when_its_host_is_private(host, settings):
    settings.FETCH_ALLOWED_HOSTS = []

    with pytest.raises(CommandError, match="FETCH_ALLOWED_HOSTS"):
        answer(f"http://{host}/feed.ics", *JUNE)


@pytest.mark.parametrize(
    "source", ["ftp://example.org/feed.ics", "file:///etc/passwd", "https://user:pass@example.org/"]
)
def test_preview_feed_refuses_an_address_when_it_cannot_be_fetched(source):
    with pytest.raises(CommandError):
        answer(source, *JUNE)
