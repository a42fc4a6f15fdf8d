"""Who keeps an organisation: invited by mail, without telling who has an account."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.base import clock, limits, mail
from maillage.base.errors import DomainError, NotAllowed
from maillage.base.signed_links import SignedLink
from maillage.curation.models import AuditEvent
from maillage.curation.services import audit
from maillage.users.models import User
from members.directory.models import Organisation, OrganisationTeam
from members.directory.permissions import can_manage_organisation

DAY_S = 24 * 3600
LINK = SignedLink("directory:join", salt="directory.invitation", valid_s=14 * DAY_S)
INVITATIONS_PER_DAY = 20


def invite(organisation: Organisation, *, email: str, role: str, by: User) -> None:
    """Send a link that gives whoever opens it, signed in with this address, a part in the organisation."""
    _require(by, organisation)
    _count_invitation(by)
    address = User.objects.normalise(email)
    said = {"organisation": str(organisation.uuid), "email": address, "role": role}
    invited = User.objects.filter(email=address).first()
    language = invited.language if invited else get_language()
    mail.send(
        "directory/emails/invitation",
        to=address,
        language=language,
        context={
            "organisation": organisation,
            "by": by,
            "url": LINK.url({**said, "by": by.pk, "at": clock.now().isoformat()}, language=language),
        },
    )


@transaction.atomic
def accept(token: str, *, by: User) -> OrganisationTeam:
    """Join with the link that was sent to one's own address.

    Raises DomainError("bad_invitation") when it is too old, altered or was sent to another address, when who
    sent it no longer chooses the team, or the invited person has left since: a link brings nobody back.
    """
    refusal = DomainError(
        "bad_invitation",
        _("This invitation no longer counts, or was sent to another address. Ask the organisation for a new one."),
    )
    if (said := LINK.read(token)) is None:
        raise refusal
    organisation = Organisation.objects.filter(uuid=said["organisation"]).first()
    if organisation is None or said["email"] != by.email or not _counts(said, organisation, by):
        raise refusal
    member, is_new = OrganisationTeam.objects.get_or_create(
        organisation=organisation, user=by, defaults={"role": said["role"]}
    )
    if is_new:
        audit.record(organisation, "team_joined", by=by, after={"user": by.pk, "role": member.role})
    return member


@transaction.atomic
def leave(member: OrganisationTeam, *, by: User) -> None:
    """Take somebody's part away; they may also leave by themselves. An owner always remains."""
    organisation = member.organisation
    if by != member.user:
        _require(by, organisation)
    owners = OrganisationTeam.objects.select_for_update().filter(
        organisation=organisation, role=OrganisationTeam.Role.OWNER
    )
    if not owners.exclude(pk=member.pk).exists():
        raise DomainError(
            "last_owner", _("This organisation would have no owner left. Invite another owner first, or delete it.")
        )
    said = {"user": member.user_id, "role": member.role}
    member.delete()
    audit.record(organisation, "team_left", by=by, before=said)


def _counts(said: dict[str, Any], organisation: Organisation, invited: User) -> bool:
    sender = User.objects.filter(pk=said["by"]).first()
    if sender is None or not can_manage_organisation(sender, organisation):
        return False
    left = AuditEvent.objects.filter(
        subject_type=organisation._meta.label_lower, subject_uuid=organisation.uuid, action="team_left"
    )
    return not left.filter(before__user=invited.pk, at__gte=datetime.fromisoformat(said["at"])).exists()


def _require(by: User, organisation: Organisation) -> None:
    if not can_manage_organisation(by, organisation):
        raise NotAllowed(_("Only the owners of this organisation choose its team. Ask one of them."))


def _count_invitation(by: User) -> None:
    if limits.counted(f"directory.invitations.{by.pk}", for_s=DAY_S) > INVITATIONS_PER_DAY:
        raise DomainError("too_many", _("That is many invitations for one day. Go on tomorrow."))
