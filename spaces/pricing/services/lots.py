"""What somebody's passes hold: their lots, what is left of each, and what a booking would take. Nothing is written.

A lot is granted when it is first touched: until then it is whole. What is left is what the entries add up to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Q, Sum, Value
from django.db.models.functions import Coalesce

from spaces.catalogue.models import Resource
from spaces.pricing.models import Entitlement, HeldDay, LedgerEntry, Membership
from spaces.pricing.rules import FOR_EVER, Cover, DayPart, DayTaken, Held, Lot, cover, days_taken, month_of, with_more
from spaces.pricing.services import held_days
from spaces.pricing.services.held_days import Beside, HeldByLot

Kind = LedgerEntry.Kind


@dataclass(frozen=True, eq=False)
class Source:
    """A lot of somebody. `grant` None: nothing has been taken of it yet. `held`: what bookings have of its days."""

    membership: Membership
    entitlement: Entitlement
    starts_on: date
    last_on: date | None
    left: int
    grant: LedgerEntry | None
    held: Mapping[date, Sequence[Held]] = field(default_factory=dict)

    @property
    def lot(self) -> tuple[int, int, date]:
        """Which lot it is, granted yet or not."""
        return self.membership.pk, self.entitlement.pk, self.starts_on

    def as_lot(self, key: int) -> Lot:
        """What follows the membership's last day is its last lot's."""
        is_last = self.last_on == self.membership.valid_through
        pays_through = FOR_EVER if is_last or self.last_on is None else self.last_on
        return Lot(key, self.entitlement.unit, self.left, self.last_on, self.held, self.starts_on, pays_through)

    def granted(self) -> LedgerEntry:
        """Its grant, written now if nothing has been taken of it yet."""
        return self.grant or LedgerEntry.objects.create(
            membership=self.membership,
            entitlement=self.entitlement,
            kind=Kind.GRANT,
            amount=self.entitlement.amount,
            starts_on=self.starts_on,
            expires_on=self.last_on,
        )


@dataclass(frozen=True)
class Part:
    """What a booking takes of one pass, and what will be left of it; of days, for which, on how many places."""

    source: Source
    amount: int
    days: tuple[DayTaken, ...] = ()
    seats: int = 1

    @property
    def left(self) -> int:
        return self.source.left - self.amount

    @property
    def after(self) -> Source:
        """The lot once this is taken of it."""
        held = dict(self.source.held)
        for one in self.days:
            held[one.part.on] = with_more(held.get(one.part.on, ()), one.part, self.seats)
        return replace(self.source, left=self.left, held=held)


@dataclass(frozen=True)
class Use:
    """What a booking takes of passes; the first `minutes` of it cost nothing."""

    parts: tuple[Part, ...] = ()
    minutes: int = 0

    @property
    def plans(self) -> set[int]:
        """Whose passes they are, by key."""
        return {part.source.membership.plan_id for part in self.parts}

    @property
    def amounts(self) -> dict[str, int]:
        """What it takes in all, by unit; days that were paid already take nothing."""
        units = {part.source.entitlement.unit for part in self.parts}
        return {unit: sum(part.amount for part in self.parts if part.source.entitlement.unit == unit) for unit in units}


class Holdings:
    """What memberships give, read once and asked for many days and things. Three queries.

    `since`: the first day that something is asked for; one query more where they give days, for what is held on them.
    `besides`: a booking that is about to move, which gives back what it has; one query more.
    """

    def __init__(self, memberships: Collection[int], *, since: date | None = None, besides: UUID | None = None) -> None:
        found = Membership.objects.filter(pk__in=memberships).select_related("plan__space")
        self._held = list(found.order_by("pk"))
        self._given: defaultdict[int, list[Entitlement]] = defaultdict(list)
        for entitlement in Entitlement.objects.filter(plan__in={one.plan_id for one in self._held}):
            self._given[entitlement.plan_id].append(entitlement)
        self._granted = _granted(memberships)
        gives_days = any(one.unit == Entitlement.Unit.DAYS for given in self._given.values() for one in given)
        beside = held_days.of_lots(memberships, since=since, besides=besides) if since and gives_days else Beside()
        had = had_alone([besides])[besides] if besides else {}
        self._held_days = beside.held
        for grants in self._granted.values():
            for grant in grants:
                grant.left += beside.back.get(grant.pk, 0) - had.get(grant.pk, 0)

    def on(
        self, on: date, memberships: Collection[int], resource: Resource | None = None, days: Collection[date] = ()
    ) -> list[Source]:
        """The lots of some of them for what begins on a day; those that cover `resource` only. No query.

        `days`: those that it touches, each paid by the lot of its month.
        """
        return [
            _source(one, what, month, self._granted, self._held_days)
            for one in self._held
            if one.pk in memberships
            for what in self._given[one.plan_id]
            if resource is None or what.is_for(resource)
            for month in _months(one, what, days) or [on]
        ]


def sources(
    memberships: Collection[int],
    on: date,
    resource: Resource | None = None,
    *,
    days: Collection[date] = (),
    since: date | None = None,
    besides: UUID | None = None,
) -> list[Source]:
    """The lots of these memberships for one day, as `Holdings` has them."""
    return Holdings(memberships, since=since, besides=besides).on(on, memberships, resource, days)


def of_today(memberships: Collection[Membership]) -> dict[int, list[Source]]:
    """By key, the lots of each for its own day. Three queries."""
    holdings = Holdings([one.pk for one in memberships])
    return {one.pk: holdings.on(one.today(), [one.pk]) for one in memberships}


def later_lots(memberships: Collection[int], on: date) -> list[Source]:
    """The lots that begin after a day and of which something was taken already, the first first. One query."""
    begins_later = Q(entitlement__every=Entitlement.Every.MONTH) | Q(membership__valid_from__gt=on)
    grants = LedgerEntry.objects.filter(begins_later, membership__in=memberships, kind=Kind.GRANT, starts_on__gt=on)
    return lots_of(grants)


def lots_of(grants: Any) -> list[Source]:
    """As they are, the first first: of grants, or by their keys. One query."""
    found = LedgerEntry.objects.filter(pk__in=grants).select_related("membership__plan", "entitlement")
    return [
        Source(grant.membership, grant.entitlement, grant.starts_on, last_day(grant), grant.left, grant)
        for grant in with_left(found).order_by("starts_on", "pk")
    ]


def last_day(grant: LedgerEntry) -> date | None:
    """Of a lot: the end of its month, or that of its membership as it now is. None: no end."""
    last_on = grant.membership.valid_through
    if grant.entitlement.every == Entitlement.Every.MONTH and grant.starts_on:
        month_end = month_of(grant.starts_on)[1]
        last_on = min(month_end, last_on or month_end)
    return last_on


def would_use(found: Iterable[Source], days: Sequence[DayPart], *, seats: int = 1) -> Use:
    """What a booking of these days would take of these lots. No query."""
    found = list(found)
    covered: Cover = cover([source.as_lot(key) for key, source in enumerate(found)], days, seats=seats)
    return Use(
        tuple(Part(found[taken.key], taken.amount, taken.days, seats) for taken in covered.taken), covered.minutes
    )


def day_of(source: Source, part: DayPart, *, seats: int) -> Part:
    """What it takes of a lot that somebody has this of a day, beside what is held on it."""
    there = source.held.get(part.on, ())
    amount = days_taken(with_more(there, part, seats)) - days_taken(there)
    return Part(source, amount, (DayTaken(part, amount),), seats)


def had_alone(bookings: Collection[UUID]) -> defaultdict[UUID | None, dict[int, int]]:
    """What each alone has of each lot, below zero: minutes, and days that were taken for it and no other."""
    own = LedgerEntry.objects.filter(booking__in=bookings, used_on=None)
    found: defaultdict[UUID | None, dict[int, int]] = defaultdict(dict)
    for booking, lot, net in own.order_by().values_list("booking", "lot").annotate(net=Sum("amount")):
        if net < 0:
            found[booking][lot] = net
    return found


def _months(membership: Membership, entitlement: Entitlement, days: Iterable[date]) -> list[date]:
    """A day of each month whose days these are; none where they are not given by the month."""
    if (entitlement.unit, entitlement.every) != (Entitlement.Unit.DAYS, Entitlement.Every.MONTH):
        return []
    last_on = membership.valid_through or FOR_EVER
    return sorted({month_of(min(on, last_on))[0] for on in days})


def left_after(bookings: Collection[UUID]) -> dict[tuple[str, str], int]:
    """By the name of a pass and what it counts, what is left of the lot that bookings have some of. One query.

    Nothing of a pass of which they have several lots.
    """
    own = LedgerEntry.objects.filter(booking__in=bookings).order_by()
    touched = own.values("lot").annotate(net=Sum("amount")).filter(net__lt=0).values("lot")
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    grants = LedgerEntry.objects.filter(pk__in=touched).select_related("membership__plan", "entitlement")
    for grant in with_left(grants):
        found[grant.membership.plan.name, grant.entitlement.unit].append(grant.left)
    return {which: left[0] for which, left in found.items() if len(left) == 1}


def taken_by(bookings: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """By booking, what it has of each lot by the ledger: a day that it took over from another too. One query.

    `days`: how many it has, of which it took the `amount` and others have paid the rest.
    """
    which = ("booking", "lot", "lot__membership__plan__name", "lot__entitlement__unit")
    moved = LedgerEntry.objects.filter(booking__in=bookings, lot__isnull=False).order_by().values_list(*which)
    held = HeldDay.objects.filter(booking__in=bookings).order_by().values_list(*which)
    rows = moved.annotate(taken=-Sum("amount"), days=Value(0), step=Value(0), first=Min("pk")).union(
        held.annotate(taken=Value(0), days=Sum(Coalesce("kept", "places")), step=Value(1), first=Min("pk")), all=True
    )
    found: defaultdict[UUID, dict[int, dict[str, Any]]] = defaultdict(dict)
    for booking, lot, plan, unit, taken, days, _step, _first in rows.order_by("step", "first"):
        one = found[booking].setdefault(lot, {"plan": plan, "unit": unit, "amount": 0})
        one["amount"] += taken
        if days:
            one["days"] = days
    return {
        booking: [one for one in by_lot.values() if one["amount"] or "days" in one] for booking, by_lot in found.items()
    }


def _source(
    membership: Membership, entitlement: Entitlement, on: date, granted: dict[Any, Any], held: HeldByLot
) -> Source:
    """The lot of a day. One that is given once is known again even if the membership now begins on another day."""
    theirs: list[LedgerEntry] = granted[membership.pk, entitlement.pk]
    last_on = membership.valid_through
    if entitlement.every == Entitlement.Every.MONTH:
        starts_on, month_end = month_of(on)
        last_on = min(month_end, last_on or month_end)
        theirs = [grant for grant in theirs if grant.starts_on == starts_on]
    else:
        starts_on = membership.valid_from
    grant = theirs[0] if theirs else None
    left = entitlement.amount if grant is None else grant.left  # type: ignore[attr-defined]  # annotated
    return Source(membership, entitlement, starts_on, last_on, left, grant, held.get(grant.pk, {}) if grant else {})


def _granted(memberships: Collection[int]) -> dict[Any, Any]:
    found = defaultdict(list)
    for grant in with_left(LedgerEntry.objects.filter(membership__in=memberships, kind=Kind.GRANT)):
        found[grant.membership_id, grant.entitlement_id].append(grant)
    return found


def with_left(grants: Any) -> Any:
    """Each with what is `left` of it."""
    return (
        grants.annotate(moved=Coalesce(Sum("movements__amount"), 0))
        .annotate(left=F("amount") + F("moved"))
        .order_by("pk")
    )
