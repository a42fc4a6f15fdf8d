"""The conditions that a space sets for its bookings: cancelling, not coming."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from maillage.users.permissions import Anyone
from spaces.booking.rules import policy as rules
from spaces.catalogue.models import Resource, Space


class BookingPolicyQuerySet(models.QuerySet["BookingPolicy"]):
    def editable_by(self, user: Anyone) -> Self:
        """Those of the spaces that they manage."""
        return self.filter(space__in=Space.objects.managed_by(user).values("pk"))


class BookingPolicy(ClusterableModel):
    """One set of conditions. It holds for its resources; without any, for all of the space that have no other.

    `version` counts its changes: a booking keeps the copy that held when it was made, and says which it was.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="policies", verbose_name=_("place"))
    name = models.CharField(_("name"), max_length=120)
    resources = ParentalManyToManyField(Resource, blank=True, related_name="policies", verbose_name=_("holds for"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    cancel_notice_min = models.PositiveIntegerField(
        _("people cancel themselves until (min before)"), null=True, blank=True
    )
    release_after_min = models.PositiveIntegerField(_("given to others after (min)"), null=True, blank=True)
    remind_before_min = models.PositiveIntegerField(_("reminder (min before)"), null=True, blank=True, default=24 * 60)
    no_show_percent = models.PositiveSmallIntegerField(
        _("kept when nobody comes (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    welcomes_guests = models.BooleanField(
        _("people without an account can book"),
        default=False,
        help_text=_(
            "They leave a name and an address, and confirm with a link sent by e-mail within half an hour; until then "
            "the booking is held. They pay the price for everybody; what requires training stays closed to them."
        ),
    )

    objects = BookingPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking conditions")
        verbose_name_plural = _("booking conditions")
        ordering = ["space", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(no_show_percent__lte=100), name="policy_no_show_is_a_percentage")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> rules.Policy:
        """As the rules read it."""
        tiers = tuple(rules.CancellationTier(tier.notice_min, tier.kept_percent) for tier in self.tiers.all())
        return rules.Policy(
            version=self.version,
            tiers=tiers,
            cancel_notice_min=self.cancel_notice_min,
            release_after_min=self.release_after_min,
            no_show_percent=self.no_show_percent,
            remind_before_min=self.remind_before_min,
        )


class CancellationTier(models.Model):
    """Cancelled less than so long before the start, so much of the price is kept."""

    policy = ParentalKey(BookingPolicy, on_delete=models.CASCADE, related_name="tiers")
    notice_min = models.PositiveIntegerField(_("less than (min before)"))
    kept_percent = models.PositiveSmallIntegerField(_("kept (%)"), validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = _("cancellation tier")
        verbose_name_plural = _("cancellation tiers")
        ordering = ["policy", "-notice_min"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "notice_min"], name="tier_once_per_notice"),
            models.CheckConstraint(condition=Q(kept_percent__lte=100), name="tier_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"< {self.notice_min} min: {self.kept_percent} %"
