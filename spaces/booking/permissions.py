"""Who may do what with bookings. One predicate per verb; admissions, habilitations and quotas come on top."""

from django.contrib.auth.models import AnonymousUser

from maillage.users.permissions import Anyone, is_coordinator, is_member
from spaces.booking.models import Booking, Habilitation, HabilitationGrant, State
from spaces.catalogue.models import Resource, Space, SpaceTeam
from spaces.catalogue.permissions import can_edit, can_staff
from spaces.catalogue.permissions import can_see as can_see_space


def can_book(user: Anyone, resource: Resource) -> bool:
    """Book for oneself: signed in, a resource in service of a space that they may see, or one that they staff."""
    if not is_member(user):
        return False
    return (resource.is_active and can_see_space(user, resource.space)) or can_staff(user, resource.space)


def can_book_as_guest(resource: Resource) -> bool:
    """Book without an account: what the public reads about."""
    return resource.is_active and can_see_space(AnonymousUser(), resource.space)


def can_book_for_others(user: Anyone, resource: Resource) -> bool:
    """Walk-ins, telephone: the space's team books for anyone."""
    return can_staff(user, resource.space)


def can_see(user: Anyone, booking: Booking) -> bool:
    """Its person, and the space's team."""
    return _is_theirs(user, booking) or can_staff(user, booking.resource.space)


def can_cancel(user: Anyone, booking: Booking) -> bool:
    """Its person until somebody has checked them in, the team as long as it holds its place."""
    if booking.state not in State.HOLDING:
        return False
    if booking.state != State.CHECKED_IN and _is_theirs(user, booking):
        return True
    return can_staff(user, booking.resource.space)


def can_confirm(user: Anyone, booking: Booking) -> bool:
    """Take what is held: its person, or the team for them."""
    return booking.state == State.HOLD and can_see(user, booking)


def can_move(user: Anyone, booking: Booking) -> bool:
    """Change its time or its places: its person, even while they are there, and the team."""
    return booking.state in State.HOLDING and can_see(user, booking)


def can_decide(user: Anyone, resource: Resource) -> bool:
    """Answer the requests for a resource, yes or no."""
    return can_edit(user, resource.space)


def can_approve(user: Anyone, booking: Booking) -> bool:
    """Answer this request."""
    return booking.state == State.PENDING and can_decide(user, booking.resource)


def can_check_in(user: Anyone, booking: Booking) -> bool:
    """Say that the person has come, or that nobody has."""
    return can_staff(user, booking.resource.space)


def can_arrive(user: Anyone, booking: Booking) -> bool:
    """Say by oneself that one is there: only for oneself."""
    return _is_theirs(user, booking)


def can_revoke_kiosk(user: Anyone, space: Space) -> bool:
    """End a kiosk, wherever the tablet is now."""
    return can_edit(user, space)


def can_override(user: Anyone, resource: Resource) -> bool:
    """Book against a rule, with a reason that stays in the history. Never against another booking."""
    return can_edit(user, resource.space)


def can_see_planning(user: Anyone, space: Space) -> bool:
    """See who is where."""
    return can_staff(user, space)


def can_grant(user: Anyone, habilitation: Habilitation, space: Space | None) -> bool:
    """Say for a space that somebody has followed the training: its managers, where it is given or required.

    Without a space it is given for the whole network: by coordinators.
    """
    if is_coordinator(user):
        return True
    return space is not None and can_edit(user, space) and _is_known(habilitation, [space.pk])


def can_take_back(user: Anyone, given: HabilitationGrant) -> bool:
    """Those who might have given it; what the network gave, managers wherever it is given or required."""
    if given.space is not None or is_coordinator(user):
        return can_grant(user, given.habilitation, given.space)
    if not is_member(user):
        return False
    managed = user.space_roles.filter(role=SpaceTeam.Role.MANAGER).values_list("space_id", flat=True)
    return _is_known(given.habilitation, list(managed))


def can_recognise(user: Anyone, space: Space) -> bool:
    """Choose which trainings of other spaces count here."""
    return can_edit(user, space)


def _is_known(habilitation: Habilitation, managed: list[int]) -> bool:
    return (
        habilitation.recognised_by.filter(pk__in=managed).exists()
        or habilitation.resources.filter(space__in=managed).exists()
    )


def _is_theirs(user: Anyone, booking: Booking) -> bool:
    return is_member(user) and booking.person_id == user.pk
