"""What a time costs, decided without a database."""

from spaces.pricing.rules.days import DayPart, Held, days_of, days_taken, with_more
from spaces.pricing.rules.passes import FOR_EVER, Cover, DayTaken, Lot, Taken, cover, kept, month_of
from spaces.pricing.rules.quoting import quote
from spaces.pricing.rules.units import LENGTHS_MIN, Line, Quote, UnitPrice

__all__ = [
    "FOR_EVER",
    "LENGTHS_MIN",
    "Cover",
    "DayPart",
    "DayTaken",
    "Held",
    "Line",
    "Lot",
    "Quote",
    "Taken",
    "UnitPrice",
    "cover",
    "days_of",
    "days_taken",
    "kept",
    "month_of",
    "quote",
    "with_more",
]
