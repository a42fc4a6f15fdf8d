"""Associations, companies, companies of artists, collectives: who people act through."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index

from maillage.curation.models import Listed, ListedQuerySet
from maillage.users.permissions import is_coordinator
from maillage.vocabulary.models import Concept


class OrganisationQuerySet(ListedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """Those whose team `user` is in; all for coordinators."""
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=OrganisationTeam.objects.filter(user=user).values("organisation"))

    def for_listing(self) -> Self:
        return self.select_related("territory", "logo").prefetch_related("sectors", "logo__renditions")


class Organisation(Listed, index.Indexed):
    """An organisation, kept by its team, published after moderation."""

    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    body = models.TextField(_("presentation"), max_length=4000, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    siret = models.CharField(
        _("SIRET number"), max_length=14, blank=True, validators=[RegexValidator(r"^\d{14}$", _("14 digits."))]
    )
    rna = models.CharField(
        _("RNA number"), max_length=10, blank=True, validators=[RegexValidator(r"^W\d{9}$", _("W and 9 digits."))]
    )
    sectors = ParentalManyToManyField(
        Concept, blank=True, related_name="organisations", limit_choices_to={"scheme": Concept.Scheme.SECTOR}
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    territory = models.ForeignKey(
        "territories.Territory", on_delete=models.SET_NULL, null=True, blank=True, related_name="organisations"
    )
    email = models.EmailField(_("public e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("state"),
        index.FilterField("visibility"),
    ]

    class Meta(Listed.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.slug])


class OrganisationTeam(models.Model):
    """Somebody's part in an organisation."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        EDITOR = "editor", _("editor")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organisation_roles")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.OWNER)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="organisation_member_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
