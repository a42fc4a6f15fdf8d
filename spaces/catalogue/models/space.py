"""Tiers-lieux: coworking spaces, fablabs, cultural venues…"""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from maillage.base.zones import is_zone
from maillage.curation.models import Listed, ListedQuerySet
from maillage.users.permissions import is_coordinator
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation


def validate_zone(name: str) -> None:
    """Refuse a time zone that the pinned data does not know."""
    if not is_zone(name):
        raise ValidationError(_("Unknown time zone. Write it like Europe/Paris."))


class SpaceQuerySet(ListedQuerySet):
    def managed_by(self, user: Any) -> Self:
        """Spaces whose manager `user` is; all for coordinators."""
        if is_coordinator(user):
            return self
        return self._with_role(user, SpaceTeam.Role.MANAGER)

    editable_by = managed_by

    def staffed_by(self, user: Any) -> Self:
        """Spaces whose daily board `user` may see: manager or host; all for coordinators."""
        if is_coordinator(user):
            return self
        return self._with_role(user, SpaceTeam.Role.MANAGER, SpaceTeam.Role.HOST)

    def _with_role(self, user: Any, *roles: str) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=SpaceTeam.objects.filter(user=user, role__in=roles).values("space"))


class Space(Listed, index.Indexed):
    """A place of the network, with its hours, its team and what can be booked there."""

    name = models.CharField(_("name"), max_length=160)
    types = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="spaces",
        verbose_name=_("types"),
        limit_choices_to={"scheme": Concept.Scheme.SPACE_TYPE},
    )
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    body = StreamField(
        [
            ("heading", blocks.CharBlock(form_classname="title", icon="title", template="blocks/heading.html")),
            ("text", blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"], icon="pilcrow")),
            ("quote", blocks.BlockQuoteBlock(icon="openquote")),
        ],
        blank=True,
        verbose_name=_("story"),
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    commune = models.ForeignKey(
        "territories.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="spaces",
        verbose_name=_("commune"),
    )  # fmt: skip
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris", validators=[validate_zone])
    access = models.TextField(_("how to come"), max_length=600, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    amenities = ParentalManyToManyField(
        Concept, blank=True, related_name="equipped_spaces", verbose_name=_("equipment"),
        limit_choices_to={"scheme": Concept.Scheme.AMENITY},
    )  # fmt: skip
    accessibility = ParentalManyToManyField(
        Concept, blank=True, related_name="accessible_spaces", verbose_name=_("accessibility"),
        limit_choices_to={"scheme": Concept.Scheme.ACCESSIBILITY},
    )  # fmt: skip
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    pivot = models.CharField(_("SIRET or RNA number"), max_length=14, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="spaces",
        verbose_name=_("run by"),
    )  # fmt: skip
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, null=True, editable=False, related_name="space"
    )
    editors = models.OneToOneField(
        "auth.Group", on_delete=models.PROTECT, null=True, editable=False, related_name="space"
    )

    objects = SpaceQuerySet.as_manager()

    KEPT_OUTSIDE_REVISIONS = (*Listed.KEPT_OUTSIDE_REVISIONS, "collection", "editors")

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("summary", boost=2),
        index.SearchField("city", boost=2),
        index.SearchField("body"),
        index.FilterField("state"),
        index.FilterField("visibility"),
    ]

    class Meta(Listed.Meta):
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ["name", "pk"]
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="space_coordinates_on_earth",
            ),
        ]
        indexes = [*Listed.Meta.indexes, models.Index(fields=["latitude", "longitude"], name="space_coordinates")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:space", args=[self.slug])


class SpacePhoto(Orderable):
    """A picture of the space, in the order its team chose."""

    space = ParentalKey(Space, on_delete=models.CASCADE, related_name="photos")
    picture = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(_("caption"), max_length=160, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")


class SpaceTeam(models.Model):
    """Somebody's part in a space."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager")
        HOST = "host", _("host")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="space_roles")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MANAGER)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="space_team_member_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
