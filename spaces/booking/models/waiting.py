"""People who would take a time if it became free."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.base.models import Identified
from spaces.booking.models.booking import Booking
from spaces.catalogue.models import Resource


class WaitlistEntryQuerySet(models.QuerySet["WaitlistEntry"]):
    def waiting(self, at: datetime) -> Self:
        """Still wanted, and still to come, at `at`; who came first is first."""
        return self.filter(state=WaitlistEntry.State.WAITING, start_at__gt=at).order_by("created_at", "pk")

    def overlapping(self, start_at: datetime, end_at: datetime) -> Self:
        """Those sharing at least one instant with [start_at, end_at)."""
        return self.filter(start_at__lt=end_at, end_at__gt=start_at)

    def of(self, person: Any) -> Self:
        return self.filter(person=person) if person.is_authenticated else self.none()


class WaitlistEntry(Identified):
    """Somebody waits for a time of a resource. Offered: it is held for them (`booking`) until they decide."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("waiting list", "waiting")
        OFFERED = "offered", pgettext_lazy("waiting list", "offered")
        LEFT = "left", pgettext_lazy("waiting list", "no longer wanted")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="waitlist")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waitlist")
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    seats = models.PositiveSmallIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    booking = models.OneToOneField(Booking, on_delete=models.SET_NULL, null=True, related_name="waited")

    objects = WaitlistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("entries of waiting lists")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="waitlist_in_order"),
            models.UniqueConstraint(
                fields=["resource", "person", "start_at", "end_at"], condition=Q(state="waiting"), name="waitlist_once"
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "start_at"], condition=Q(state="waiting"), name="waitlist_of_resource")
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.start_at:%Y-%m-%d %H:%M}"
