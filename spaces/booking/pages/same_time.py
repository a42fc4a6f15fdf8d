"""What somebody has at the time that they ask for, as lines of the part `same_time.html`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from maillage.base import dates
from spaces.booking.models import Booking, State
from spaces.booking.services.same_time import theirs_at
from spaces.catalogue.models import Space

Item = dict[str, Any]


def line(booking: Booking, *details: str) -> Item:
    """One of them: when, on the clock of its place, and what there is to say of it."""
    detail = "\u00a0· ".join(part for part in details if part)
    when = dates.when(booking.start_at, booking.end_at, booking.zone)
    return {"url": booking.get_absolute_url(), "when": when, "detail": detail}


def lines(bookings: Iterable[Booking]) -> list[Item]:
    """What and where each is, and how it stands as long as it is not settled."""
    return [
        line(
            one,
            f"{one.resource.name}, {one.resource.space.name}",
            "" if one.state in State.SETTLED else one.get_state_display(),
        )
        for one in bookings
    ]


def here(person: Any, space: Space, *, start: datetime, end: datetime, besides: Booking | None = None) -> list[Item]:
    """What the team of a place reads of somebody: what they have there, as elsewhere is no matter of this team.

    `besides`: what is being moved. One query.
    """
    theirs = theirs_at(person, start=start, end=end).filter(resource__space=space).select_related("resource__space")
    return lines(theirs.exclude(pk=besides.pk) if besides else theirs)
