"""What a booking costs, and for whom."""

from spaces.pricing.models.audience import Audience
from spaces.pricing.models.ledger import Entitlement, HeldDay, LedgerEntry
from spaces.pricing.models.plan import Membership, Plan
from spaces.pricing.models.price import Price

__all__ = ["Audience", "Entitlement", "HeldDay", "LedgerEntry", "Membership", "Plan", "Price"]
