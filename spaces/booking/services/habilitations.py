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
from spaces.booking.permissions import can_grant
from spaces.catalogue.models import Space


def known_to(space: Space) -> Any:
    """The habilitations that this space gives or asks for, by name."""
    return Habilitation.objects.filter(Q(recognised_by=space) | Q(resources__space=space)).distinct()


def grants_of(space: Space) -> Any:
    """Who holds them now, the latest first."""
    standing = HabilitationGrant.objects.standing().filter(habilitation__in=known_to(space))
    return standing.select_related("habilitation", "person", "granted_by").order_by("-granted_at", "-pk")


@transaction.atomic
def grant(
    habilitation: Habilitation, *, email: str, by: Any, valid_until: date | None = None, evidence: str = ""
) -> HabilitationGrant:
    """Note that whoever has an account under this address has followed the training.

    Given again, it replaces what they held. Raises DomainError("no_account") when nobody has such an account:
    only those who may grant, and so may know, are told.
    """
    _require(by, habilitation)
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise DomainError(
            "no_account",
            _("Nobody has an account with this address. Ask them to create one, then add them here."),
        )
    held = HabilitationGrant.objects.standing().filter(habilitation=habilitation, person=person)
    held.update(revoked_at=clock.now())
    return HabilitationGrant.objects.create(
        habilitation=habilitation, person=person, valid_until=valid_until, evidence=evidence, granted_by=by
    )


def revoke(given: HabilitationGrant, *, by: Any) -> None:
    """Take it back from now on; bookings already made stay until the team decides."""
    _require(by, given.habilitation)
    HabilitationGrant.objects.standing().filter(pk=given.pk).update(revoked_at=clock.now())


def _require(by: Any, habilitation: Habilitation) -> None:
    if not can_grant(by, habilitation):
        raise NotAllowed(_("Only the managers of the places that teach or ask for it give this training."))
