"""What a time costs, decided without a database."""

from spaces.pricing.rules.passes import Cover, Lot, Taken, cover, kept, month_of
from spaces.pricing.rules.quoting import quote
from spaces.pricing.rules.units import LENGTHS_MIN, Line, Quote, UnitPrice

__all__ = [
    "LENGTHS_MIN",
    "Cover",
    "Line",
    "Lot",
    "Quote",
    "Taken",
    "UnitPrice",
    "cover",
    "kept",
    "month_of",
    "quote",
]
