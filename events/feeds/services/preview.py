"""What taking in an outside calendar would give, without writing anything."""

import re
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from events.feeds.messages import describe
from events.feeds.rules import Limits, Occurrence, Window, preview
from maillage.base.errors import DomainError
from maillage.base.fetch import fetch
from maillage.base.models import Network
from maillage.base.zones import get_zone

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class PreviewError(DomainError):
    """The question cannot be answered as it was asked."""


def preview_feed(
    source: str, *, start: str, end: str, zone_name: str | None = None, typed_here: bool = False
) -> dict[str, Any]:
    """The events of the calendar at `source` that meet [start, end), and the problems met.

    `source` is a path or an address; `start` and `end` are ISO dates or instants, read in `zone_name`
    where they have no offset. Times without zone in the file are read in `zone_name`, else in the zone the
    file names for itself, else in the network's. `typed_here`: see `maillage.base.fetch`.
    Raises PreviewError or FetchError.
    """
    zone = _zone(zone_name) if zone_name else Network.default().zone
    window = _window(start, end, zone)
    content = _content(source, typed_here=typed_here)
    found = preview(content, window=window, floating=zone if zone_name else None)
    return {
        "events": [as_json(occurrence) for occurrence in found.occurrences],
        "problems": [describe(problem) for problem in found.problems],
    }


def as_json(occurrence: Occurrence) -> dict[str, Any]:
    """The occurrence as the contract shows it."""
    return {
        "uid": occurrence.uid,
        "summary": occurrence.summary,
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "all_day": occurrence.all_day,
        "status": occurrence.status,
    }


def _zone(name: str) -> tzinfo:
    try:
        return get_zone(name)
    except ValueError as error:
        message = _("There is no time zone called “%(name)s”. Write it like “Europe/Paris”.") % {"name": name}
        raise PreviewError("unknown_zone", message) from error


def _window(start: str, end: str, zone: tzinfo) -> Window:
    first, last = _instant(start, zone), _instant(end, zone)
    if last <= first:
        raise PreviewError(
            "empty_window",
            _("There is no time between %(start)s and %(end)s. Choose a later end.") % {"start": start, "end": end},
        )
    return Window(start=first, end=last, zone=zone)


def _instant(text: str, zone: tzinfo) -> datetime:
    """An ISO date (its midnight) or date and time, in `zone` where it has no offset."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError as error:
        message = _("“%(text)s” is not a date. Write it like 2026-06-16 or 2026-06-16T14:00.") % {"text": text}
        raise PreviewError("bad_date", message) from error
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _content(source: str, *, typed_here: bool) -> bytes:
    most = Limits().bytes
    if _ADDRESS.match(source):
        return fetch(source, max_bytes=most, typed_here=typed_here).body
    try:
        with Path(source).open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        message = _("“%(source)s” cannot be read. Give the path of a file, or an address that begins with https://.")
        raise PreviewError("unreadable", message % {"source": source}) from error
