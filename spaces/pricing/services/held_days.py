"""What bookings have of the calendar days that passes pay (`HeldDay`). Written under the lock of the memberships.

From a booking to the ledger: `rules.days_of` says which days it touches, `rules.cover` what each takes of a lot beside
what others have of that day, `ledger.take` writes both. Back: a booking lets go of its days, and what the day takes
less without it is given back. What it took of a day that others are still on is taken by them from then on, so that a
day that two share comes back with the last.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from uuid import UUID

from django.db.models import F, Sum

from maillage.base.instants import to_instant, to_utc
from spaces.pricing.models import HeldDay, LedgerEntry
from spaces.pricing.rules import DayPart, Held, days_taken, kept

Day = tuple[int, date]  # of a lot, and which
HeldByLot = Mapping[int, Mapping[date, Sequence[Held]]]
HeldOn = dict[Day, list[HeldDay]]
TookOf = tuple[int, date, UUID]  # of a lot, of which day, which booking
Took = Mapping[TookOf, int]


@dataclass(frozen=True)
class Change:
    """What a booking has of a day, how many days more (or fewer) the lot pays by its coming or leaving, who stays."""

    one: HeldDay
    more: int
    others: Sequence[HeldDay] = ()

    @property
    def part(self) -> DayPart:
        """Of the day, what the booking had."""
        return DayPart(self.one.used_on, to_instant(self.one.start_at), to_instant(self.one.end_at))

    def handed_over(self, took: Took) -> dict[UUID, int]:
        """Of what it took and neither comes back nor is kept of it, how much is which other booking's, in turn."""
        rest = took.get((*self.one.day, self.one.booking), 0) + self.more - (self.one.kept or 0)
        shares = {}
        for other in self.others:
            amount = min(other.as_held.places - took.get((*other.day, other.booking), 0), rest)
            if amount > 0:
                shares[other.booking] = amount
                rest -= amount
        return shares


@dataclass(frozen=True)
class Beside:
    """What is held beside a booking, by lot and day, and what would come back of each lot if it gave its days up."""

    held: HeldByLot = field(default_factory=dict)
    back: Mapping[int, int] = field(default_factory=dict)


def of_lots(memberships: Collection[int], *, since: date, besides: UUID | None = None) -> Beside:
    """Of all lots of these memberships, from a day on. One query."""
    days: defaultdict[Day, list[HeldDay]] = defaultdict(list)
    for one in HeldDay.objects.filter(lot__membership__in=memberships, used_on__gte=since).order_by("pk"):
        days[one.day].append(one)
    held: defaultdict[int, dict[date, Sequence[Held]]] = defaultdict(dict)
    back: defaultdict[int, int] = defaultdict(int)
    for (lot, on), there in days.items():
        others = [one for one in there if one.booking != besides]
        held[lot][on] = as_held(others)
        back[lot] += taken(there) - taken(others)
    return Beside(held, back)


def of_bookings(bookings: Collection[UUID]) -> list[HeldDay]:
    """Of some bookings, with their lots, the first day first. One query."""
    held = HeldDay.objects.filter(booking__in=bookings).order_by("lot", "used_on")
    return list(held.select_related("lot__membership__plan", "lot__entitlement"))


def as_held(there: Iterable[HeldDay]) -> tuple[Held, ...]:
    return tuple(one.as_held for one in there)


def taken(there: Iterable[HeldDay]) -> int:
    """How many days of the lot they take."""
    return days_taken(as_held(there))


def hold(lot: LedgerEntry, parts: Iterable[DayPart], *, booking: UUID, places: int, let_go: bool = False) -> None:
    """Write that a booking has these days of a lot, or has let go of them and has paid them all the same."""
    made = HeldDay.objects.bulk_create(
        HeldDay(
            lot=lot,
            booking=booking,
            used_on=part.on,
            start_at=to_utc(part.start),
            end_at=to_utc(part.end),
            places=places,
        )
        for part in parts
    )
    if let_go:
        HeldDay.objects.filter(pk__in=[one.pk for one in made]).update(kept=places, let_go_after=F("pk"))


def let_go(held: Sequence[HeldDay], *, percent: int, at_least: int) -> list[Change]:
    """A booking has let go of its places: of what it held, its conditions keep so much paid. Three queries."""
    found = letting_go(held, on_days_of(held), percent=percent, at_least=at_least)
    save(found)
    return found


