"""Numbers and amounts as people read them, in the language in use."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import pgettext

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF", "MAD": "MAD", "XPF": "F"}


def money(amount: Decimal | float | int, currency: str = "EUR") -> str:
    """« 12 € », « 6,50 € », « 1 240 € »: no decimals when there are no cents."""
    value = Decimal(str(amount)).quantize(Decimal("0.01"))
    places = 0 if value == value.to_integral_value() else 2
    said = number_format(abs(value), decimal_pos=places, force_grouping=True)
    # Translators: an amount and the sign of its currency: "€12". In French: 12 €.
    priced = pgettext("amount of money", "%(sign)s%(amount)s") % {
        "sign": SIGNS.get(currency, currency),
        "amount": said,
    }
    return f"−{priced}" if value < 0 else priced


def cents(amount: int, currency: str = "EUR") -> str:
    """The same for an amount in whole cents."""
    return money(Decimal(amount) / 100, currency)


def number(value: Decimal | float | int, places: int | None = None) -> str:
    """« 1 240 », « 12,5 »: grouped by thousands, rounded to `places` decimals when given."""
    if places is not None:
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return number_format(value, decimal_pos=places, force_grouping=True)
