"""Places that the home page shows."""

from typing import Any

from maillage.base import clock
from spaces.catalogue.cards import cards
from spaces.catalogue.models.querysets import SpaceQuerySet

FEATURED = 4


def featured(spaces: SpaceQuerySet) -> list[dict[str, Any]]:
    """Places that were checked and can be booked first, those open now before the others."""
    found = spaces.filter(resources__is_active=True).distinct().order_by("-verified_at", "name")
    candidates = cards(found.for_listing()[: FEATURED * 3], at=clock.now())
    candidates = candidates or cards(spaces.for_listing().order_by("-updated_at")[:FEATURED], at=clock.now())
    return sorted(candidates, key=lambda card: card["status_kind"] != "open")[:FEATURED]
