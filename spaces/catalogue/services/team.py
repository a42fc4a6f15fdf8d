"""Who keeps a space: joining, changing part, leaving. The keys of Wagtail follow."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError, NotAllowed
from maillage.curation.services import audit
from maillage.users.models import User
from maillage.users.permissions import is_coordinator
from spaces.catalogue.models import Space, SpaceTeam
from spaces.catalogue.permissions import can_manage_team
from spaces.catalogue.services import media

Role = SpaceTeam.Role


@transaction.atomic
def join(space: Space, *, user: User, role: str, by: User | None = None) -> SpaceTeam:
    """Give somebody a part in the space. Somebody who has one already changes part.

    `by` is None for imports and for claims that a coordinator granted.
    """
    _require(by, space)
    member, is_new = SpaceTeam.objects.select_for_update().get_or_create(
        space=space, user=user, defaults={"role": role}
    )
    if not is_new:
        return change_role(member, role=role, by=by)
    _settle(space)
    audit.record(space, "team_joined", by=by, after=_said(user, role))
    return member


@transaction.atomic
def invite(space: Space, *, email: str, role: str, by: User) -> SpaceTeam:
    """`join` for whoever has an account under this address.

    Raises DomainError("no_account") when nobody has: only the space's managers and coordinators,
    who may know, are told so.
    """
    _require(by, space)
    user = User.objects.find_active(email)
    if user is None:
        raise DomainError(
            "no_account",
            _("Nobody has an account with this address. Ask them to create one, then add them here."),
        )
    return join(space, user=user, role=role, by=by)


@transaction.atomic
def change_role(member: SpaceTeam, *, role: str, by: User | None = None) -> SpaceTeam:
    """Make a host a manager, or a manager a host."""
    _require(by, member.space)
    if member.role == role:
        return member
    if member.role == Role.MANAGER:
        _keep_a_manager(member, by=by)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    _settle(member.space)
    audit.record(
        member.space, "team_role_changed", by=by, before=_said(member.user, before), after=_said(member.user, role)
    )
    return member


@transaction.atomic
def leave(member: SpaceTeam, *, by: User | None = None) -> None:
    """Take somebody's part away; they may also leave by themselves."""
    if by != member.user:
        _require(by, member.space)
    if member.role == Role.MANAGER:
        _keep_a_manager(member, by=by)
    space, said = member.space, _said(member.user, member.role)
    member.delete()
    _settle(space)
    audit.record(space, "team_left", by=by, before=said)


def _require(by: User | None, space: Space) -> None:
    if by is not None and not can_manage_team(by, space):
        raise NotAllowed(_("Only the managers of this place choose its team. Ask one of them."))


def _keep_a_manager(member: SpaceTeam, *, by: User | None) -> None:
    """A space that a team keeps is never left without a manager by its own team."""
    if by is None or is_coordinator(by):
        return
    managers = SpaceTeam.objects.select_for_update().filter(space=member.space, role=Role.MANAGER)
    if not managers.exclude(pk=member.pk).exists():
        raise DomainError(
            "last_manager",
            _("This place would have no manager left. Make somebody else a manager first."),
        )


def _settle(space: Space) -> None:
    space.forget_roles()
    media.follow_team(space)


def _said(user: User, role: str) -> dict[str, Any]:
    # The account, not the address: history outlives the right to be forgotten.
    return {"user": user.pk, "role": role}
