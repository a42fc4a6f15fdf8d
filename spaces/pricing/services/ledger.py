"""Every movement of somebody's passes. Always inside a transaction of the caller.

Minutes are taken and given back booking by booking. Days are of the calendar and shared by what is booked on them one
thing after another (`held_days`): a movement says which day, and how many more or fewer of it are taken now.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.catalogue.models import Resource
from spaces.pricing.models import Entitlement, HeldDay, LedgerEntry, Membership
from spaces.pricing.rules import kept
from spaces.pricing.services import held_days, lots
from spaces.pricing.services.held_days import Change
from spaces.pricing.services.lots import Source, Use, had_alone, last_day, sources, with_left

Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Returned:
    """Of a lot, what comes back as a booking lets go of its place, what others of its day take over, what is kept."""

    lot: LedgerEntry
    back: int = 0
    others: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Leaving:
    """A booking that lets go of its place. So many per cent of what it took are kept, so much of each unit at least."""

    booking: UUID
    kept_percent: int
    at_least: Mapping[str, int]


def locked_sources(
    memberships: Collection[int], on: date, resource: Resource, days: Collection[date] = ()
) -> list[Source]:
    """The same, to be taken from until the end of the transaction. Four queries, five where they give days.

    Two bookings in two spaces never spend one hour twice: each space has its own turn, a person has one lock.
    """
    _lock(memberships)
    return sources(memberships, on, resource, days=days, since=on)


def locked_lots_of(booking: UUID, unit: str, *, since: date) -> list[Source]:
    """Those that a booking has had something of, to be taken from in the same way; with what is held since a day."""
    own = LedgerEntry.objects.filter(booking=booking, entitlement__unit=unit)
    _lock(own.values_list("membership", flat=True))
    found = lots.lots_of(own.values("lot"))
    held = held_days.of_lots({one.membership.pk for one in found}, since=since).held
    return [replace(one, held=held.get(one.grant.pk, {})) for one in found if one.grant]


def take(use: Use, *, booking: UUID, by: Any, let_go: bool = False) -> None:
    """Write that a booking takes this of lots that are locked. `let_go`: of days on which it has no place any more."""
    for part in use.parts:
        lot = part.source.granted()
        if not part.days:
            _add(lot, Kind.SPEND, -part.amount, booking=booking, by=by)
            continue
        for one in part.days:
            if one.amount:
                _add(lot, Kind.SPEND, -one.amount, booking=booking, by=by, used_on=one.part.on)
        held_days.hold(lot, [one.part for one in part.days], booking=booking, places=part.seats, let_go=let_go)


def give_back(
    booking: UUID, *, kept_percent: int = 0, at_least: Mapping[str, int] | None = None, by: Any = None
) -> None:
    """Return to the lots what a booking that lets go of its place still has of them, less what its conditions keep.

    `at_least`: so much is kept of each unit in any case, as far as it took that much. A day that others are
    on stays taken, by them.
    """
    _return(booking, kept_percent, at_least or {}, by=by)
    if held := _locked_days(booking):
        at_least_days = (at_least or {}).get(Entitlement.Unit.DAYS, 0)
        _follow(held_days.let_go(held, percent=kept_percent, at_least=at_least_days), by=by)


def would_give_back(leaving: Sequence[Leaving]) -> list[Returned]:
    """The same of some bookings, one after another, before it is done; nothing is written. Five queries at most.

    What one of them takes over of a day of another is nobody else's.
    """
    found = [Returned(lot, amount - stay, kept=stay) for lot, amount, stay in _alone(leaving)]
    held = held_days.of_bookings([one.booking for one in leaving])
    return [*found, *_days_back(leaving, held)] if held else found


def _days_back(leaving: Sequence[Leaving], held: list[HeldDay]) -> Iterator[Returned]:
    there_now, took, gone = held_days.on_days_of(held), held_days.took(held), {one.booking for one in leaving}
    for one in leaving:
        own = [day for day in held if day.booking == one.booking]
        at_least = one.at_least.get(Entitlement.Unit.DAYS, 0)
        for change in held_days.letting_go(own, there_now, percent=one.kept_percent, at_least=at_least):
            shares = change.handed_over(took)
            took[*change.one.day, one.booking] += change.more - sum(shares.values())
            took.update({(*change.one.day, other): amount for other, amount in shares.items()})
            others = sum(amount for other, amount in shares.items() if other not in gone)
            yield Returned(change.one.lot, back=-change.more, others=others)
    for day in held:
        yield Returned(day.lot, kept=took[*day.day, day.booking])


def give_up(booking: UUID, *, by: Any = None) -> list[Change]:
    """Return all that a booking that is paid anew has of the lots, whatever was kept: of its days, which came back.

    Not a day that others are on: it is theirs.
    """
    _return(booking, 0, {}, by=by)
    changes = held_days.give_up(held) if (held := _locked_days(booking)) else []
    _follow(changes, by=by)
    return changes


def come_back(changes: Iterable[Change]) -> Counter[date]:
    """How many of which day come back."""
    came = Counter[date]()
    for change in changes:
        came[change.one.used_on] -= change.more
    return came


def days_to_give_up(booking: UUID) -> list[Change]:
    """The same of its days before it gives up any; nothing is written. Two queries."""
    return held_days.without(held_days.of_bookings([booking]))


def take_again(booking: UUID, *, by: Any = None) -> bool:
    """Undo the last giving back of a booking, as far as the lots still have it; whether they have all of it."""
    entries = list(LedgerEntry.objects.filter(booking=booking, used_on=None).order_by("-pk"))
    last: dict[int, int] = defaultdict(int)
    for entry in entries:
        if entry.kind != Kind.GIVE_BACK:
            break
        last[entry.lot_id or 0] += entry.amount
    held = held_days.of_bookings([booking])
    _lock({one.membership_id for one in (*entries, *(one.lot for one in held))})
    for lot in with_left(LedgerEntry.objects.filter(pk__in=last)):
        if amount := min(last[lot.pk], lot.left):
            _add(lot, Kind.SPEND, -amount, booking=booking, by=by)
            last[lot.pk] -= amount
    return _hold_again(held, by=by) and not any(last.values())


def follow_clock(by: Mapping[UUID, timedelta]) -> None:
    """Bookings are so much later by a new clock of their place; what their days take stays. One query without days."""
    held = list(HeldDay.objects.filter(booking__in=by).select_related("lot"))
    if held:
        _lock({one.lot.membership_id for one in held})
        held_days.shift(held, by)


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
    _add(source.granted(), Kind.ADJUST, amount, reason=reason.strip(), by=by)


def expire(on: date) -> int:
    """Write off what is left of lots whose time was over before this day. One transaction each; can run twice."""
    grants = LedgerEntry.objects.filter(kind=Kind.GRANT).select_related("membership", "entitlement")
    over = [grant.pk for grant in with_left(grants) if grant.left > 0 and _is_over(grant, on)]
    return sum(_write_off(pk, on) for pk in over)


@transaction.atomic
def _write_off(pk: int, on: date) -> bool:
    _lock(LedgerEntry.objects.filter(pk=pk).values_list("membership", flat=True))
    grant = with_left(LedgerEntry.objects.filter(pk=pk).select_related("membership", "entitlement")).get()
    if grant.left <= 0 or not _is_over(grant, on):
        return False
    _add(grant, Kind.EXPIRE, -grant.left)
    return True


def _lock(memberships: Iterable[int]) -> None:
    """With all others of their people, in one order: who takes of one pass after another waits for nobody who waits.

    SQLite has one writer at a time and no row locks.
    """
    asked = Membership.objects.filter(pk__in=list(memberships))
    theirs = Membership.objects.filter(Q(pk__in=asked) | Q(person__in=asked.values("person")))
    list(theirs.order_by("pk").select_for_update().values_list("pk"))


def _is_over(grant: LedgerEntry, on: date) -> bool:
    last_on = last_day(grant)
    return last_on is not None and last_on < on


def _return(booking: UUID, percent: int, at_least: Mapping[str, int], *, by: Any) -> None:
    """Give back what a booking alone has, less what is kept."""
    for lot, amount, stay in _alone([Leaving(booking, percent, at_least)]):
        if amount > stay:
            _add(lot, Kind.GIVE_BACK, amount - stay, booking=booking, by=by)


def _alone(leaving: Sequence[Leaving]) -> Iterator[tuple[LedgerEntry, int, int]]:
    """What each booking alone has of each lot, and what is kept of it. Two queries."""
    had = had_alone([one.booking for one in leaving])
    touched = {lot for theirs in had.values() for lot in theirs}
    lots = LedgerEntry.objects.select_related("entitlement", "membership__plan").filter(pk__in=touched).order_by("pk")
    for one, unit in product(leaving, Entitlement.Unit.values):
        theirs = had[one.booking]
        alike = [lot for lot in lots if lot.pk in theirs and lot.entitlement.unit == unit]
        taken = [-theirs[lot.pk] for lot in alike]
        stays = kept(taken, one.kept_percent, one.at_least.get(unit, 0))
        yield from zip(alike, taken, stays, strict=True)


def _locked_days(booking: UUID) -> list[HeldDay]:
    """What it has of days, with others kept from them; its own change in the turn of its space only."""
    held = held_days.of_bookings([booking])
    if held:
        _lock({one.lot.membership_id for one in held})
    return held


def _hold_again(held: list[HeldDay], *, by: Any) -> bool:
    """Have a booking hold the days that it let go of, if the lots have all that this takes."""
    changes = held_days.back(held)
    needs = Counter[int]()
    for change in changes:
        needs[change.one.lot_id] += change.more
    if any(lot.left < needs[lot.pk] for lot in with_left(LedgerEntry.objects.filter(pk__in=needs))):
        return False
    held_days.save(changes)
    _follow(changes, by=by)
    return True


def _follow(changes: list[Change], *, by: Any) -> None:
    """Write what a booking has changed of what its days take, and what of them is others' from the same moment on."""
    took = held_days.took([change.one for change in changes]) if any(change.others for change in changes) else {}
    now = clock.now()
    for change in changes:
        one, shares = change.one, change.handed_over(took)
        write = partial(_add, one.lot, by=by, used_on=one.used_on, created_at=now)
        if change.more > 0:
            write(Kind.SPEND, -change.more, booking=one.booking)
        elif back := sum(shares.values()) - change.more:
            write(Kind.GIVE_BACK, back, booking=one.booking)
        for booking, amount in shares.items():
            write(Kind.SPEND, -amount, booking=booking)


def _add(lot: LedgerEntry, kind: str, amount: int, **more: Any) -> None:
    whose = {"membership_id": lot.membership_id, "entitlement_id": lot.entitlement_id}
    LedgerEntry.objects.create(**whose, kind=kind, amount=amount, lot=lot, **more)
