"""When doors are open: weekly hours and dated exceptions, of a space, one resource or the network."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from maillage.base.models import OnPublicHolidays
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.rules.written_hours import write_time


class Weekday(models.IntegerChoices):
    MO = 0, _("Monday")
    TU = 1, _("Tuesday")
    WE = 2, _("Wednesday")
    TH = 3, _("Thursday")
    FR = 4, _("Friday")
    SA = 5, _("Saturday")
    SU = 6, _("Sunday")


class PublicHolidays(models.TextChoices):
    """What a space does on the public holidays of its country and department."""

    AS_NETWORK = "network", _("as the network")
    OPEN = OnPublicHolidays.OPEN.value, OnPublicHolidays.OPEN.label
    CLOSED = OnPublicHolidays.CLOSED.value, OnPublicHolidays.CLOSED.label


class DailyHours(models.Model):
    """Minutes after local midnight. `closes_min` at or before `opens_min` is on the next day."""

    opens_min = models.PositiveSmallIntegerField(_("opens at"), validators=[MaxValueValidator(1439)])
    closes_min = models.PositiveSmallIntegerField(_("closes at"), validators=[MaxValueValidator(1440)])

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_min__lte=1439, closes_min__lte=1440), name="%(class)s_within_a_day"
            )
        ]


class OpeningHours(DailyHours):
    """One weekly window of a space, or of a resource that has hours of its own."""

    space = ParentalKey("catalogue.Space", on_delete=models.CASCADE, null=True, related_name="opening_hours")
    resource = ParentalKey("catalogue.Resource", on_delete=models.CASCADE, null=True, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_through = models.DateField(_("through"), null=True, blank=True)

    days: list[int]  # of a row that the form shows for several days alike

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens_min", "valid_from", "pk"]
        constraints = [
            *DailyHours.Meta.constraints,
            models.CheckConstraint(
                condition=Q(space__isnull=True) ^ Q(resource__isnull=True), name="openinghours_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {write_time(self.opens_min)} – {write_time(self.closes_min)}"


class OpeningExceptionQuerySet(models.QuerySet):
    def of_network(self) -> Self:
        """Dates of the whole network: public holidays, closures."""
        return self.filter(space=None, resource=None)

    def editable_by(self, user: Anyone) -> Self:
        """Those of the network, for coordinators; a space's are edited with the space."""
        return self.of_network() if is_coordinator(user) else self.none()


class OpeningException(ClusterableModel):
    """Dates that replace the weekly hours: a closure (no hours) or special hours.

    Without space and resource, it is the network's (public holidays); the nearest level wins.
    """

    space = ParentalKey("catalogue.Space", on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions")
    resource = ParentalKey(
        "catalogue.Resource", on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions"
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    label = models.CharField(_("reason"), max_length=120, blank=True)

    objects = OpeningExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exceptional dates")
        verbose_name_plural = _("exceptional dates")
        ordering = ["first_on", "last_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="exception_in_order"),
            models.CheckConstraint(
                condition=Q(space__isnull=True) | Q(resource__isnull=True), name="exception_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.first_on} – {self.last_on}"


class OpeningExceptionHours(DailyHours):
    """One window of an exceptional date. None at all means closed."""

    exception = ParentalKey(OpeningException, on_delete=models.CASCADE, related_name="hours")

    class Meta:
        verbose_name = _("hours of the day")
        verbose_name_plural = _("hours of the day")
        ordering = ["opens_min", "pk"]
        constraints = [*DailyHours.Meta.constraints]

    def __str__(self) -> str:
        return f"{write_time(self.opens_min)} – {write_time(self.closes_min)}"
