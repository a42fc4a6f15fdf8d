"""What a person chooses to show of themselves."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from maillage.curation.models import Visibility
from maillage.vocabulary.models import Concept
from members.directory.models.profile import Profile
from members.directory.models.querysets import PersonQuerySet


def visibility_of(label: Any, default: str) -> models.CharField:
    """Who may see one field."""
    return models.CharField(label, max_length=8, choices=Visibility, default=default)


class Person(Profile):
    """A profile, kept by its owner, published after moderation."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="profile"
    )
    display_name = models.CharField(_("name shown"), max_length=120)
    headline = models.CharField(_("headline"), max_length=140, blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    skills = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="skilled_people",
        limit_choices_to={"scheme": Concept.Scheme.SKILL},
        verbose_name=_("skills"),
    )
    sectors = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="people",
        limit_choices_to={"scheme": Concept.Scheme.SECTOR},
        verbose_name=_("sectors"),
    )
    languages = models.CharField(_("languages spoken"), max_length=120, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("town"),
    )

    phone_visibility = visibility_of(_("telephone: visible to"), Visibility.MEMBERS)
    website_visibility = visibility_of(_("website: visible to"), Visibility.PUBLIC)
    territory_visibility = visibility_of(_("town: visible to"), Visibility.PUBLIC)
    available_until_visibility = visibility_of(_("availability: visible to"), Visibility.MEMBERS)
    languages_visibility = visibility_of(_("languages: visible to"), Visibility.PUBLIC)
    photo_visibility = visibility_of(_("photo: visible to"), Visibility.PUBLIC)
    organisations_visibility = visibility_of(_("organisations: visible to"), Visibility.MEMBERS)
    is_indexable = models.BooleanField(_("search engines may show my page"), default=False)

    objects = PersonQuerySet.as_manager()

    HIDEABLE = ("photo", "territory", "available_until", "languages", "website", "phone", "organisations")
    SEARCHED = ("display_name", "headline", "body")
    KEPT_OUTSIDE_REVISIONS = (*Profile.KEPT_OUTSIDE_REVISIONS, "user_id")

    class Meta(Profile.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            *Profile.Meta.indexes,
            models.Index(fields=["state", "sort_name"], name="person_by_name"),
            models.Index(fields=["available_until"], name="person_available"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("directory:person", args=[self.slug])

    def get_edit_url(self) -> str:
        return reverse("directory:my-profile")

    def owners(self) -> Iterable[Any]:
        return [self.user] if self.user is not None else []

    def visibility_of(self, field: str) -> str:
        """Who may see `field`, one of HIDEABLE."""
        return getattr(self, f"{field}_visibility")
