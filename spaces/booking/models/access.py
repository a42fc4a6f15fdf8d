"""Who may use what, how much: habilitations and quotas."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from maillage.base import clock
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Resource, Space


class HabilitationQuerySet(models.QuerySet["Habilitation"]):
    def editable_by(self, user: Anyone) -> Self:
        """What is known across the network is the coordinators' to name."""
        return self if is_coordinator(user) else self.none()


class Habilitation(models.Model):
    """A training that must be followed before using a machine. Its code is known across the network."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    label = models.CharField(_("name"), max_length=120)
    resources = models.ManyToManyField(
        Resource, blank=True, related_name="habilitations", verbose_name=_("required for")
    )
    recognised_by = models.ManyToManyField(
        Space, blank=True, related_name="recognised_habilitations", verbose_name=_("given by the teams of")
    )

    objects = HabilitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("habilitation")
        verbose_name_plural = _("habilitations")
        ordering = ["label", "pk"]

    def __str__(self) -> str:
        return self.label or self.code


class HabilitationGrantQuerySet(models.QuerySet["HabilitationGrant"]):
    def standing(self) -> "HabilitationGrantQuerySet":
        """Not taken back. Whether still valid depends on the day asked about."""
        return self.filter(revoked_at=None)

    def recognised_at(self, space: Space) -> "HabilitationGrantQuerySet":
        """Given by this space, by the network, or by a space whose training it has chosen to recognise."""
        return self.filter(counts_at(space, training="habilitation", given_by="space"))


def counts_at(space: Space, *, training: str, given_by: str) -> Q:
    """Whether a grant counts in a space; the names lead to its training and to the space that gave it."""
    chosen = Recognition.objects.filter(space=space, habilitation=OuterRef(training))
    chosen = chosen.filter(Q(given_by=None) | Q(given_by=OuterRef(given_by)))
    return Q(**{given_by: None}) | Q(**{given_by: space}) | Q(Exists(chosen))


class HabilitationGrant(models.Model):
    """Somebody has followed the training. `valid_until` is the last day, none: for good.

    It counts in the space whose team gave it, and in those that recognise it; without a space in the whole network.
    """

    habilitation = models.ForeignKey(Habilitation, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="habilitation_grants")
    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, null=True, blank=True, related_name="habilitations_given",
        verbose_name=_("given by the team of"), help_text=_("Empty: by the network."),
    )  # fmt: skip
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    evidence = models.CharField(_("training followed"), max_length=200, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    granted_at = models.DateTimeField(_("given"), default=clock.now)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        help_text=_("Empty where a later one has replaced it."),
    )  # fmt: skip
    revoked_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    objects = HabilitationGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("habilitation given")
        verbose_name_plural = _("habilitations given")
        ordering = ["-granted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.habilitation} – {self.person}"


class Recognition(models.Model):
    """A space lets in whoever has followed a training elsewhere: with one other space, or with any of them."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="recognitions")
    habilitation = models.ForeignKey(Habilitation, on_delete=models.CASCADE, related_name="recognitions")
    given_by = models.ForeignKey(
        Space, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("given by"),
        help_text=_("Empty: by any space."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("training recognised")
        verbose_name_plural = _("trainings recognised")
        ordering = ["space", "habilitation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "habilitation", "given_by"], name="recognition_once"),
            models.UniqueConstraint(
                fields=["space", "habilitation"], condition=Q(given_by=None), name="recognition_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space}: {self.habilitation}, {self.given_by or '*'}"


class Quota(models.Model):
    """How much of one resource one person may book in a day, a week or a month of the place."""

    class Audience(models.TextChoices):
        ALL = "all", _("everyone")
        MEMBERS = "members", _("everyone but the team")
        TEAM = "team", _("the team")

    class Interval(models.TextChoices):
        DAY = "day", _("day")
        WEEK = "week", _("week")
        MONTH = "month", _("month")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="quotas")
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.ALL)
    period = models.CharField(_("per"), max_length=8, choices=Interval)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    count = models.PositiveIntegerField(_("bookings"), null=True, blank=True, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["resource", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=False) | Q(count__isnull=False), name="quota_limits_something"
            ),
            models.UniqueConstraint(fields=["resource", "audience", "period"], name="quota_once_per_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes or '–'} min, {self.count or '–'} / {self.get_period_display()}"

    @property
    def limits(self) -> dict[str, Any]:
        """As the network document writes it."""
        return {
            "audience": self.audience,
            "period": self.period,
            "minutes": self.minutes,
            "count": self.count,
        }
