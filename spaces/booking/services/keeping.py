"""Keeping a time for a while: for who has to ask somebody first, and would not lose it meanwhile.

A hold is a booking like others until it expires: its page says until when, and has the button that takes it
(`states.confirm`).
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.users.models import User
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import hold
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

MOST_KEPT = 2  # at once, for one person: each is out of everybody's reach
NOT_AGAIN = timedelta(hours=1)  # once it has ended: else ten minutes would be as long as somebody likes
LET_GO = frozenset({State.HOLD, State.EXPIRED, State.CANCELLED})  # a hold may have ended before anybody tidied up


def keep(resource: Resource, *, person: Any, start: datetime, end: datetime, seats: int = 1, **more: Any) -> Booking:
    """Hold it for ten minutes; the same asked twice is once. `more` is as for `hold`.

    Raises what `book` would, and DomainError: "not_kept" where requests compete, which keep no place; "too_many" for
    who keeps other times already, wherever; "kept_before" for who let this one go within the last hour.
    """
    if resource.requests_compete:
        raise DomainError("not_kept", _("Here several may ask for one time: it cannot be kept. Send your request."))

    def work() -> Booking:
        _one_at_a_time(person)
        now, theirs = clock.now(), Booking.objects.of(person)
        kept = theirs.filter(state=State.HOLD, expires_at__gt=now)
        if same := kept.filter(resource=resource, start_at=start, end_at=end, seats=seats).first():
            return same
        if kept.count() >= MOST_KEPT:
            raise DomainError("too_many", _("Other times are kept for you already. Take them or let them go first."))
        before = theirs.filter(resource=resource, state__in=LET_GO, expires_at__gt=now - NOT_AGAIN)
        if before.exclude(pk__in=kept).overlapping(start, end).exists():
            raise DomainError("kept_before", _("This time was kept for you already. Book it, or choose another time."))
        return hold(resource, person=person, by=person, start=start, end=end, seats=seats, **more)

    return take_turn(work, resource.space_id)


def _one_at_a_time(person: Any) -> None:
    """Until the end of the transaction: the turn is of one space, and they may ask in several at once."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
