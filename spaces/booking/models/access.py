"""Who may use what, how much: admissions, habilitations and quotas."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import BooleanField, Exists, Expression, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from maillage.base import clock
from maillage.base.instants import DAY_MIN
from maillage.users.permissions import Anyone, is_coordinator
from spaces.booking.rules import entitlements
from spaces.catalogue.models import Resource, Space
from spaces.pricing.models import Audience, Plan, Price

NO_PLAN = Value(0, models.BigIntegerField())  # databases take two empty values for different ones: this stands for them


class Admission(models.Model):
    """A resource is for these people, and those of its other admissions; without any, it is for everybody.

    An audience that lets people in cannot be deleted: what it keeps to a few would be open to all.
    """

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="admissions")
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, related_name="admissions",
        verbose_name=pgettext_lazy("who may book", "these people"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("who may book")
        verbose_name_plural = _("who may book")
        ordering = ["resource", "audience__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["resource", "audience"], name="admission_once")]

    def __str__(self) -> str:
        return str(self.audience)


def is_reserved(resource: Expression | OuterRef) -> ExpressionWrapper:
    """Whether a resource is for some people only: its team has said for whom, or sells it to none but them."""
    prices = Price.objects.filter(resource=resource)
    is_sold_to_some = Exists(prices.filter(audience__isnull=False)) & ~Exists(prices.filter(audience=None))
    named = Exists(Admission.objects.filter(resource=resource))
    return ExpressionWrapper(named | is_sold_to_some, BooleanField())


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
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
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
    evidence_uuid = models.UUIDField(
        null=True, blank=True, editable=False, help_text=_("Of the date of the event that was attended.")
    )
    evidence_path = models.CharField(
        _("page of the training"), max_length=300, blank=True, editable=False, help_text=_("On this site.")
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    granted_at = models.DateTimeField(_("given"), default=clock.now)
    warned_at = models.DateTimeField(_("told that it ends"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        help_text=_("Empty where a later one has replaced it."),
    )  # fmt: skip
    revoked_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = HabilitationGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("training given")
        verbose_name_plural = _("trainings given")
        ordering = ["-granted_at", "-pk"]
        indexes = [
            models.Index(
                fields=["valid_until"], condition=Q(revoked_at=None, warned_at=None), name="habilitation_to_warn"
            )
        ]

    def __str__(self) -> str:
        return f"{self.habilitation} – {self.person}"


class Recognition(models.Model):
    """A space lets in whoever has followed a training elsewhere: with one other space, or with any of them."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="recognitions")
    habilitation = models.ForeignKey(Habilitation, on_delete=models.CASCADE, related_name="recognitions")
    given_by = models.ForeignKey(
        Space, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("given by"),
        help_text=_("Empty: by any place."),
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
    """How much of one resource one person, or one organisation, may book in a day, a week or a month of the place.

    It may count only on some days of the week or at some hours, and only for who has a plan. Limits for who has a plan
    replace those for the team or for everyone but the team, and those the ones for everyone.
    """

    class Audience(models.TextChoices):
        ALL = "all", _("everyone")
        MEMBERS = "members", _("everyone but the team")
        TEAM = "team", _("the team")

    class Interval(models.TextChoices):
        DAY = "day", _("day")
        WEEK = "week", _("week")
        MONTH = "month", _("month")

    class Holder(models.TextChoices):
        PERSON = "person", _("each person")
        ORGANISATION = "organisation", _("each organisation")

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="quotas")
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.ALL)
    period = models.CharField(_("per"), max_length=8, choices=Interval)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    count = models.PositiveIntegerField(_("bookings"), null=True, blank=True, validators=[MinValueValidator(1)])
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("subscription", "plan"),
    )  # fmt: skip
    holder = models.CharField(_("counted for"), max_length=12, choices=Holder, default=Holder.PERSON)
    counts_kind = models.BooleanField(
        _("together with the others of its kind"), default=False,
        help_text=_("What is booked of the place’s other resources of this kind counts as well."),
    )  # fmt: skip
    weekdays = models.CharField(_("days of the week"), max_length=7, blank=True, help_text=_("Empty: every day."))
    starts_min = models.PositiveSmallIntegerField(_("from (time)"), default=0)
    ends_min = models.PositiveSmallIntegerField(_("to (time)"), default=DAY_MIN)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["resource", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=False) | Q(count__isnull=False), name="quota_limits_something"
            ),
            models.UniqueConstraint(
                "resource",
                "audience",
                "period",
                Coalesce("plan", NO_PLAN),
                "holder",
                "counts_kind",
                "weekdays",
                "starts_min",
                "ends_min",
                name="quota_once_per_case",
            ),
            models.CheckConstraint(condition=Q(plan=None) | Q(audience="all"), name="quota_for_a_plan_or_an_audience"),
            models.CheckConstraint(
                condition=Q(starts_min__lt=DAY_MIN, ends_min__range=(1, DAY_MIN)), name="quota_hours_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes or '–'} min, {self.count or '–'} / {self.get_period_display()}"

    @property
    def case(self) -> tuple[Any, ...]:
        """What it is for: a resource has one quota for each."""
        when = (self.period, self.weekdays, self.starts_min, self.ends_min)
        return (self.audience, self.plan_id, self.holder, self.counts_kind, *when)

    @property
    def as_ruled(self) -> entitlements.Quota:
        """As the rules read it."""
        return entitlements.Quota(
            entitlements.QuotaPeriod(self.period),
            self.minutes,
            self.count,
            plan_audience(self.plan_id) if self.plan_id else self.audience,
            holder=entitlements.Holder(self.holder),
            counts_kind=self.counts_kind,
            weekdays=frozenset(map(int, self.weekdays)),
            starts_min=self.starts_min,
            ends_min=self.ends_min,
        )


def plan_audience(plan: int) -> str:
    """Who has a plan, as an audience of the rules."""
    return f"plan {plan}"
