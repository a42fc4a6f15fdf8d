"""What a booking costs. Amounts are integer cents, VAT included."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from spaces.catalogue.models import Resource


class Price(models.Model):
    """The price of one unit of time of a resource."""

    class Unit(models.TextChoices):
        HOUR = "hour", _("hour")
        HALF_DAY = "half_day", _("half day")
        DAY = "day", _("day")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="prices")
    unit = models.CharField(_("per"), max_length=10, choices=Unit)
    amount_cents = models.PositiveIntegerField(_("price in cents, VAT included"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    vat_rate = models.DecimalField(
        _("VAT rate (%)"), max_digits=5, decimal_places=2, default=Decimal("20.00"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["resource", "amount_cents"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "unit"], name="price_once_per_unit"),
            models.CheckConstraint(condition=Q(vat_rate__range=(0, 100)), name="price_vat_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents / 100:.2f} {self.currency} / {self.get_unit_display()}"
