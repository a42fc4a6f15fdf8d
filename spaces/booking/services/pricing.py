"""What a booking costs, copied onto it as it is now."""

from datetime import timedelta
from typing import Any

from maillage.base.instants import local_day, to_instant
from spaces.booking.services.requests import Request
from spaces.pricing.rules import Quote, quote
from spaces.pricing.services.audiences import Belonging


def price_of(request: Request, belonging: Belonging | None = None, *, covered_min: int = 0) -> Quote | None:
    """The cheapest price of what is asked for its person; None where nothing is sold.

    One query, none when prices are prefetched; one more where some are for certain people. `belonging`: what
    the person belongs to there, for who asks about several times. `covered_min`: passes cover so much of its beginning.
    """
    prices = [price.as_ruled for price in request.resource.prices.all()]
    audiences: set[int] = set()
    if any(price.audience is not None for price in prices):
        belonging = belonging or Belonging(request.person, request.resource.space)
        audiences = belonging.audiences_on(local_day(to_instant(request.start_at), request.zone))
    start, end, seats = request.start_at + timedelta(minutes=covered_min), request.end_at, request.seats
    return quote(prices, start, end, zone=request.zone, seats=seats, audiences=audiences)


def priced(request: Request) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The price fields of a booking, and the lines for its policy copy."""
    return said(price_of(request))


def said(found: Quote | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The same for a price at hand."""
    if found is None:
        return {"price_cents": None, "vat_cents": 0, "vat_rate": None}, []
    fields = {
        "price_cents": found.amount_cents,
        "vat_cents": found.vat_cents,
        "vat_rate": found.vat_rate,
        "currency": found.currency,
    }
    lines = [
        {
            "unit": line.unit,
            "count": line.count,
            "amount_cents": line.amount_cents,
            "vat_rate": str(line.vat_rate),
        }
        for line in found.lines
    ]
    return fields, lines
