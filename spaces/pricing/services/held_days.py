"""What bookings have of the calendar days that passes pay (`HeldDay`). Written under the lock of the memberships.

From a booking to the ledger: `rules.days_of` says which days it touches, `rules.cover` what each takes of a lot beside
what others have of that day, `ledger.take` writes both. Back: a booking lets go of its days, and what the day takes
less without it is given back, whichever booking took it first. So a day that two share comes back with the last.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from uuid import UUID

from maillage.base.instants import to_utc
from spaces.pricing.models import HeldDay, LedgerEntry
from spaces.pricing.rules import DayPart, Held, days_taken, kept

Day = tuple[int, date]  # of a lot, and which
HeldByLot = Mapping[int, Mapping[date, Sequence[Held]]]
Change = tuple[HeldDay, int]  # what a booking has of a day, and how many days more the lot pays by it


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


def of_booking(booking: UUID) -> list[HeldDay]:
    """Of one booking, with their lots, the first day first. One query."""
    return list(HeldDay.objects.filter(booking=booking).select_related("lot").order_by("lot", "used_on"))


def as_held(there: Iterable[HeldDay]) -> tuple[Held, ...]:
    return tuple(one.as_held for one in there)


def taken(there: Iterable[HeldDay]) -> int:
    """How many days of the lot they take."""
    return days_taken(as_held(there))


def hold(lot: LedgerEntry, parts: Iterable[DayPart], *, booking: UUID, places: int) -> None:
    """Write that a booking has these days of a lot."""
    HeldDay.objects.bulk_create(
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


def let_go(held: Sequence[HeldDay], *, percent: int, at_least: int) -> list[Change]:
    """A booking has let go of its places: of what it held, its conditions keep so much paid. Three queries."""
    stays = _stay(held, percent, at_least)
    found = []
    beside = _beside(held)
    for one in held:
        there = beside[one.day]
        before = taken(there)
        mine = _own(one, there)
        mine.let_go_after = mine.let_go_after or there[-1].pk
        mine.kept = stays[one.pk]
        found.append((mine, taken(there) - before))
    save(found)
    return found


def give_up(held: Sequence[HeldDay]) -> list[Change]:
    """As if a booking had never had them: it is paid anew. Two queries."""
    beside = _beside(held)
    HeldDay.objects.filter(pk__in=[one.pk for one in held]).delete()
    return [(one, taken(_without(one, beside[one.day])) - taken(beside[one.day])) for one in held]


def back(held: Sequence[HeldDay]) -> list[Change]:
    """What it takes that a booking holds again what it has let go of; nothing is written. One query."""
    beside, found = _beside(held), []
    for one in held:
        there = beside[one.day]
        before = taken(there)
        mine = _own(one, there)
        mine.kept = mine.let_go_after = None
        found.append((mine, taken(there) - before))
    return found


def save(changes: Iterable[Change]) -> None:
    """Write how bookings hold their days now. One query."""
    HeldDay.objects.bulk_update([one for one, _more in changes], ["kept", "let_go_after"])


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


def _beside(held: Collection[HeldDay]) -> dict[Day, list[HeldDay]]:
    """All that is held on the days of a booking, its own too, in turn."""
    lots, days = {one.lot_id for one in held}, {one.used_on for one in held}
    found: defaultdict[Day, list[HeldDay]] = defaultdict(list)
    there = HeldDay.objects.filter(lot__in=lots, used_on__in=days)
    for one in there.select_related("lot").order_by("pk"):
        found[one.day].append(one)
    return found


def _own(one: HeldDay, there: Iterable[HeldDay]) -> HeldDay:
    return next(other for other in there if other.pk == one.pk)


def _without(one: HeldDay, there: Iterable[HeldDay]) -> list[HeldDay]:
    return [other for other in there if other.pk != one.pk]
