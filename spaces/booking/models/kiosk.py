"""A tablet at the door of a space, and who came to a place that had gone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base.models import Identified
from maillage.users.models import digest
from spaces.booking.models.booking import Booking
from spaces.catalogue.models import Space


class KioskQuerySet(models.QuerySet["Kiosk"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None)

    def find(self, secret: str) -> "Kiosk | None":
        """The usable kiosk whose secret is `secret`, with its space."""
        return self.usable().filter(digest=digest(secret)).select_related("space").first()


class Kiosk(Identified):
    """A screen that stands for a place, not for a person. Its secret is kept as a digest, and stays on the tablet."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="kiosks")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = KioskQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosks")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


class MissedArrival(Identified):
    """Somebody noted without a network that they were there, and it could not be kept: the team settles it."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="missed_arrival")
    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(_("arrived"))
    why = models.CharField(max_length=500)
    settled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("missed arrival")
        verbose_name_plural = _("missed arrivals")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.at:%Y-%m-%d %H:%M}"
