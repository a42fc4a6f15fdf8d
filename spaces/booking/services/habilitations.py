"""Who has followed which training: given and taken back by the team that teaches it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError, NotAllowed
from maillage.users.models import User
from spaces.booking.models import Habilitation, HabilitationGrant
from spaces.booking.permissions import can_grant, can_take_back
from spaces.booking.services.training_mails import tell_of_revocation
from spaces.catalogue.models import Resource, Space


def known_to(space: Space) -> Any:
    """The habilitations that this space gives or asks for, by name."""
    return Habilitation.objects.filter(Q(recognised_by=space) | Q(resources__space=space)).distinct()


def missing(resource: Resource, person: Any) -> list[Habilitation]:
    """Those which a resource asks for and which somebody has not been given as far as they count there. One query."""
    held = HabilitationGrant.objects.standing().recognised_at(resource.space).filter(person=person)
    return list(resource.habilitations.exclude(pk__in=held.values("habilitation")))


def grants_of(space: Space) -> Any:
    """Who holds them now as far as they count in this space, the latest first."""
    standing = HabilitationGrant.objects.standing().recognised_at(space).filter(habilitation__in=known_to(space))
    whole = standing.select_related("habilitation", "person", "granted_by", "space")
    return whole.order_by("-granted_at", "-pk")


def grant(
    habilitation: Habilitation,
    *,
    email: str,
    by: Any,
    space: Space | None,
    valid_until: date | None = None,
    evidence: str = "",
) -> HabilitationGrant:
    """Note that whoever has an account under this address has followed the training, with this space.

    Raises DomainError("no_account") when nobody has such an account: only those who may grant, and so may know, are
    told.
    """
    if not can_grant(by, habilitation, space):
        raise _not_theirs()
    person = User.objects.find_active(email)
    if person is None:
        raise DomainError(
            "no_account",
            _("Nobody has an account with this address. Ask them to create one, then add them here."),
        )
    return give(habilitation, person=person, by=by, space=space, valid_until=valid_until, evidence=evidence)


@transaction.atomic
def give(habilitation: Habilitation, *, person: User, by: Any, space: Space | None, **said: Any) -> HabilitationGrant:
    """The same of a person, by whoever may: the caller has asked. Given again, it replaces what this space gave."""
    held = HabilitationGrant.objects.standing().filter(habilitation=habilitation, person=person, space=space)
    held.update(revoked_at=clock.now())
    return HabilitationGrant.objects.create(
        habilitation=habilitation, person=person, granted_by=by, space=space, **said
    )


@transaction.atomic
def revoke(given: HabilitationGrant, *, by: Any, reason: str) -> None:
    """Take it back from now on, and tell the person why; bookings already made stay until each team decides.

    Raises DomainError("reason_missing") without a reason. Twice is once.
    """
    if not can_take_back(by, given):
        raise _not_theirs()
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why: the person receives these words."))
    standing = HabilitationGrant.objects.standing().filter(pk=given.pk)
    if standing.update(revoked_at=clock.now(), revoked_by=by, revoked_reason=reason.strip()):
        tell_of_revocation.enqueue(grant_id=given.pk)


def _not_theirs() -> NotAllowed:
    return NotAllowed(_("Only the managers of the places that teach or ask for it give this training."))