def letting_go(held: Sequence[HeldDay], there_now: HeldOn, *, percent: int, at_least: int) -> list[Change]:
    """What a booking would change if it let go of them; nothing is written. No query.

    `there_now` (`on_days_of`) is then as it would be, for those that let go after it.
    """
    stays = _stay(held, percent, at_least)
    found = []
    for one in held:
        there = there_now[one.day]
        before = taken(there)
        mine = _own(one, there)
        mine.let_go_after = mine.let_go_after or there[-1].pk
        mine.kept = stays[one.pk]
        found.append(Change(mine, taken(there) - before, _without(one, there)))
    return found


def give_up(held: Sequence[HeldDay]) -> list[Change]:
    """As if a booking had never had them: it is paid anew. Two queries."""
    changes = without(held)
    HeldDay.objects.filter(pk__in=[one.pk for one in held]).delete()
    return changes


def without(held: Sequence[HeldDay]) -> list[Change]:
    """What it would change if a booking had never had them; nothing is written. One query."""
    there_now, found = on_days_of(held), []
    for one in held:
        others = _without(one, there_now[one.day])
        found.append(Change(one, taken(others) - taken(there_now[one.day]), others))
    return found


def back(held: Sequence[HeldDay]) -> list[Change]:
    """What it takes that a booking holds again what it has let go of; nothing is written. One query."""
    there_now, found = on_days_of(held), []
    for one in held:
        there = there_now[one.day]
        before = taken(there)
        mine = _own(one, there)
        mine.kept = mine.let_go_after = None
        found.append(Change(mine, taken(there) - before))
    return found


def shift(held: Sequence[HeldDay], by: Mapping[UUID, timedelta]) -> None:
    """By a new clock of their place the hours of bookings are other instants of the same days.

    Where others of a day do not follow (of another place, or booked by that clock already) and it would take more or
    fewer of the lot, all stays as it was paid. Two queries.
    """
    shifted = []
    for there in on_days_of(held).values():
        mine, before = [one for one in there if one.booking in by], taken(there)
        for one in mine:
            one.start_at, one.end_at = one.start_at + by[one.booking], one.end_at + by[one.booking]
        if taken(there) == before:
            shifted += mine
    HeldDay.objects.bulk_update(shifted, ["start_at", "end_at"])


def took(held: Collection[HeldDay]) -> Counter[TookOf]:
    """What every booking that is on these days took of them. One query."""
    lots, days = {one.lot_id for one in held}, {one.used_on for one in held}
    entries = LedgerEntry.objects.filter(lot__in=lots, used_on__in=days).order_by()
    rows = entries.values_list("lot", "used_on", "booking").annotate(net=Sum("amount"))
    return Counter({(lot, used_on, booking): -net for lot, used_on, booking, net in rows})


def save(changes: Iterable[Change]) -> None:
    """Write how bookings hold their days now. One query."""
    HeldDay.objects.bulk_update([change.one for change in changes], ["kept", "let_go_after"])


def _stay(held: Sequence[HeldDay], percent: int, at_least: int) -> dict[int, int]:
    """By key, what stays paid of each: of each lot so much per cent, its first days first."""
    counted: defaultdict[int, int] = defaultdict(int)
    for one in held:
        counted[one.lot_id] += one.as_held.places
    stays = dict(zip(counted, kept(list(counted.values()), percent, at_least), strict=True))
    found = {}
    for one in sorted(held, key=attrgetter("used_on")):
        found[one.pk] = min(one.as_held.places, stays[one.lot_id])
        stays[one.lot_id] -= found[one.pk]
    return found


def on_days_of(held: Collection[HeldDay]) -> HeldOn:
    """All that is held on the days of bookings, their own too, in turn. One query."""
    lots, days = {one.lot_id for one in held}, {one.used_on for one in held}
    found: defaultdict[Day, list[HeldDay]] = defaultdict(list)
    there = HeldDay.objects.filter(lot__in=lots, used_on__in=days)
    for one in there.select_related("lot__membership__plan", "lot__entitlement").order_by("pk"):
        found[one.day].append(one)
    return found


def _own(one: HeldDay, there: Iterable[HeldDay]) -> HeldDay:
    return next(other for other in there if other.pk == one.pk)


def _without(one: HeldDay, there: Iterable[HeldDay]) -> list[HeldDay]:
    return [other for other in there if other.pk != one.pk]
