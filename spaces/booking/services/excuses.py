"""Bookings that cannot take place where they are, as their team has closed it: to let go of them costs nothing."""

from collections.abc import Iterable

from spaces.booking.models import Booking, Proposal
from spaces.booking.services.affected import in_closures, met


def is_excused(booking: Booking) -> bool:
    """Whether the team has closed where it is. Three queries, none where `note_excuses` has asked."""
    known: bool | None = getattr(booking, "has_excuse", None)
    return booking.pk in _excused([booking]) if known is None else known


def note_excuses(bookings: Iterable[Booking]) -> None:
    """Ask for all of a list at once. No query where nothing of it has conditions that cost something."""
    bookings = list(bookings)
    found = _excused([one for one in bookings if one.terms.tiers or one.terms.has_floor])
    for one in bookings:
        one.has_excuse = one.pk in found  # type: ignore[attr-defined]


def _excused(bookings: list[Booking]) -> set[int]:
    """Those that a closure stands against; and those whom new hours leave outside, once the team has told them so."""
    if not bookings:
        return set()
    closed = in_closures(bookings)
    others = [one for one in bookings if one.pk not in closed]
    told = set(Proposal.objects.standing_for(others).values_list("booking", flat=True)) if others else set()
    return closed | met(one for one in others if one.pk in told)
