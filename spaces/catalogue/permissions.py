"""Who may do what with a space and what is in it. One predicate per verb."""

from maillage.curation.models import State, Visibility
from maillage.users.permissions import Anyone, is_coordinator, is_member
from spaces.catalogue.models import Space, SpaceTeam


def can_see(user: Anyone, space: Space) -> bool:
    """Read its page: published for them, or theirs to keep in whatever state."""
    if space.state == State.PUBLISHED:
        if space.visibility == Visibility.PUBLIC:
            return True
        if space.visibility == Visibility.MEMBERS and is_member(user):
            return True
    return can_staff(user, space)


def can_edit(user: Anyone, space: Space) -> bool:
    """Change what the space says about itself, its hours and its resources."""
    return is_coordinator(user) or role_in(user, space) == SpaceTeam.Role.MANAGER


def can_manage_team(user: Anyone, space: Space) -> bool:
    """Say who keeps the space and who welcomes people."""
    return can_edit(user, space)


def can_staff(user: Anyone, space: Space) -> bool:
    """See the daily board: arrivals, walk-ins, check-in."""
    return is_coordinator(user) or role_in(user, space) is not None


def can_publish(user: Anyone, space: Space) -> bool:
    """Make it public without asking: once a coordinator has, its managers may again."""
    if is_coordinator(user):
        return True
    return can_edit(user, space) and space.state == State.PUBLISHED


def role_in(user: Anyone, space: Space) -> str | None:
    """manager, host or nothing."""
    return space.role_of(user) if is_member(user) and space.pk else None
