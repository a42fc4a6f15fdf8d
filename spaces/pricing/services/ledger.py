"""What is left of somebody's passes, and every movement of it. Always inside a transaction of the caller.

A lot is granted when it is first touched: until then it is whole. What is left is what the entries add up to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError
from spaces.catalogue.models import Resource
from spaces.pricing.models import Entitlement, LedgerEntry, Membership
from spaces.pricing.rules import Cover, Lot, cover, kept, month_of

Kind = LedgerEntry.Kind


@dataclass(frozen=True, eq=False)
class Source:
    """A lot of somebody. `grant` None: nothing has been taken of it yet."""

    membership: Membership
    entitlement: Entitlement
    starts_on: date
    last_on: date | None
    left: int
    grant: LedgerEntry | None

    @property
    def lot(self) -> tuple[int, int, date]:
        """Which lot it is, granted yet or not."""
        return self.membership.pk, self.entitlement.pk, self.starts_on

    def as_lot(self, key: int) -> Lot:
        return Lot(key, self.entitlement.unit, self.left, self.last_on)

    def move(self, kind: str, amount: int, **more: Any) -> LedgerEntry:
        """Write a movement of the lot, which is granted now if it has not been."""
        whose = {"membership": self.membership, "entitlement": self.entitlement}
        lot = self.grant or LedgerEntry.objects.create(
            **whose,
            kind=Kind.GRANT,
            amount=self.entitlement.amount,
            starts_on=self.starts_on,
            expires_on=self.last_on,
        )
        return LedgerEntry.objects.create(**whose, kind=kind, amount=amount, lot=lot, **more)


@dataclass(frozen=True)
class Part:
    """What a booking takes of one pass, and what will be left of it."""

    source: Source
    amount: int

    @property
    def left(self) -> int:
        return self.source.left - self.amount


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
        """What it takes in all, by unit."""
        units = {part.source.entitlement.unit for part in self.parts}
        return {unit: sum(part.amount for part in self.parts if part.source.entitlement.unit == unit) for unit in units}


class Holdings:
    """What memberships give, read once and asked for many days and things. Three queries.

    `besides`: a booking that is about to move, which gives back what it has; one query more.
    """

    def __init__(self, memberships: Collection[int], *, besides: UUID | None = None) -> None:
        found = Membership.objects.filter(pk__in=memberships).select_related("plan__space")
        self._held = list(found.order_by("pk"))
        self._given: defaultdict[int, list[Entitlement]] = defaultdict(list)
        for entitlement in Entitlement.objects.filter(plan__in={one.plan_id for one in self._held}):
            self._given[entitlement.plan_id].append(entitlement)
        self._granted = _granted(memberships)
        had = _of_booking(besides) if besides else {}
        for grants in self._granted.values():
            for grant in grants:
                grant.left -= had.get(grant.pk, 0)

    def on(self, on: date, memberships: Collection[int], resource: Resource | None = None) -> list[Source]:
        """The lots of some of them for a day; those that cover `resource` only. No query."""
        return [
            _source(one, what, on, self._granted)
            for one in self._held
            if one.pk in memberships
            for what in self._given[one.plan_id]
            if resource is None or what.is_for(resource)
        ]


def sources(
    memberships: Collection[int], on: date, resource: Resource | None = None, *, besides: UUID | None = None
) -> list[Source]:
    """The lots of these memberships for one day, as `Holdings` has them."""
    return Holdings(memberships, besides=besides).on(on, memberships, resource)


def later_lots(memberships: Collection[int], on: date) -> list[Source]:
    """The lots that begin after a day and of which something was taken already, the first first. One query."""
    begins_later = Q(entitlement__every=Entitlement.Every.MONTH) | Q(membership__valid_from__gt=on)
    grants = LedgerEntry.objects.filter(begins_later, membership__in=memberships, kind=Kind.GRANT, starts_on__gt=on)
    return [
        Source(grant.membership, grant.entitlement, grant.starts_on, last_day(grant), grant.left, grant)
        for grant in _with_left(grants.select_related("membership", "entitlement")).order_by("starts_on", "pk")
    ]


def last_day(grant: LedgerEntry) -> date | None:
    """Of a lot: the end of its month, or that of its membership as it now is. None: no end."""
    last_on = grant.membership.valid_through
    if grant.entitlement.every == Entitlement.Every.MONTH and grant.starts_on:
        month_end = month_of(grant.starts_on)[1]
        last_on = min(month_end, last_on or month_end)
    return last_on


def would_use(found: Iterable[Source], minutes: int, *, seats: int = 1) -> Use:
    """What a booking of so many minutes would take of these lots. No query."""
    found = list(found)
    covered: Cover = cover([source.as_lot(key) for key, source in enumerate(found)], minutes, seats=seats)
    return Use(tuple(Part(found[taken.key], taken.amount) for taken in covered.taken), covered.minutes)


def locked_sources(memberships: Collection[int], on: date, resource: Resource) -> list[Source]:
    """The same, to be taken from until the end of the transaction. Four queries.

    Two bookings in two spaces never spend one hour twice: each space has its own turn, a membership has one lock.
    """
    _lock(memberships)
    return sources(memberships, on, resource)


def take(use: Use, *, booking: UUID, by: Any) -> None:
    """Write that a booking takes this of lots that are locked."""
    for part in use.parts:
        part.source.move(Kind.SPEND, -part.amount, booking=booking, by=by)


def give_back(
    booking: UUID, *, kept_percent: int = 0, at_least: Mapping[str, int] | None = None, by: Any = None
) -> None:
    """Return to the lots what a booking still has of them, less the share that its conditions keep.

    `at_least`: so much is kept of each unit in any case, as far as it took that much.
    """
    had = _of_booking(booking)
    lots = list(LedgerEntry.objects.select_related("entitlement").filter(pk__in=had).order_by("pk"))
    for unit in Entitlement.Unit.values:
        alike = [lot for lot in lots if lot.entitlement.unit == unit]
        taken = [-had[lot.pk] for lot in alike]
        stays = kept(taken, kept_percent, (at_least or {}).get(unit, 0))
        for lot, amount, stay in zip(alike, taken, stays, strict=True):
            if amount > stay:
                _add(lot, Kind.GIVE_BACK, amount - stay, booking=booking, by=by)


def take_again(booking: UUID, *, by: Any = None) -> bool:
    """Undo the last giving back of a booking, as far as the lots still have it; whether they have all of it."""
    entries = list(LedgerEntry.objects.filter(booking=booking).order_by("-pk"))
    last: dict[int, int] = defaultdict(int)
    for entry in entries:
        if entry.kind != Kind.GIVE_BACK:
            break
        last[entry.lot_id or 0] += entry.amount
    _lock({entry.membership_id for entry in entries})
    for lot in _with_left(LedgerEntry.objects.filter(pk__in=last)):
        if amount := min(last[lot.pk], lot.left):
            _add(lot, Kind.SPEND, -amount, booking=booking, by=by)
            last[lot.pk] -= amount
    return not any(last.values())


@transaction.atomic
def adjust(membership: Membership, entitlement: Entitlement, amount: int, *, on: date, reason: str, by: Any) -> None:
    """Correct a lot by hand, with the reason; never below nothing."""
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why, so that the person understands the correction."))
    _lock({membership.pk})
    source = next(one for one in sources([membership.pk], on) if one.entitlement == entitlement)
    if amount < -source.left:
        raise DomainError(
            "too_much", _("Less is left than you take away. Take %(left)s at most.") % {"left": source.left}
        )
    source.move(Kind.ADJUST, amount, reason=reason.strip(), by=by)


def expire(on: date) -> int:
    """Write off what is left of lots whose time was over before this day. One transaction each; can run twice."""
    grants = LedgerEntry.objects.filter(kind=Kind.GRANT).select_related("membership", "entitlement")
    over = [grant.pk for grant in _with_left(grants) if grant.left > 0 and _is_over(grant, on)]
    return sum(_write_off(pk, on) for pk in over)


@transaction.atomic
def _write_off(pk: int, on: date) -> bool:
    _lock(LedgerEntry.objects.filter(pk=pk).values_list("membership", flat=True))
    grant = _with_left(LedgerEntry.objects.filter(pk=pk).select_related("membership", "entitlement")).get()
    if grant.left <= 0 or not _is_over(grant, on):
        return False
    _add(grant, Kind.EXPIRE, -grant.left)
    return True


def _lock(memberships: Iterable[int]) -> None:
    """SQLite has one writer at a time and no row locks."""
    list(Membership.objects.filter(pk__in=list(memberships)).order_by("pk").select_for_update().values_list("pk"))


def _source(membership: Membership, entitlement: Entitlement, on: date, granted: dict[Any, Any]) -> Source:
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
    return Source(membership, entitlement, starts_on, last_on, left, grant)


def _granted(memberships: Collection[int]) -> dict[Any, Any]:
    found = defaultdict(list)
    for grant in _with_left(LedgerEntry.objects.filter(membership__in=memberships, kind=Kind.GRANT)):
        found[grant.membership_id, grant.entitlement_id].append(grant)
    return found


def _with_left(grants: Any) -> Any:
    """Each with what is `left` of it."""
    return (
        grants.annotate(moved=Coalesce(Sum("movements__amount"), 0))
        .annotate(left=F("amount") + F("moved"))
        .order_by("pk")
    )


def _is_over(grant: LedgerEntry, on: date) -> bool:
    last_on = last_day(grant)
    return last_on is not None and last_on < on


def _of_booking(booking: UUID) -> dict[int, int]:
    """What a booking has of each lot, below zero."""
    rows = LedgerEntry.objects.filter(booking=booking).order_by().values_list("lot").annotate(net=Sum("amount"))
    return {lot: net for lot, net in rows if net < 0}


def _add(lot: LedgerEntry, kind: str, amount: int, **more: Any) -> None:
    whose = {"membership_id": lot.membership_id, "entitlement_id": lot.entitlement_id}
    LedgerEntry.objects.create(**whose, kind=kind, amount=amount, lot=lot, **more)
