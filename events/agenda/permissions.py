"""Who may do what with events."""

from events.agenda.models import Event
from maillage.users.permissions import Anyone, is_coordinator
from spaces.booking.services.habilitations import known_to
from spaces.catalogue.models import Space
from spaces.catalogue.permissions import can_staff


def can_add(user: Anyone) -> bool:
    """Managers of a space, for their spaces; coordinators."""
    return is_coordinator(user) or Space.objects.managed_by(user).exists()


def can_edit(user: Anyone, event: Event) -> bool:
    """Managers of its space; coordinators."""
    return Event.objects.editable_by(user).filter(pk=event.pk).exists()


def can_publish(user: Anyone, event: Event) -> bool:
    """The space's managers decide on their own agenda."""
    return can_add(user) if event.pk is None else can_edit(user, event)


def can_say_who_came(user: Anyone, event: Event) -> bool:
    """The team of its space, where it gives a habilitation that this space gives."""
    return (
        event.is_published
        and event.space is not None
        and event.habilitation is not None
        and can_staff(user, event.space)
        and known_to(event.space).filter(pk=event.habilitation_id).exists()
    )


def can_see(user: Anyone, event: Event) -> bool:
    """Published for them, or theirs to edit."""
    return Event.objects.visible_to(user).filter(pk=event.pk).exists()
