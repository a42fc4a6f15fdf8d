"""What a time costs, decided without a database."""

from spaces.pricing.rules.quoting import quote
from spaces.pricing.rules.units import LENGTHS_MIN, Line, Quote, UnitPrice

__all__ = ["LENGTHS_MIN", "Line", "Quote", "UnitPrice", "quote"]
