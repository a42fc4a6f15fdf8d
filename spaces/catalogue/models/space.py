"""Tiers-lieux: coworking spaces, fablabs, cultural venues…"""

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

from maillage.base.geo import Point
from maillage.base.zones import is_zone
from maillage.curation.models import Listed
from maillage.territories.models import SearchableByTown
from maillage.users.models import User
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation
from spaces.catalogue.models.hours import PublicHolidays
from spaces.catalogue.models.querysets import SpaceQuerySet


def validate_zone(name: str) -> None:
    """Refuse a time zone that the pinned data does not know."""
    if not is_zone(name):
        raise ValidationError(_("Unknown time zone. Write it like Europe/Paris."))


class Space(SearchableByTown, Listed, index.Indexed):  # type: ignore[django-manager-missing]  # the plugin reads no ParentalKey
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
            (
                "heading",
                blocks.CharBlock(
                    form_classname="title", icon="title", template="catalogue/blocks/heading.html", label=_("Heading")
                ),
            ),
            (
                "text",
                blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"], icon="pilcrow", label=_("Text")),
            ),
            ("quote", blocks.BlockQuoteBlock(icon="openquote", label=_("Quotation"))),
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
    public_holidays = models.CharField(
        _("on public holidays"), max_length=7, choices=PublicHolidays, default=PublicHolidays.AS_NETWORK
    )
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
    search_text = models.TextField(editable=False, default="")
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, null=True, editable=False, related_name="space"
    )
    editors = models.OneToOneField(
        "auth.Group", on_delete=models.PROTECT, null=True, editable=False, related_name="space"
    )

    objects = SpaceQuerySet.as_manager()

    KEPT_OUTSIDE_REVISIONS = (*Listed.KEPT_OUTSIDE_REVISIONS, "collection", "editors", "search_text")
    SEARCHED = ("name", "city", "summary", "postal_code")

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
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "pk"]
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="space_coordinates_on_earth",
            ),
        ]
        indexes = [*Listed.Meta.indexes, models.Index(fields=["latitude", "longitude"], name="space_coordinates")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:space", args=[self.slug])

    def role_of(self, user: User) -> str | None:
        """manager, host or nothing. One query a person, then remembered."""
        roles = self.__dict__.setdefault("_roles", {})
        if user.pk not in roles:
            roles[user.pk] = self.team.filter(user=user).values_list("role", flat=True).first()
        return roles[user.pk]

    def forget_roles(self) -> None:
        """The team has changed."""
        self.__dict__.pop("_roles", None)

    @property
    def postal_address(self) -> str:
        """« 3 rue du Moulin, 64000 Pau »."""
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    @property
    def public_organisation(self) -> Organisation | None:
        """Who runs it, if everybody may see that."""
        return self.organisation if self.organisation and self.organisation.is_public else None

    @property
    def point(self) -> Point | None:
        """Where it is on the map, once somebody has said."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def has_place_on_map(self) -> bool:
        return self.point is not None


class SpacePhoto(Orderable):
    """A picture of the space, in the order its team chose."""

    space = ParentalKey(Space, on_delete=models.CASCADE, related_name="photos")
    picture = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(_("caption"), max_length=160, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
