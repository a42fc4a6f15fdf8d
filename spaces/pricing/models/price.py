"""What a booking costs. Amounts are integer cents, VAT included."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from maillage.base.instants import DAY_MIN
from spaces.catalogue.models import Resource
from spaces.pricing.models.audience import Audience
from spaces.pricing.rules import UnitPrice

# Databases take two empty values for different ones: these stand for them.
EVERYBODY, EVER = Value(0, models.BigIntegerField()), Value(date(1, 1, 1), models.DateField())


class Price(models.Model):
    """The price of one unit of time of a resource: for everybody always, or for some people, dates, days or hours."""

    class Unit(models.TextChoices):
        HOUR = "hour", _("hour")
        HALF_DAY = "half_day", _("half day")
        DAY = "day", _("day")
        WEEK = "week", _("week")
        MONTH = "month", _("month")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="prices")
    unit = models.CharField(_("per"), max_length=10, choices=Unit)
    amount_cents = models.PositiveIntegerField(_("price in cents, VAT included"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    vat_rate = models.DecimalField(
        _("VAT rate (%)"), max_digits=5, decimal_places=2, default=Decimal("20.00"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, null=True, blank=True, related_name="prices",
        verbose_name=pgettext_lazy("a price", "for"),
    )  # fmt: skip
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_through = models.DateField(_("through"), null=True, blank=True)
    weekdays = models.CharField(_("days of the week"), max_length=7, blank=True, help_text=_("Empty: every day."))
    starts_min = models.PositiveSmallIntegerField(_("from (time)"), default=0)
    ends_min = models.PositiveSmallIntegerField(_("to (time)"), default=DAY_MIN)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["resource", "amount_cents"]
        constraints = [
            models.UniqueConstraint(
                "resource",
                "unit",
                Coalesce("audience", EVERYBODY),
                Coalesce("valid_from", EVER),
                Coalesce("valid_through", EVER),
                "weekdays",
                "starts_min",
                "ends_min",
                name="price_once_per_case",
            ),
            models.CheckConstraint(condition=Q(vat_rate__range=(0, 100)), name="price_vat_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_through=None) | Q(valid_through__gte=F("valid_from")),
                name="price_season_in_order",
            ),
            models.CheckConstraint(
                condition=Q(starts_min__lt=DAY_MIN, ends_min__range=(1, DAY_MIN)), name="price_hours_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents / 100:.2f} {self.currency} / {self.get_unit_display()}"

    @property
    def is_plain(self) -> bool:
        """Whether it is for everybody at any time."""
        as_ruled = self.as_ruled
        return self.audience_id is None and not as_ruled.is_peak and not as_ruled.is_season

    @property
    def case(self) -> tuple[Any, ...]:
        """What it is for: a resource has one price for each."""
        when = (self.valid_from, self.valid_through, self.weekdays, self.starts_min, self.ends_min)
        return (self.unit, self.audience_id, *when)

    @property
    def as_ruled(self) -> UnitPrice:
        """As the rules read it."""
        return UnitPrice(
            self.unit,
            self.amount_cents,
            self.vat_rate,
            self.currency,
            audience=self.audience_id,
            valid_from=self.valid_from,
            valid_through=self.valid_through,
            weekdays=frozenset(map(int, self.weekdays)),
            starts_min=self.starts_min,
            ends_min=self.ends_min,
        )
