"""Who may see and change what in the directory."""

from maillage.curation.models import State, Visibility
from maillage.users.permissions import Anyone, is_coordinator, is_member
from members.directory.models import Organisation, OrganisationTeam, Person


def can_edit_person(user: Anyone, person: Person) -> bool:
    """Its owner and coordinators."""
    return is_coordinator(user) or (is_member(user) and person.user_id == user.pk)


def can_manage_organisation(user: Anyone, organisation: Organisation) -> bool:
    """Choose its team, withdraw or delete it: its owners and coordinators."""
    return is_coordinator(user) or (is_member(user) and role_in(user, organisation) == OrganisationTeam.Role.OWNER)


def role_in(user: Anyone, organisation: Organisation) -> str:
    """owner, editor or nothing."""
    if not is_member(user):
        return ""
    return organisation.team.filter(user=user).values_list("role", flat=True).first() or ""


def can_publish(user: Anyone, record: Person | Organisation) -> bool:
    """A coordinator checks the first publication; then its keepers publish their changes themselves."""
    return is_coordinator(user) or record.state == State.PUBLISHED


def can_see(user: Anyone, person: Person, field: str) -> bool:
    """Whether `person` shows this field (one of HIDEABLE) to `user`."""
    match person.visibility_of(field):
        case Visibility.PUBLIC:
            return True
        case Visibility.MEMBERS:
            return is_member(user)
    return can_edit_person(user, person)
