"""Keeping a time for a while: for who has to ask somebody first, and would not lose it meanwhile.

A hold is a booking like others until it expires: its page says until when, and has the button that takes it
(`states.confirm`).
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import hold
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

MOST_KEPT = 2  # at once, for one person: each is out of everybody's reach


def keep(resource: Resource, *, person: Any, start: datetime, end: datetime, seats: int = 1, **more: Any) -> Booking:
    """Hold it for ten minutes; the same asked twice is once. `more` is as for `hold`.

    Raises what `book` would, and DomainError("too_many") for who keeps other times already.
    """

    def work() -> Booking:
        kept = Booking.objects.of(person).filter(state=State.HOLD, expires_at__gt=clock.now())
        if same := kept.filter(resource=resource, start_at=start, end_at=end, seats=seats).first():
            return same
        if kept.count() >= MOST_KEPT:
            raise DomainError("too_many", _("Other times are kept for you already. Take them or cancel them first."))
        return hold(resource, person=person, by=person, start=start, end=end, seats=seats, **more)

    return take_turn(work, resource.space_id)
