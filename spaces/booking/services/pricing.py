"""What a booking costs, copied onto it as it is now."""

from datetime import timedelta
from typing import Any

from spaces.booking.services.requests import Request
from spaces.pricing.rules import Quote, UnitPrice, quote


def price_of(request: Request) -> Quote | None:
    """The cheapest price of what is asked; None where nothing is sold. One query, none when prefetched."""
    minutes = (request.end_at - request.start_at) // timedelta(minutes=1)
    prices = [
        UnitPrice(price.unit, price.amount_cents, price.vat_rate, price.currency)
        for price in request.resource.prices.all()
    ]
    return quote(prices, minutes, seats=request.seats)


def priced(request: Request) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The price fields of a booking, and the lines for its policy copy."""
    found = price_of(request)
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
