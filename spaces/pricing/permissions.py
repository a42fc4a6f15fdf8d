"""Who may say what things cost. One predicate per verb."""

from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Space
from spaces.catalogue.permissions import can_edit


def can_set_prices(user: Anyone, space: Space | None) -> bool:
    """Name audiences and plans: managers for their space, coordinators for the network."""
    return is_coordinator(user) if space is None else can_edit(user, space)


def can_set_some_prices(user: Anyone) -> bool:
    """Whether there is a space, or the network, that they may do it for."""
    return is_coordinator(user) or Space.objects.managed_by(user).exists()
