"""Who was asked to join the team of an organisation, and has not answered yet."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base import clock
from maillage.base.models import Identified
from members.directory.models.organisation import Organisation, OrganisationTeam

VALID = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self, at: datetime) -> Self:
        """Those that can still be accepted at `at`."""
        return self.filter(sent_at__gt=at - VALID)

    def ended(self, at: datetime) -> Self:
        """Those that nobody accepted in time."""
        return self.filter(sent_at__lte=at - VALID)


class Invitation(Identified):
    """It goes once it is accepted or withdrawn: the address of who was asked is kept no longer than it serves."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=OrganisationTeam.Role)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations_sent", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), default=clock.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="invitation_once")]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"

    @property
    def ends_at(self) -> datetime:
        """From when its link no longer counts."""
        return self.sent_at + VALID
