"""The conditions that hold for a resource now, and what they cost whoever gives a booking back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.instants import ONE_MINUTE, to_instant, to_local
from maillage.base.prepared import Prepared, Slot
from spaces.booking.models import Booking, BookingPolicy, State
from spaces.booking.rules.policy import CancellationTier, Policy, share
from spaces.booking.services.excuses import is_excused
from spaces.booking.services.refusals import BookingRefused
from spaces.catalogue.models import Resource
from spaces.pricing.rules import kept

HOLDS_FOR = BookingPolicy.resources.through.objects.filter(bookingpolicy=OuterRef("pk"))
FIELDS = ("version", "cancel_notice_min", "release_after_min", "no_show_percent", "remind_before_min")
# The nearest first: conditions of the resource itself, then those of its space for all others.
TERMS = Prepared(
    lambda: (
        BookingPolicy.objects.filter(space=Slot("space", BigIntegerField()))
        .alias(is_own=Exists(HOLDS_FOR.filter(resource=Slot("resource", BigIntegerField()))))
        .filter(Q(is_own=True) | ~Exists(HOLDS_FOR))
        .order_by("-is_own", "pk")
        .values_list("pk", "welcomes_guests", *FIELDS, "tiers__notice_min", "tiers__kept_percent")
    )
)


def terms_of(resource: Resource) -> Policy:
    """What holds for a booking of `resource` made now. One query."""
    rows = TERMS.rows(space=resource.space_id, resource=resource.pk)
    if not rows:
        return Policy()
    pk, _welcomes_guests, *fields = rows[0][:-2]
    tiers = tuple(CancellationTier(*row[-2:]) for row in rows if row[0] == pk and row[-1] is not None)
    return Policy(**dict(zip(FIELDS, fields, strict=True)), tiers=tiers)


def welcomes_guests(resource: Resource) -> bool:
    """Whether the conditions of `resource` let people without an account book it. One query."""
    rows = TERMS.rows(space=resource.space_id, resource=resource.pk)
    return bool(rows) and bool(rows[0][1])


def welcoming_guests(resources: Iterable[Resource]) -> set[int]:
    """The keys of those, all of one space, that people without an account can book by their conditions. One query."""
    resources = list(resources)
    spaces = {one.space_id for one in resources}
    rows = BookingPolicy.objects.filter(space__in=spaces).order_by("pk").values_list("resources", "welcomes_guests")
    found: dict[int | None, bool] = {}
    for resource_id, welcomes in rows:
        found.setdefault(resource_id, welcomes)
    return {one.pk for one in resources if found.get(one.pk, found.get(None, False))}


def agreed_at(booking: Booking, at: datetime) -> dict[str, Any]:
    """What changes of a booking that becomes certain once it has begun: nobody has to come in time for that."""
    if at < booking.start_at or booking.terms.release_after_min is None:
        return {}
    terms = replace(booking.terms, release_after_min=None)
    return {"policy": booking.policy | {"terms": terms.document}}


def check_still_time(booking: Booking, *, by: Any, at: datetime) -> None:
    """Raise BookingRefused("too_late") when its person may no longer cancel or move it without a call."""
    last = booking.terms.last_cancellation(to_instant(booking.start_at), to_instant(booking.end_at))
    if booking.is_of(by) and booking.state in State.SETTLED and to_instant(at) > last:
        said = {"when": dates.when(to_local(last, booking.zone)), "space": booking.resource.space.name}
        message = _("This booking could be changed until %(when)s. Call %(space)s: the team can still do it.") % said
        raise BookingRefused("too_late", message)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the place keeps of a booking that lets go of it. `cents` None: nothing is settled.

    `percent`: of what it took from passes; `passes`: of these by unit, so much at least.
    """

    cents: int | None = None
    percent: int = 0
    passes: Mapping[str, int] = field(default_factory=dict)

    def percent_of_passes(self, booking: Booking) -> int:
        """How much of what the booking took from them; of the unit of which most is kept."""
        return max((self._percent_of(amounts, unit) for unit, amounts in taken_from_passes(booking).items()), default=0)

    def _percent_of(self, amounts: list[int], unit: str) -> int:
        return -(-100 * sum(kept(amounts, self.percent, self.passes.get(unit, 0))) // sum(amounts))


NOTHING_KEPT = Kept()


def check_stays_whole(booking: Booking, *, by: Any, at: datetime, minutes: int) -> None:
    """Raise BookingRefused("too_late") when its person would make it smaller where cancelling costs something already.

    Else whoever cancels late would first shorten it, and pay for a quarter of an hour. `minutes`: of all places.
    Who is there may leave sooner.
    """
    is_smaller = minutes < booking.seats * ((booking.end_at - booking.start_at) // ONE_MINUTE)
    is_there = booking.state == State.CHECKED_IN and booking.start_at <= at
    if is_smaller and not is_there and _costs_its_size(booking, by=by, at=at):
        message = _("Cancelling costs something already: call %(space)s, whose team can still make it shorter.")
        raise BookingRefused("too_late", message % {"space": booking.resource.space.name})


def check_stays_due(
    booking: Booking,
    *,
    by: Any,
    at: datetime,
    asks_team: bool,
    passes: Mapping[str, int],
    moved: Booking | None = None,
) -> None:
    """Raise BookingRefused("too_late") when a move by its person would let them out of what they owe already.

    A request can be refused or forgotten (`asks_team`), and a pass gives nothing back that it has not been asked for
    (`passes`: what the booking would take of them, by unit). `moved`: the same where it has gone, with what is due.
    """
    if not booking.is_of(by):
        return
    due = moved.terms if moved else Policy.of(taken_along(booking, by=by, at=at))
    becomes_request = asks_team and booking.state == State.CONFIRMED and due.has_floor
    if becomes_request or any(passes.get(unit, 0) < amount for unit, amount in due.floor_passes.items()):
        message = _("Cancelling costs something already: call %(space)s, whose team can still move it there.")
        raise BookingRefused("too_late", message % {"space": booking.resource.space.name})


def kept_when_cancelled(booking: Booking, *, by: Any, at: datetime) -> Kept:
    """Nothing if its team cancels, or has closed there; only what was due before a move that is not agreed on yet.

    No query where it costs nothing.
    """
    if not booking.is_of(by) or (booking.terms.has_floor and is_excused(booking)):
        return NOTHING_KEPT
    terms, percent = booking.terms, _percent_kept(booking, by=by, at=at)
    cents = max(terms.floor_cents, share(booking.price_cents or 0, percent))
    is_settled = booking.price_cents is not None and booking.state in State.SETTLED
    return Kept(cents if is_settled or cents else None, percent, terms.floor_passes)


def floor_cents(booking: Booking) -> int:
    """What a cancellation by its person costs in any case: it was due before they moved it."""
    return max(booking.terms.floor_cents, share(booking.price_cents or 0, booking.terms.floor_percent))


def taken_along(booking: Booking, *, by: Any, at: datetime) -> dict[str, int]:
    """What a cancellation has cost its person so far, for the conditions of the booking once they have moved it.

    In amounts: another price makes it neither dearer nor cheaper. Nothing from where the team has closed.
    """
    if booking.terms.has_floor and is_excused(booking):
        return {"floor_cents": 0}
    terms, percent = booking.terms, max(booking.terms.floor_percent, _percent_kept(booking, by=by, at=at))
    due = {"floor_cents": max(floor_cents(booking), share(booking.price_cents or 0, percent))}
    taken = taken_from_passes(booking)
    for unit, at_least in terms.floor_passes.items():
        due[f"floor_{unit}"] = max(at_least, sum(kept(taken.get(unit, []), percent)))
    return due


def taken_from_passes(booking: Booking) -> dict[str, list[int]]:
    """By unit, what a booking took of each lot, or has of days that others had paid: it keeps them as much."""
    taken: defaultdict[str, list[int]] = defaultdict(list)
    for one in booking.policy.get("passes", ()):
        taken[one["unit"]].append(one.get("days", one["amount"]))
    return dict(taken)


def _percent_kept(booking: Booking, *, by: Any, at: datetime) -> int:
    """How much of its price, and of what it took from passes, a cancellation costs then."""
    if booking.state not in State.SETTLED or not booking.is_of(by):
        return 0
    percent = booking.terms.kept_percent(to_instant(booking.start_at), to_instant(at))
    return 0 if percent and _was_paid(booking) and is_excused(booking) else percent


def _was_paid(booking: Booking) -> bool:
    """Whether it costs anything, or took anything from passes."""
    return bool(booking.price_cents or booking.policy.get("passes"))


def _costs_its_size(booking: Booking, *, by: Any, at: datetime) -> bool:
    """Whether what a cancellation costs depends on how large it is: amounts that were due before a move do not."""
    has_passes = bool(booking.policy.get("passes"))
    percent = _percent_kept(booking, by=by, at=at) if booking.price_cents or has_passes else 0
    owes_passes = booking.is_of(by) and has_passes and any(booking.terms.floor_passes.values())
    return bool(percent) or (owes_passes and not is_excused(booking))


def kept_when_nobody_came(booking: Booking) -> Kept:
    """Of somebody who did not come: what was due before they moved it, at least; nothing where it was closed."""
    costs = booking.terms.has_floor or (booking.terms.no_show_percent and _was_paid(booking))
    if costs and is_excused(booking):
        return NOTHING_KEPT
    terms, percent = booking.terms, booking.terms.no_show_percent
    cents = max(floor_cents(booking), share(booking.price_cents or 0, percent))
    return Kept(None if booking.price_cents is None and not cents else cents, percent, terms.floor_passes)
