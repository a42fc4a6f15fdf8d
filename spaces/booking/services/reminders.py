"""Reminders: what is near, and whether it is still needed."""

from datetime import timedelta

from maillage.base import clock
from spaces.booking.models import Booking, Source, State
from spaces.booking.services import notices

FURTHEST = timedelta(days=7)


def remind() -> int:
    """Remind people of what is near, once each, as the conditions of each booking say.

    Whoever has booked later than that knows. Run it each minute; a late run reminds later.
    """
    now = clock.now()
    near = Booking.objects.filter(
        state=State.CONFIRMED, reminded_at=None, start_at__gt=now, start_at__lte=now + FURTHEST
    )
    return sum(_remind(booking) for booking in near.told().exclude(source=Source.IMPORT).iterator())


def _remind(booking: Booking) -> bool:
    before_min = booking.terms.remind_before_min
    if before_min is None:
        return False
    due_at = booking.start_at - timedelta(minutes=before_min)
    if not booking.created_at < due_at <= clock.now():
        return False
    waiting = Booking.objects.filter(pk=booking.pk, state=State.CONFIRMED, reminded_at=None)
    if not waiting.update(reminded_at=clock.now()):
        return False  # another run was quicker
    notices.remind(booking)
    return True
