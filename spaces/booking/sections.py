"""What booking adds to the catalogue's pages: the board of the next free day, buttons, free desks in the list."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from maillage.base import clock
from maillage.base.instants import to_instant
from spaces.booking.pages.day_board import DayBoard
from spaces.booking.rules import availability as rules
from spaces.booking.rules.availability import Wish
from spaces.booking.services.availability import ask, read_days
from spaces.booking.services.reading import Reading, rules_of
from spaces.catalogue import sections
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.permissions import can_staff

STRIP_DAYS = 7
MOST_ROWS = 8
HOURLY_MIN = 60
SOON = timedelta(hours=1)


def register() -> None:
    """Called once, when the app is ready."""
    sections.register(sections.Section("booking", "booking/parts/space_panel.html", space_panel, order=10))
    sections.register_action("book", book_action)
    sections.register_action("team", team_action)
    sections.register_facts("desks", desks_free)


def space_panel(request: HttpRequest, space: Space) -> dict[str, Any] | None:
    """The board of today, or of the next day with something free; nothing where nothing can be booked."""
    shown = _board(request, space)
    if not shown.board.rows:
        return None
    table = shown.table(unit_min=HOURLY_MIN)
    if table:
        table = table | {"rows": table["rows"][:MOST_ROWS]}
    return {
        "day": shown.day,
        "days": shown.strip(),
        "table": table,
        "closed": shown.closed(),
        "locks": shown.locks(),
        "others": max(len(shown.rows) - MOST_ROWS, 0),
        "board_url": shown.address.path,
    }


def book_action(request: HttpRequest, space: Space) -> dict[str, Any] | None:
    """To the day board, where there is something to book."""
    if not _board(request, space).board.rows:
        return None
    url = reverse("booking:space", args=[space.slug])
    return {"label": pgettext("verb", "Book"), "url": url, "kind": "primary", "icon": "calendar-plus"}


def _board(request: HttpRequest, space: Space) -> DayBoard:
    """Read once for the panel and the button."""
    return space.__dict__.setdefault("_day_board", DayBoard(request, space, strip_days=STRIP_DAYS))


def team_action(request: HttpRequest, space: Space) -> dict[str, Any] | None:
    """To the team's own board."""
    if not can_staff(request.user, space):
        return None
    url = reverse("booking:team", args=[space.slug])
    return {"label": gettext("Daily board"), "url": url, "icon": "calendar-check"}


def desks_free(spaces: list[Space]) -> dict[int, list[str]]:
    """« 6 postes libres dans l’heure », by key of space. Six queries, whatever the number of spaces."""
    by_space = {space.pk: space for space in spaces}
    desks = list(Resource.objects.in_service().filter(space__in=by_space, kind__in=Resource.Kind.DESKS))
    if not desks:
        return {}
    for desk in desks:
        desk.space = by_space[desk.space_id]
    now, counts = clock.now(), dict.fromkeys(by_space, 0)
    today = now.astimezone(UTC).date()
    longest = max(rules_of(desk).shortest_min for desk in desks)
    reading = read_days(desks, ask(today - timedelta(1), today + timedelta(1), max(longest, 1)))
    for desk in desks:
        counts[desk.space_id] += _places_soon(desk, reading, now)
    return {pk: [_desks_said(count)] for pk, count in counts.items() if count}


def _desks_said(count: int) -> str:
    words = ngettext("%(count)s desk free within the hour", "%(count)s desks free within the hour", count)
    return words % {"count": count}


def _places_soon(desk: Resource, reading: Reading, now: datetime) -> int:
    """How many places can be had from the next permitted start, if that is within the hour."""
    minutes, today = max(rules_of(desk).shortest_min, 1), now.astimezone(UTC).date()
    bookable = reading.bookable(desk)
    starts = rules.starts(bookable, ask(today - timedelta(1), today + timedelta(1), minutes))
    start = next((start for start in starts if to_instant(start) >= to_instant(now)), None)
    if start is None or to_instant(start) > to_instant(now + SOON):
        return 0
    start_at = start.astimezone(UTC)
    return rules.free_places(bookable, Wish(start_at, start_at + timedelta(minutes=minutes), now))
