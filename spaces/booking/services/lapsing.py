"""What lapses by itself: holds whose time is up, places of people who have not come, requests that nobody answered.

Rows carry the instant from which they hold nothing (`Occupancy.expires_at`), and every read goes by it: a place is
free from then on, whether or not anybody tidied up. A writer who finds such rows in the way ends their bookings first,
since a constraint cannot read the clock. `lapse` only brings states, mails and boards up to date.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from maillage.base import clock
from maillage.curation.services import audit
from spaces.booking.models import Booking, BookingQuerySet, Occupancy, State
from spaces.booking.rules.tree import Tree
from spaces.booking.services import notices, passes
from spaces.booking.services.occupancy import is_over, vacate
from spaces.booking.services.policies import NOTHING_KEPT, Kept, kept_when_nobody_came
from spaces.booking.services.reading import Rows, read_tree
from spaces.booking.services.turns import take_turn

NEWS = timedelta(days=7)  # nobody wants a mail about a request of last year


def release_expired(rows: Rows, tree: Tree, now: datetime) -> bool:
    """End the bookings of these rows that hold nothing any more. No query without any.

    True when there were some: what was read is out of date then.
    """
    expired: list[Any] = [row.ref for there in rows.values() for row in there if is_over(row, now)]
    if not expired:
        return False
    for booking in _with_resource(Booking.objects.filter(occupancy__in=expired).distinct()):
        _end(booking, tree=tree, now=now)
    return True


def lapse(*, at: datetime | None = None) -> int:
    """End every hold whose time is up, every booking whose person has not come in time, every request that is over."""
    at = at or clock.now()
    due = Booking.objects.filter(_is_up(at) | Q(_has_lapsed(at), state=State.CONFIRMED))
    by_space: dict[int, list[Booking]] = {}
    for booking in _with_resource(due):
        by_space.setdefault(booking.resource.space_id, []).append(booking)
    return sum(take_turn(partial(_end_all, space_id, those, at), space_id) for space_id, those in by_space.items())


def _is_up(at: datetime) -> Q:
    """Holds that nobody took, requests that nobody answered before they were over."""
    return Q(state=State.HOLD, expires_at__lte=at) | Q(state=State.PENDING, end_at__lte=at)


def _has_lapsed(at: datetime) -> Exists:
    return Exists(Occupancy.objects.active().filter(booking=OuterRef("pk"), expires_at__lte=at))


def _with_resource(bookings: BookingQuerySet) -> Iterable[Booking]:
    return bookings.select_related("resource__space")


def _end_all(space_id: int, bookings: list[Booking], at: datetime) -> int:
    tree = read_tree([space_id])
    return [_end(booking, tree=tree, now=at) for booking in bookings].count(True)


def _end(booking: Booking, *, tree: Tree, now: datetime) -> bool:
    """End one of them, unless somebody was quicker."""
    is_absence = booking.state == State.CONFIRMED
    kept = kept_when_nobody_came(booking) if is_absence else NOTHING_KEPT
    ended = _release(booking, now, kept) if is_absence else _expire(booking, now)
    if ended:
        vacate(booking, tree=tree)
        passes.give_back(booking, kept=kept)
    return ended


def _expire(booking: Booking, now: datetime) -> bool:
    """A hold ends without a word; who asked is told that nobody answered."""
    over = Booking.objects.filter(_is_up(now), pk=booking.pk)
    if not over.update(state=State.EXPIRED, sequence=F("sequence") + 1, updated_at=now):
        return False
    was, booking.state = booking.state, State.EXPIRED
    if was == State.PENDING:
        audit.record(booking, "expired", by=None, before={"state": was}, after={"state": booking.state})
        if booking.end_at > now - NEWS:
            notices.announce(booking)
    return True


def _release(booking: Booking, now: datetime, kept: Kept) -> bool:
    """Give the place of somebody who has not come to others, as the conditions of the booking say.

    Unless it was moved, or said to be kept, since it was read.
    """
    changes = {"state": State.RELEASED, "kept_cents": kept.cents}
    absent = Booking.objects.filter(_has_lapsed(now), pk=booking.pk, state=State.CONFIRMED)
    if not absent.update(**changes, sequence=F("sequence") + 1, updated_at=now):
        return False
    before = {"state": booking.state}
    for name, value in changes.items():
        setattr(booking, name, value)
    audit.record(booking, "released", by=None, before=before, after={"state": booking.state})
    notices.announce(booking)
    return True
