"""Small calendars for tests, and what the rules make of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from events.feeds.rules import Limits, Preview, Window, preview

PARIS = ZoneInfo("Europe/Paris")
UTC = ZoneInfo("UTC")


def calendar(*blocks: str, **properties: str) -> bytes:
    """A VCALENDAR around components that are already written."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Test//EN"]
    head += [f"{name.replace('_', '-')}:{value}" for name, value in properties.items()]
    lines = [*head, *"\n".join(blocks).splitlines(), "END:VCALENDAR"]
    return "".join(f"{line}\r\n" for line in lines if line).encode()


def event(*lines: str, uid: str = "a@example.org", start: str = "DTSTART:20260616T100000Z") -> str:
    """A VEVENT with a UID, a start unless `start` is empty, and `lines`."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}" if uid else "", start, *lines, "END:VEVENT"])


def window(start: str = "2026-06-01", end: str = "2026-07-01", zone: ZoneInfo = PARIS) -> Window:
    first, last = (datetime.fromisoformat(text) for text in (start, end))
    return Window(
        start=first if first.tzinfo else first.replace(tzinfo=zone),
        end=last if last.tzinfo else last.replace(tzinfo=zone),
        zone=zone,
    )


def read(content: bytes, within: Window | None = None, **options: object) -> Preview:
    return preview(content, window=within or window(), **options)


def times(found: Preview) -> list[tuple[str, str]]:
    """Starts and ends as they are written in JSON."""
    return [(one.start.isoformat(), one.end.isoformat()) for one in found.occurrences]


def starts(found: Preview) -> list[str]:
    return [start for start, _end in times(found)]


def codes(found: Preview) -> list[str]:
    return [problem.code for problem in found.problems]


__all__ = ["PARIS", "UTC", "Limits", "calendar", "codes", "event", "read", "starts", "times", "window"]
