"""Who keeps an organisation."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError, NotAllowed
from maillage.curation.services import audit
from maillage.users.models import User
from members.directory.models import Organisation, OrganisationTeam
from members.directory.permissions import can_manage_organisation


@transaction.atomic
def leave(member: OrganisationTeam, *, by: User) -> None:
    """Take somebody's part away; they may also leave by themselves. An owner always remains.

    The invitations that they sent, or were sent, go with it: none brings back who was taken out.
    """
    organisation = member.organisation
    if by != member.user:
        require_owner(by, organisation)
    owners = OrganisationTeam.objects.select_for_update().filter(
        organisation=organisation, role=OrganisationTeam.Role.OWNER
    )
    if not owners.exclude(pk=member.pk).exists():
        raise DomainError(
            "last_owner", _("This organisation would have no owner left. Invite another owner first, or delete it.")
        )
    said = {"user": member.user_id, "role": member.role}
    member.delete()
    organisation.invitations.filter(Q(sent_by=member.user) | Q(email=member.user.email)).delete()
    audit.record(organisation, "team_left", by=by, before=said)


def require_owner(by: User, organisation: Organisation) -> None:
    """Raise NotAllowed for who does not choose the team."""
    if not can_manage_organisation(by, organisation):
        raise NotAllowed(_("Only the owners of this organisation choose its team. Ask one of them."))
