"""Passes that pay for a booking: taken in its turn, given back when it lets go of its place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from maillage.base import clock
from maillage.base.instants import local_day, to_instant
from spaces.booking.models import Booking
from spaces.booking.services.policies import NOTHING_KEPT, Kept
from spaces.booking.services.pricing import price_of, said
from spaces.booking.services.requests import Request
from spaces.pricing.rules import Quote
from spaces.pricing.services import ledger
from spaces.pricing.services.audiences import Belonging
from spaces.pricing.services.ledger import Part, Source, Use

NOTHING = Use()


@dataclass(frozen=True)
class Cost:
    """What a booking costs once passes have covered what they can; `whole`: its price without them."""

    quote: Quote | None
    whole: Quote | None
    use: Use = NOTHING


UNSOLD = Cost(None, None)


def passes_of(request: Request, belonging: Belonging) -> list[Source]:
    """What its person has for it, to look at before they book. One query, four where they have passes."""
    held = belonging.passes_on(_day(request)) if _may_cost(request) else []
    besides = request.besides.uuid if request.besides else None
    return ledger.sources(held, _day(request), request.resource, besides=besides) if held else []


def cost_of(request: Request, found: list[Source], belonging: Belonging) -> Cost:
    """The price of what these lots do not cover. They are left alone where that makes nothing cheaper.

    So they are where the person has chosen to pay without them.
    """
    whole = price_of(request, belonging)
    if whole is None or not whole.amount_cents or not found or not request.with_passes:
        return Cost(whole, whole)
    use = ledger.would_use(found, request.minutes, seats=request.seats)
    rest = price_of(request, belonging, covered_min=use.minutes)
    if not use.parts or rest is None or rest.amount_cents >= whole.amount_cents:
        return Cost(whole, whole)
    return Cost(rest, whole, use)


def costs_together(requests: Sequence[Request], belonging: Belonging) -> list[Cost]:
    """What each costs of what somebody books at once in a space, in this order: of a lot, one leaves less to the next.

    One query, four where they have passes for a day of it.
    """
    held = {one for request in requests if _may_cost(request) for one in belonging.passes_on(_day(request))}
    holdings = ledger.Holdings(held) if held else None
    taken: Counter[tuple[Any, ...]] = Counter()
    costs = []
    for request in requests:
        on = _day(request)
        found = holdings.on(on, belonging.passes_on(on), request.resource) if holdings else []
        cost = cost_of(request, [replace(one, left=one.left - taken[one.lot]) for one in found], belonging)
        taken.update({part.source.lot: part.amount for part in cost.use.parts})
        costs.append(cost)
    return costs


def pay(booking: Booking, request: Request) -> None:
    """Take what its person has for a booking just written, and note it there. In the space's turn.

    No query where it costs nothing or is paid without passes, one where the person has none.
    """
    if not booking.price_cents or request.person is None or not request.with_passes:
        return
    belonging = Belonging(request.person, request.resource.space)
    held = belonging.passes_on(_day(request))
    if not held:
        return
    cost = cost_of(request, ledger.locked_sources(held, _day(request), request.resource), belonging)
    if cost.quote is None or not cost.use.parts:
        return
    ledger.take(cost.use, booking=booking.uuid, by=request.actor)
    fields, lines = said(cost.quote)
    _write(booking, fields, {"price": lines, "passes": [_taken(part) for part in cost.use.parts]})


def give_back(booking: Booking, *, kept: Kept = NOTHING_KEPT, by: Any = None) -> None:
    """Return what it took, less what its conditions keep. No query where it took nothing."""
    if booking.policy.get("passes"):
        ledger.give_back(booking.uuid, kept_percent=kept.percent, at_least=kept.passes, by=by)


def take_again(booking: Booking, *, by: Any) -> None:
    """It stands again: so does what it took. Spent or expired since, it is priced and paid for anew, as of today."""
    if not booking.policy.get("passes") or ledger.take_again(booking.uuid, by=by):
        return
    ledger.give_back(booking.uuid, by=by)
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
    """As the booking keeps it."""
    return {"plan": part.source.membership.plan.name, "unit": part.source.entitlement.unit, "amount": part.amount}


def _may_cost(request: Request) -> bool:
    return any(price.amount_cents for price in request.resource.prices.all())


def _day(request: Request) -> Any:
    return local_day(to_instant(request.start_at), request.zone)
