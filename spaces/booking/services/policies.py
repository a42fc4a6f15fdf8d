"""The conditions that hold for a resource now, and what they cost whoever gives a booking back."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.instants import to_instant, to_local
from maillage.base.prepared import Prepared, Slot
from spaces.booking.models import Booking, BookingPolicy, State
from spaces.booking.rules.policy import CancellationTier, Policy, share
from spaces.booking.services.refusals import BookingRefused
from spaces.catalogue.models import Resource

MINUTE = timedelta(minutes=1)
HOLDS_FOR = BookingPolicy.resources.through.objects.filter(bookingpolicy=OuterRef("pk"))
FIELDS = ("version", "cancel_notice_min", "release_after_min", "no_show_percent", "remind_before_min")
# The nearest first: conditions of the resource itself, then those of its space for all others.
TERMS = Prepared(
    lambda: (
        BookingPolicy.objects.filter(space=Slot("space", BigIntegerField()))
        .alias(is_own=Exists(HOLDS_FOR.filter(resource=Slot("resource", BigIntegerField()))))
        .filter(Q(is_own=True) | ~Exists(HOLDS_FOR))
        .order_by("-is_own", "pk")
        .values_list("pk", *FIELDS, "tiers__notice_min", "tiers__kept_percent")
    )
)


def terms_of(resource: Resource) -> Policy:
    """What holds for a booking of `resource` made now. One query."""
    rows = TERMS.rows(space=resource.space_id, resource=resource.pk)
    if not rows:
        return Policy()
    pk, *fields = rows[0][:-2]
    tiers = tuple(CancellationTier(*row[-2:]) for row in rows if row[0] == pk and row[-1] is not None)
    return Policy(**dict(zip(FIELDS, fields, strict=True)), tiers=tiers)


def check_still_time(booking: Booking, *, by: Any, at: datetime) -> None:
    """Raise BookingRefused("too_late") when its person may no longer cancel or move it without a call."""
    last = booking.terms.last_cancellation(to_instant(booking.start_at), to_instant(booking.end_at))
    if _is_theirs(booking, by) and booking.state in State.SETTLED and to_instant(at) > last:
        said = {"when": dates.when(to_local(last, booking.zone)), "space": booking.resource.space.name}
        message = _("This booking could be changed until %(when)s. Call %(space)s: the team can still do it.") % said
        raise BookingRefused("too_late", message)


def check_stays_whole(booking: Booking, *, by: Any, at: datetime, minutes: int) -> None:
    """Raise BookingRefused("too_late") when its person would make it smaller where cancelling costs something already.

    Else whoever cancels late would first shorten it, and pay for a quarter of an hour. `minutes`: of all places.
    Who is there may leave sooner.
    """
    costs = booking.price_cents or booking.policy.get("passes")
    is_smaller = minutes < booking.seats * ((booking.end_at - booking.start_at) // MINUTE)
    if is_smaller and costs and booking.state != State.CHECKED_IN and percent_kept(booking, by=by, at=at):
        message = _("Cancelling costs something already: call %(space)s, whose team can still make it shorter.")
        raise BookingRefused("too_late", message % {"space": booking.resource.space.name})


def kept_when_cancelled(booking: Booking, *, by: Any, at: datetime) -> int | None:
    """What the place keeps of the price: nothing if its team cancels, or where nothing was agreed on yet."""
    if booking.price_cents is None or booking.state not in State.SETTLED or not _is_theirs(booking, by):
        return None
    return share(booking.price_cents, percent_kept(booking, by=by, at=at))


def percent_kept(booking: Booking, *, by: Any, at: datetime) -> int:
    """How much of its price, and of what it took from passes, the place keeps of a booking cancelled then."""
    return percent_due(booking, at) if booking.state in State.SETTLED and _is_theirs(booking, by) else 0


def kept_when_nobody_came(booking: Booking) -> int | None:
    """What the place keeps of the price of somebody who did not come."""
    return None if booking.price_cents is None else share(booking.price_cents, booking.terms.no_show_percent)


def percent_due(booking: Booking, at: datetime) -> int:
    """How much of its price a cancellation by its person costs then."""
    return booking.terms.kept_percent(to_instant(booking.start_at), to_instant(at))


def _is_theirs(booking: Booking, by: Any) -> bool:
    return booking.person is not None and by == booking.person
