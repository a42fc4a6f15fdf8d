"""What is out of service, closure by closure: on the day's board and on the page of closures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import dates
from maillage.base.instants import begins_day
from maillage.base.zones import get_zone
from spaces.booking.clock_fields import written_hour
from spaces.booking.models import Block
from spaces.booking.services.reopening import Closed, standing_closures
from spaces.catalogue.models import Space

ONE_DAY = timedelta(1)

Item = dict[str, Any]


def out_of_service(space: Space, *, most: int) -> list[Item]:
    """For `parts/out_of_service.html`, soonest first. Two queries, one where nothing is."""
    return [_item(space, closed) for closed in standing_closures(space, most=most)]


def what(closed: Closed) -> str:
    """« Tout le lieu », or the names of what is closed."""
    return _("The whole place") if closed.is_whole else ", ".join(one.resource.name for one in closed.blocks)


def when(space: Space, block: Block) -> str:
    """Whole days by their names, hours by the clock of the place."""
    start, end = _times(space, block)
    return dates.days(start.date(), end.date() - ONE_DAY) if _is_of_days(start, end) else dates.when(start, end)


def told(people: int) -> str:
    """« 2 personnes sont prévenues par e-mail. »; nothing where nobody is."""
    if not people:
        return ""
    return ngettext("%(count)s person is told by e-mail.", "%(count)s people are told by e-mail.", people) % {
        "count": people
    }


def _item(space: Space, closed: Closed) -> Item:
    is_several = len(closed.blocks) > 1
    name = "reopen" if is_several else "unblock"
    return {
        "what": what(closed),
        "when": when(space, closed.first),
        "reason": closed.first.reason,
        "url": closure_url(space, closed.blocks, is_whole=closed.is_whole),
        "label": _("Reopen") if is_several else _("Put back into service"),
        "act_url": reverse(f"booking:{name}", args=[space.slug, closed.first.uuid]),
        "each": [_each(space, block) for block in closed.blocks] if is_several else [],
    }


def _each(space: Space, block: Block) -> Item:
    return {"what": block.resource.name, "act_url": reverse("booking:unblock", args=[space.slug, block.uuid])}


def closure_url(space: Space, blocks: Sequence[Block], *, is_whole: bool = False) -> str:
    """The page of a closure: whom it meets, and a way to offer them other times."""
    start, end = _times(space, blocks[0])
    query: dict[str, Any] = {"du": start.date().isoformat()}
    if _is_of_days(start, end):
        query |= {"au": (end.date() - ONE_DAY).isoformat()}
    else:
        query |= {"de": written_hour(start), "au": end.date().isoformat(), "a": written_hour(end)}
    if not is_whole:
        query |= {"ressource": [block.resource.slug for block in blocks]}
    return f"{reverse('booking:closures', args=[space.slug])}?{urlencode(query, doseq=True)}"


def _is_of_days(start: datetime, end: datetime) -> bool:
    return begins_day(start) and begins_day(end)


def _times(space: Space, block: Block) -> tuple[datetime, datetime]:
    zone = get_zone(space.time_zone)
    return dates.local(block.start_at, zone), dates.local(block.end_at, zone)
