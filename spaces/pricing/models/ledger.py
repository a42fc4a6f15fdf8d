"""What plans give, and each movement of it. Movements are only ever added."""

from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from maillage.base import clock
from maillage.base.instants import to_instant
from spaces.catalogue.models import Resource
from spaces.pricing.models.plan import Membership, Plan
from spaces.pricing.rules import Held


class Entitlement(models.Model):
    """A plan gives so many minutes or days of one place, once or each month, of these kinds of resources."""

    class Unit(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        DAYS = "days", _("days")

    class Every(models.TextChoices):
        ONCE = "once", _("once")
        MONTH = "month", _("each month")

    plan = ParentalKey(Plan, on_delete=models.CASCADE, related_name="entitlements")
    unit = models.CharField(_("counted in"), max_length=8, choices=Unit)
    amount = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    every = models.CharField(_("how often"), max_length=8, choices=Every, default=Every.ONCE)
    kinds = models.JSONField(
        _("kinds of resources"), default=list, blank=True, help_text=_("None: everything that can be booked.")
    )

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering = ["plan", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=1), name="entitlement_gives_something")]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"

    def is_for(self, resource: Resource) -> bool:
        """Whether it covers such a thing. In which spaces, its plan says."""
        return not self.kinds or resource.kind in self.kinds


class LedgerEntry(models.Model):
    """A movement: a grant makes a lot, the others add to it or take from it. Never changed, never deleted.

    What is left of a lot is the sum of its grant and its movements. `booking` is the uuid of the booking that the
    movement is for: bookings stand above. `used_on`: the calendar day that a day of a pass pays. Several bookings may
    share it: the first took it, and when that leaves, who stays takes it over. Empty for minutes, and for days that
    were taken when each was for one booking.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", pgettext_lazy("movement", "received")
        SPEND = "spend", pgettext_lazy("movement", "booked")
        GIVE_BACK = "give_back", pgettext_lazy("movement", "given back")
        EXPIRE = "expire", pgettext_lazy("movement", "expired")
        ADJUST = "adjust", pgettext_lazy("movement", "corrected")

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="entries")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("movement"), max_length=10, choices=Kind)
    amount = models.IntegerField(_("amount"))
    lot = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="movements")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    expires_on = models.DateField(_("through"), null=True, blank=True)
    used_on = models.DateField(_("used on"), null=True, blank=True)
    booking = models.UUIDField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["pk"]
        indexes = [models.Index(fields=["booking"], condition=Q(booking__isnull=False), name="ledger_of_booking")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="grant", amount__gt=0, lot=None, starts_on__isnull=False)
                    | Q(kind__in=["spend", "expire"], amount__lt=0, lot__isnull=False)
                    | Q(kind="give_back", amount__gt=0, lot__isnull=False)
                    | (Q(kind="adjust", lot__isnull=False) & ~Q(reason="") & ~Q(amount=0))
                ),
                name="ledger_entry_makes_sense",
            ),
            models.UniqueConstraint(
                fields=["membership", "entitlement", "starts_on"],
                condition=Q(kind="grant"),
                name="ledger_lot_granted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("movements are only added: correct one by another (adjust)")


class HeldDay(models.Model):
    """What a booking has of a calendar day that a lot pays: how the lot knows what that day takes of it.

    The movements of the lot for that day add up to `rules.days_taken` of these, whatever comes and goes. `kept`: the
    booking has let go of its places, and so many stay paid; `let_go_after` is the newest of that day then, since who
    comes later may sit on them. A booking that is paid anew leaves none.
    """

    lot = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="held_days", db_index=False)
    booking = models.UUIDField(db_index=True)
    used_on = models.DateField(_("used on"))
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    places = models.PositiveIntegerField(_("seats"))
    kept = models.PositiveIntegerField(_("kept"), null=True, blank=True)
    let_go_after = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("day of a pass")
        verbose_name_plural = _("days of passes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "used_on", "booking"], name="held_day_once_per_booking"),
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at"), places__gte=1), name="held_day_holds"),
            models.CheckConstraint(
                condition=Q(kept=None, let_go_after=None) | Q(kept__lte=F("places"), let_go_after__isnull=False),
                name="held_day_let_go_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.used_on} × {self.places}"

    @property
    def day(self) -> tuple[int, date]:
        """Of which lot it is which day."""
        return self.lot_id, self.used_on

    @property
    def as_held(self) -> Held:
        """As the rules read it."""
        times = (to_instant(self.start_at), to_instant(self.end_at))
        if self.kept is None:
            return Held(*times, self.places, self.pk)
        return Held(*times, self.kept, self.pk, self.let_go_after)
