"""Invitations to keep an organisation: sent by mail, without telling who has an account."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.base import clock, limits, mail
from maillage.base.errors import DomainError
from maillage.base.signed_links import SignedLink
from maillage.curation.services import audit
from maillage.users.models import User
from members.directory.models import Invitation, Organisation, OrganisationTeam
from members.directory.models.invitation import VALID
from members.directory.permissions import can_manage_organisation
from members.directory.services.team import require_owner

DAY_S = 24 * 3600
LINK = SignedLink("directory:join", salt="directory.team-invitation", valid_s=int(VALID.total_seconds()))
INVITATIONS_PER_DAY = 20


@transaction.atomic
def invite(organisation: Organisation, *, email: str, role: str, by: User) -> Invitation:
    """Send a link that gives whoever opens it, signed in with this address, a part in the organisation.

    Sent again, the same invitation counts from now, for this role.
    """
    require_owner(by, organisation)
    address = User.objects.normalise(email)
    _refuse_needless(organisation, address, by)
    _count(by)
    invitation, _is_new = Invitation.objects.update_or_create(
        organisation=organisation, email=address, defaults={"role": role, "sent_by": by, "sent_at": clock.now()}
    )
    invited = User.objects.filter(email=address).first()
    language = invited.language if invited else get_language()
    said = {"organisation": str(organisation.uuid), "invitation": str(invitation.uuid)}
    mail.send(
        "directory/emails/invitation",
        to=address,
        language=language,
        context={"invitation": invitation, "url": LINK.url(said, language=language)},
    )
    return invitation


def withdraw(invitation: Invitation, *, by: User) -> None:
    """Its link no longer counts; nobody is written to."""
    require_owner(by, invitation.organisation)
    invitation.delete()


def joined(token: str, *, by: User) -> OrganisationTeam | None:
    """Their part in the organisation that the link invites to, where they have one already."""
    if (said := LINK.read(token)) is None:
        return None
    return OrganisationTeam.objects.filter(organisation__uuid=said["organisation"], user=by).first()


def opened(token: str, *, by: User) -> Invitation:
    """The invitation that the link stands for.

    Raises DomainError("bad_invitation") when it does not count, or was sent to another address.
    """
    invitation = read(token)
    if invitation is None or invitation.email != by.email:
        raise _refusal()
    return invitation


def read(token: str) -> Invitation | None:
    """The same for whoever holds the link, before it is known who they are.

    None when it is too old, withdrawn or altered, or who sent it no longer chooses the team.
    """
    if (said := LINK.read(token)) is None:
        return None
    standing = Invitation.objects.standing(clock.now()).select_related("organisation", "sent_by")
    invitation = standing.filter(uuid=said["invitation"]).first()
    if invitation is None or not can_manage_organisation(invitation.sent_by, invitation.organisation):
        return None
    return invitation


@transaction.atomic
def accept(token: str, *, by: User) -> OrganisationTeam:
    """Join with the link that was sent to one's own address, once: a link brings nobody back. Raises as `opened`."""
    invitation = opened(token, by=by)
    gone, _of_each = Invitation.objects.filter(pk=invitation.pk).delete()
    if not gone:  # withdrawn meanwhile
        raise _refusal()
    member, is_new = OrganisationTeam.objects.get_or_create(
        organisation=invitation.organisation, user=by, defaults={"role": invitation.role}
    )
    if is_new:
        audit.record(invitation.organisation, "team_joined", by=by, after={"user": by.pk, "role": member.role})
    return member


def forget_invitations() -> None:
    """Drop the addresses of those who did not answer in time."""
    Invitation.objects.ended(clock.now()).delete()


def _refuse_needless(organisation: Organisation, address: str, by: User) -> None:
    if address == by.email:
        raise DomainError("own_address", _("This is your own address. Give that of the person to invite."))
    if organisation.team.filter(user__email=address).exists():
        raise DomainError("in_team_already", _("This person is in the team already."))


def _count(by: User) -> None:
    if limits.counted(f"directory.invitations.{by.pk}", for_s=DAY_S) > INVITATIONS_PER_DAY:
        raise DomainError("too_many", _("That is many invitations for one day. Go on tomorrow."))


def _refusal() -> DomainError:
    return DomainError(
        "bad_invitation",
        _("This invitation no longer counts, or was sent to another address. Ask the organisation for a new one."),
    )
