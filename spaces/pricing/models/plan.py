"""What people subscribe to, and who does."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from maillage.base import clock
from maillage.base.zones import get_zone
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Space
from spaces.pricing.models.audience import Audience, SpaceOrNetworkQuerySet


class Plan(ClusterableModel):
    """A subscription or a pass of a space, or of the whole network. It may cost nothing: a list of people then."""

    class Reach(models.TextChoices):
        OWN = "own", _("in its own place")
        LISTED = "listed", _("in the places chosen below")
        NETWORK = "network", _("in every place of the network")

    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, null=True, blank=True, related_name="plans", verbose_name=_("place"),
        help_text=_("Empty: it is the network’s."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("name for programs"), max_length=80)
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, null=True, blank=True, related_name="plans",
        verbose_name=_("prices of"), help_text=_("Who has the plan pays the prices of these people."),
    )  # fmt: skip
    price_cents = models.PositiveIntegerField(_("price in cents, VAT included"), default=0)
    reach = models.CharField(_("where it counts"), max_length=8, choices=Reach, default=Reach.OWN)
    spaces = ParentalManyToManyField(Space, blank=True, related_name="+", verbose_name=_("these places"))

    objects = SpaceOrNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("subscription", "plan")
        verbose_name_plural = pgettext_lazy("subscription", "plans")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="plan_once_per_space"),
            models.UniqueConstraint(fields=["slug"], condition=Q(space=None), name="plan_once_in_network"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def editable_by(self, user: Anyone) -> Self:
        """Those in plans of the spaces that they manage; all for coordinators."""
        if is_coordinator(user):
            return self
        return self.filter(plan__space__in=Space.objects.managed_by(user).values("pk"))

    def of(self, person: Any) -> Self:
        """Somebody's own."""
        return self.filter(person=person)

    def valid_on(self, on: date) -> Self:
        """Those that count on a day."""
        return self.filter(Q(valid_through=None) | Q(valid_through__gte=on), valid_from__lte=on)

    def current(self, on: date) -> Self:
        """Those that count on a day or will later."""
        return self.filter(Q(valid_through=None) | Q(valid_through__gte=on))

    def standing(self) -> Self:
        """Those that are not over (`Membership.is_over`), each by the clock of its place. One query, of the zones."""
        zone = "plan__space__time_zone"
        stands = Q(valid_through=None)
        for name in self.order_by().values_list(zone, flat=True).distinct():
            theirs = Q(plan__space=None) if name is None else Q(**{zone: name})
            stands |= theirs & Q(valid_through__gte=_today(name))
        return self.filter(stands)


class Membership(models.Model):
    """Somebody has a plan, from a day through another."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="memberships", verbose_name=pgettext_lazy("subscription", "plan")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="memberships",
        verbose_name=_("person"), help_text=_("Empty once the person has had their account erased."),
    )  # fmt: skip
    valid_from = models.DateField(_("from"))
    valid_through = models.DateField(_("through"), null=True, blank=True, help_text=_("Empty: until you end it."))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("pass")
        verbose_name_plural = _("passes")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_through=None) | Q(valid_through__gte=F("valid_from")), name="membership_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.person}"

    def today(self) -> date:
        """The day of the place of its plan; of the site, for a plan of the network."""
        return _today(self.plan.space and self.plan.space.time_zone)

    def is_over(self) -> bool:
        """Its last day has passed there."""
        return self.valid_through is not None and self.valid_through < self.today()


def _today(time_zone: str | None) -> date:
    return clock.today(get_zone(time_zone or settings.TIME_ZONE))
