"""Who may do what with events."""

from events.agenda.models import Event
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Space


def can_add(user: Anyone) -> bool:
    """Managers of a space, for their spaces; coordinators."""
    return is_coordinator(user) or Space.objects.managed_by(user).exists()


def can_edit(user: Anyone, event: Event) -> bool:
    """Managers of its space; coordinators."""
    return Event.objects.editable_by(user).filter(pk=event.pk).exists()


def can_publish(user: Anyone, event: Event) -> bool:
    """The space's managers decide on their own agenda."""
    return can_add(user) if event.pk is None else can_edit(user, event)


def can_see(user: Anyone, event: Event) -> bool:
    """Published for them, or theirs to edit."""
    return Event.objects.visible_to(user).filter(pk=event.pk).exists()
