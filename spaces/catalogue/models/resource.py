"""What can be booked in a space: desks, rooms, machines…"""

from enum import nonmember

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.models import ClusterableModel

from maillage.base.models import Identified
from maillage.territories.models import SearchableByTown
from spaces.catalogue.models.features import Feature
from spaces.catalogue.models.querysets import ResourceQuerySet
from spaces.catalogue.models.space import Space

A_YEAR_MIN = 366 * 24 * 60


class Resource(SearchableByTown, Identified, ClusterableModel):  # type: ignore[django-manager-missing]  # the plugin reads no ParentalKey
    """A bookable thing and its rules (see the booking rules: R3–R10). Durations are whole minutes."""

    class Kind(models.TextChoices):
        HOT_DESK = "hot_desk", _("shared desk")
        DESK = "desk", _("desk")
        OFFICE = "office", _("office")
        MEETING_ROOM = "meeting_room", _("meeting room")
        EVENT_ROOM = "event_room", _("event room")
        WORKSHOP = "workshop", _("workshop")
        MACHINE = "machine", _("machine")
        STUDIO = "studio", _("studio")
        EQUIPMENT = "equipment", _("equipment")
        VEHICLE = "vehicle", _("vehicle")

        DESKS = nonmember(("desk", "hot_desk"))

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="resources", verbose_name=_("place"))
    slug = models.SlugField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    features = models.JSONField(_("accessibility and comfort"), default=list, blank=True)  # codes of `Feature`
    people = models.PositiveSmallIntegerField(_("how many people it holds"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("interchangeable seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("12 for an open space of 12 desks, 3 for three machines that are alike, 1 for a room."),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("inside")
    )
    shares = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="shared_by", verbose_name=_("takes along")
    )
    has_own_hours = models.BooleanField(_("has hours of its own"), default=False)
    step = models.PositiveIntegerField(_("step (min)"), default=60, validators=[MinValueValidator(1)])
    min_duration = models.PositiveIntegerField(_("at least (min)"), null=True, blank=True)
    max_duration = models.PositiveIntegerField(_("at most (min)"), null=True, blank=True)
    buffer_before = models.PositiveIntegerField(
        _("time kept before (min)"), default=0, validators=[MaxValueValidator(A_YEAR_MIN)]
    )
    buffer_after = models.PositiveIntegerField(
        _("time kept after (min)"), default=0, validators=[MaxValueValidator(A_YEAR_MIN)]
    )
    block_whole_day = models.BooleanField(_("a booking keeps the whole day"), default=False)
    min_days_before = models.PositiveSmallIntegerField(_("days before, at least"), default=0)
    max_days_before = models.PositiveSmallIntegerField(_("days before, at most"), null=True, blank=True)
    min_notice = models.PositiveIntegerField(_("notice (min)"), default=0)
    requires_approval = models.BooleanField(_("the team approves each booking"), default=False)
    requests_compete = models.BooleanField(_("requests wait side by side"), default=False)
    plan_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture of its plan"),
    )  # fmt: skip
    is_active = models.BooleanField(_("in service"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    search_text = models.TextField(editable=False, default="")

    objects = ResourceQuerySet.as_manager()

    SEARCHED = ("name", "summary")

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["space", "position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="resource_slug_once_per_space"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="resource_has_a_place"),
            models.CheckConstraint(condition=Q(step__gte=1), name="resource_step_positive"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")), name="resource_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('booking:space', args=[self.space.slug])}?ressource={self.slug}"

    @property
    def path(self) -> str:
        """`space/resource`: how programs name it."""
        return f"{self.space.slug}/{self.slug}"

    @property
    def offers(self) -> list[Feature]:
        """What it has for those who need it."""
        return Feature.of(self.features)

    @property
    def is_pool(self) -> bool:
        return self.capacity > 1

    def counted(self, count: int) -> str:
        """« 2 places » of it, « 2 machines » where that is what it has several of."""
        match self.kind:
            case self.Kind.MACHINE:
                said = ngettext("%(count)s machine", "%(count)s machines", count)
            case self.Kind.VEHICLE:
                said = ngettext("%(count)s vehicle", "%(count)s vehicles", count)
            case self.Kind.EQUIPMENT:
                said = ngettext("%(count)s item", "%(count)s items", count)
            case _:
                said = ngettext("%(count)s seat", "%(count)s seats", count)
        return said % {"count": count}
