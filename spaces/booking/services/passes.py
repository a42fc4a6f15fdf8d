"""Passes that pay for a booking: taken in its turn, given back when it lets go of its place.

Of a pass that counts in days it takes the calendar days that it touches, on the clock of its own space, unless the pass
has paid them already for something else that is not at the same time: then it takes nothing (`pricing.rules.days`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from maillage.base import clock
from maillage.base.instants import days, local_day, to_instant
from spaces.booking.models import Booking
from spaces.booking.rules.outlay import Outlay, Taken
from spaces.booking.services.policies import NOTHING_KEPT, Kept
from spaces.booking.services.pricing import price_of, said
from spaces.booking.services.requests import Request
from spaces.pricing.rules import DayPart, Quote, days_of
from spaces.pricing.services import ledger, lots
from spaces.pricing.services.audiences import Belonging
from spaces.pricing.services.held_days import Change
from spaces.pricing.services.lots import Part, Source, Use

NOTHING = Use()
NO_OUTLAY = Outlay()


@dataclass(frozen=True)
class Cost:
    """What a booking costs once passes have covered what they can; `whole`: its price without them."""

    quote: Quote | None
    whole: Quote | None
    use: Use = NOTHING

    @property
    def outlay(self) -> Outlay:
        return Outlay(self.quote.amount_cents if self.quote else 0, **self.use.amounts)


UNSOLD = Cost(None, None)


def passes_of(request: Request, belonging: Belonging) -> list[Source]:
    """What its person has for it, to look at before they book. One query, four where they have passes, five of days."""
    on = _day(request)
    held = belonging.passes_on(on) if _may_cost(request) else []
    return _holdings(held, request).on(on, held, request.resource, _dates(request)) if held else []


def cost_of(request: Request, found: list[Source], belonging: Belonging) -> Cost:
    """The price of what these lots do not cover. They are left alone where that makes nothing cheaper.

    So they are where the person has chosen to pay without them.
    """
    whole = price_of(request, belonging)
    if whole is None or not whole.amount_cents or not found or not request.with_passes:
        return Cost(whole, whole)
    use = lots.would_use(found, _days_of(request), seats=request.seats)
    rest = price_of(request, belonging, covered_min=use.minutes)
    if not use.parts or rest is None or rest.amount_cents >= whole.amount_cents:
        return Cost(whole, whole)
    return Cost(rest, whole, use)


def costs_together(requests: Sequence[Request], *belongings: Belonging) -> list[Cost]:
    """What each costs of what somebody books at once, in this order: of a lot, one leaves less to the next.

    `belongings`: to the space of each. One query for each, three more where they have passes for a day of it, four
    where these give days.
    """
    by_space = {one.space.pk: one for one in belongings}
    there = [by_space[request.resource.space_id] for request in requests]
    asked = list(zip(requests, there, strict=True))
    held = {one for request, belonging in asked if _may_cost(request) for one in belonging.passes_on(_day(request))}
    holdings = lots.Holdings(held, since=min(map(_day, requests))) if held else None
    after: dict[tuple[Any, ...], Source] = {}
    costs = []
    for request, belonging in asked:
        on = _day(request)
        mine = belonging.passes_on(on)
        found = holdings.on(on, mine, request.resource, _dates(request)) if holdings else []
        cost = cost_of(request, [after.get(one.lot, one) for one in found], belonging)
        after |= {part.source.lot: part.after for part in cost.use.parts}
        costs.append(cost)
    return costs


def costs_instead(requests: Sequence[Request], belonging: Belonging) -> list[Cost]:
    """What each of these costs in place of the others, for a booking that gives back what it has of passes.

    All at one time in one space. One query, five where its person has passes, six where these give days.
    """
    priced = next((one for one in requests if _may_cost(one)), None)
    held = belonging.passes_on(_day(priced)) if priced else []
    if priced is None or not held:
        return [cost_of(one, [], belonging) for one in requests]
    holdings, on, dates = _holdings(held, priced), _day(priced), _dates(priced)
    return [cost_of(one, holdings.on(on, held, one.resource, dates), belonging) for one in requests]


def pay(booking: Booking, request: Request, *, had: Sequence[Change] = (), came_back: Outlay = NO_OUTLAY) -> Use:
    """Take what its person has for a booking just written, and note it there. In the space's turn.

    No query where it costs nothing or is paid without passes, one where the person has none. Who is there gets nothing
    back of what was due before, however long they stay: the rest of it is taken besides, of the days that it `had`, and
    never more than `came_back` as it gave up what it had.
    """
    use = _pay(booking, request)
    return _with_what_is_due(booking, request, use, had, came_back) if request.changes_stay else use


def _pay(booking: Booking, request: Request) -> Use:
    if not booking.price_cents or request.person is None or not request.with_passes:
        return NOTHING
    belonging, on = Belonging(request.person, request.resource.space), _day(request)
    held = belonging.passes_on(on)
    if not held:
        return NOTHING
    cost = cost_of(request, ledger.locked_sources(held, on, request.resource, _dates(request)), belonging)
    if cost.quote is None or not cost.use.parts:
        return NOTHING
    ledger.take(cost.use, booking=booking.uuid, by=request.actor)
    fields, lines = said(cost.quote)
    _write(booking, fields, {"price": lines, "passes": [_taken(part) for part in cost.use.parts]})
    return cost.use


def _with_what_is_due(booking: Booking, request: Request, use: Use, had: Sequence[Change], came_back: Outlay) -> Use:
    parts: list[Part] = []
    for unit, due in booking.terms.floor_passes.items():
        has = sum(_counts(part) for part in use.parts if part.source.entitlement.unit == unit)
        short = min(due - has, came_back.units[unit] - use.amounts.get(unit, 0))
        if short > 0:
            found = ledger.locked_lots_of(booking.uuid, unit, since=_day(request))
            parts += _due(found, short, [one for one in had if not _has(use, one)])
    if not parts:
        return use
    ledger.take(Use(tuple(parts)), booking=booking.uuid, by=request.actor, let_go=True)
    _write(booking, {}, {"passes": [*booking.policy.get("passes", ()), *map(_taken, parts)]})
    return Use((*use.parts, *parts), use.minutes)


def _due(found: Iterable[Source], short: int, had: Iterable[Change]) -> Iterator[Part]:
    """So much of these lots: of days, those that it had there and that came back, then whatever is left."""
    lots_by_key = {source.grant.pk: source for source in found if source.grant}
    for one in had:
        source = lots_by_key.get(one.one.lot_id)
        if short > 0 and source:
            part = lots.day_of(source, one.part, seats=min(one.one.as_held.places, short))
            if part.amount <= min(source.left, -one.more):
                yield part
                short -= part.seats
                lots_by_key[one.one.lot_id] = part.after
    for source in lots_by_key.values():
        if amount := min(short, source.left):
            yield Part(source, amount)
            short -= amount


def _has(use: Use, one: Change) -> bool:
    """Whether it has that day of that lot again: there it can have no other part of it."""
    mine = [part for part in use.parts if part.source.grant and part.source.grant.pk == one.one.lot_id]
    return any(day.part.on == one.one.used_on for part in mine for day in part.days)


def give_back(booking: Booking, *, kept: Kept = NOTHING_KEPT, by: Any = None) -> None:
    """Return what it took, less what its conditions keep. No query where it took nothing."""
    if booking.policy.get("passes"):
        ledger.give_back(booking.uuid, kept_percent=kept.percent, at_least=kept.passes, by=by)


def would_give_back(leaving: Iterable[tuple[Booking, Kept]]) -> list[ledger.Returned]:
    """The same of some bookings before it is done; no query where they took nothing."""
    paid = [
        ledger.Leaving(booking.uuid, kept.percent, kept.passes)
        for booking, kept in leaving
        if booking.policy.get("passes")
    ]
    return ledger.would_give_back(paid) if paid else []


def give_up(booking: Booking, *, by: Any) -> list[Change]:
    """Return all that it has: it is paid anew. Of its days, which came back; no query where it took nothing."""
    return ledger.give_up(booking.uuid, by=by) if booking.policy.get("passes") else []


def days_to_give_up(booking: Booking) -> list[Change]:
    """The same of its days before it gives up any; no query where it took nothing."""
    return ledger.days_to_give_up(booking.uuid) if booking.policy.get("passes") else []


def outlay_of(bookings: Collection[Booking]) -> Outlay:
    """What bookings took of their person as they were paid. No query."""
    return _outlay(bookings, added_up(one for booking in bookings for one in booking.policy.get("passes", ())))


def outlay_now(bookings: Collection[Booking]) -> Outlay:
    """What they take of their person now. One query, none where no pass has paid."""
    return _outlay(bookings, _taken_now(bookings))


def _outlay(bookings: Collection[Booking], taken: Collection[Taken]) -> Outlay:
    units = {unit: sum(one.amount for one in taken if one.unit == unit) for unit in {one.unit for one in taken}}
    return Outlay(sum(booking.price_cents or 0 for booking in bookings), **units)


def given_up(was: Booking, had: Iterable[Change]) -> Outlay:
    """What came back of what a booking took, as it gave it up: of days, those alone that nobody else is on."""
    owed = sum(one["amount"] for one in was.policy.get("passes", ()) if one["unit"] == "days" and "days" not in one)
    return outlay_of([was])._replace(days=ledger.come_back(had).total() + owed)


def gave_back(took: Iterable[dict[str, Any]], had: Iterable[Change]) -> list[dict[str, Any]]:
    """The same of each pass, for history; of a day that others are on, none. `took` by the ledger (`taken_by`)."""
    days = [
        {"plan": change.one.lot.membership.plan.name, "unit": change.one.lot.entitlement.unit, "amount": -change.more}
        for change in had
    ]
    return [*(one for one in took if "days" not in one), *days]


def taken_of(bookings: Collection[Booking]) -> list[Taken]:
    """What they take of each pass, and what is left of it now. Two queries, none where no pass has paid."""
    taken = _taken_now(bookings)
    left = lots.left_after([booking.uuid for booking in bookings]) if taken else {}
    return [replace(one, left=left.get((one.plan, one.unit))) for one in taken]


def taken_by(bookings: Iterable[Booking]) -> dict[UUID, list[dict[str, Any]]]:
    """What each takes of passes by the ledger: since it was paid it may have taken over a day that others had taken.

    One query, none where no pass has paid.
    """
    paid = [booking.uuid for booking in bookings if booking.policy.get("passes")]
    return lots.taken_by(paid) if paid else {}


def _taken_now(bookings: Iterable[Booking]) -> list[Taken]:
    return added_up(one for taken in taken_by(bookings).values() for one in taken)


def added_up(kept: Iterable[Mapping[str, Any]]) -> list[Taken]:
    """By pass, what bookings keep of what they took of each, or history does."""
    found: dict[tuple[str, str], Taken] = {}
    for one in kept:
        had = found.get((one["plan"], one["unit"]), Taken(one["plan"], one["unit"], 0))
        found[had.plan, had.unit] = replace(had, amount=had.amount + one["amount"], days=had.days + one.get("days", 0))
    return list(found.values())


def taken_once_moved(use: Use, was: Booking, had: Collection[Change]) -> dict[str, int]:
    """By unit, what a booking takes where it has moved to; a day that it had before counts, whoever paid it.

    But of what came back of that day as it left, no more than it has taken again.
    """
    days_before = {part.on for part in _days_of(was)} | {change.one.used_on for change in had}
    taken, came_back = Counter(use.amounts), ledger.come_back(had)
    for part in use.parts:
        for one in part.days:
            if one.part.on in days_before:
                taken[part.source.entitlement.unit] += max(part.seats - max(one.amount, came_back[one.part.on]), 0)
    return dict(taken)


def take_again(booking: Booking, *, by: Any) -> None:
    """It stands again: so does what it took. Spent or expired since, it is priced and paid for anew, as of today."""
    if not booking.policy.get("passes") or ledger.take_again(booking.uuid, by=by):
        return
    ledger.give_up(booking.uuid, by=by)
    request = Request.again(booking, by=by, now=clock.now())
    fields, lines = said(price_of(request))
    _write(booking, fields, {"price": lines, "passes": []})
    pay(booking, request)


def _write(booking: Booking, price: dict[str, Any], policy: dict[str, Any]) -> None:
    fields = price | {"policy": booking.policy | policy}
    Booking.objects.filter(pk=booking.pk).update(**fields)
    for name, value in fields.items():
        setattr(booking, name, value)


def _taken(part: Part) -> dict[str, Any]:
    """As the booking keeps it; `days`: how many it has, of which it took the `amount` and others had paid the rest."""
    taken = {"plan": part.source.membership.plan.name, "unit": part.source.entitlement.unit, "amount": part.amount}
    return taken | {"days": _counts(part)} if part.days else taken


def _counts(part: Part) -> int:
    """How much it has, of days whoever paid them."""
    return len(part.days) * part.seats if part.days else part.amount


def _holdings(held: Collection[int], request: Request) -> lots.Holdings:
    """What these memberships give for a request, and what comes back of them where a booking moves."""
    since, was = _day(request), request.besides
    if was is None:
        return lots.Holdings(held, since=since)
    return lots.Holdings(held, since=min(since, local_day(to_instant(was.start_at), was.zone)), besides=was.uuid)


def _may_cost(request: Request) -> bool:
    return any(price.amount_cents for price in request.resource.prices.all())


def _day(request: Request) -> date:
    return local_day(to_instant(request.start_at), request.zone)


def _dates(request: Request) -> list[date]:
    """The calendar days that it touches."""
    return days(_day(request), local_day(to_instant(request.end_at) - 1, request.zone))


def _days_of(asked: Request | Booking) -> tuple[DayPart, ...]:
    return days_of(to_instant(asked.start_at), to_instant(asked.end_at), asked.zone)
