"""What a person chooses to show of themselves."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index

from maillage.curation.models import Listed, ListedQuerySet, Visibility
from maillage.users.permissions import is_coordinator
from maillage.vocabulary.models import Concept


class PersonQuerySet(ListedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """Their own profile; every profile for coordinators."""
        if is_coordinator(user):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()

    def for_listing(self) -> Self:
        return self.select_related("territory", "photo").prefetch_related("skills", "sectors", "photo__renditions")


class Person(Listed, index.Indexed):
    """A profile, kept by its owner, published after moderation."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="profile"
    )
    display_name = models.CharField(_("name shown"), max_length=120)
    headline = models.CharField(_("headline"), max_length=140, blank=True)
    body = models.TextField(_("presentation"), max_length=4000, blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    skills = ParentalManyToManyField(
        Concept, blank=True, related_name="skilled_people", limit_choices_to={"scheme": Concept.Scheme.SKILL}
    )
    sectors = ParentalManyToManyField(
        Concept, blank=True, related_name="people", limit_choices_to={"scheme": Concept.Scheme.SECTOR}
    )
    languages = models.CharField(_("languages spoken"), max_length=120, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    territory = models.ForeignKey(
        "territories.Territory", on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    field_visibility = models.JSONField(_("visibility of each field"), default=dict, blank=True)

    objects = PersonQuerySet.as_manager()

    HIDEABLE = ("phone", "website", "territory", "available_until", "languages", "photo")
    HIDDEN_BY_DEFAULT = {"phone": Visibility.MEMBERS}

    search_fields = [
        index.SearchField("display_name", boost=4),
        index.AutocompleteField("display_name"),
        index.SearchField("headline", boost=2),
        index.SearchField("body"),
        index.FilterField("state"),
        index.FilterField("visibility"),
    ]

    class Meta(Listed.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["display_name", "pk"]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("directory:person", args=[self.slug])

    def visibility_of(self, field: str) -> str:
        """Who may see `field`: what its owner chose, or the prudent default."""
        return self.field_visibility.get(field) or self.HIDDEN_BY_DEFAULT.get(field, Visibility.PUBLIC)
