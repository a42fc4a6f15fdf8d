"""Associations, companies, companies of artists, collectives: who people act through."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField

from maillage.curation.models import State
from maillage.vocabulary.models import Concept
from members.directory.models.profile import Profile
from members.directory.models.querysets import OrganisationQuerySet

AGREEING = {
    State.PUBLISHED: pgettext_lazy("organisation", "published"),
    State.ARCHIVED: pgettext_lazy("organisation", "archived"),
}


class Organisation(Profile):
    """An organisation, kept by its team, published after moderation."""

    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    siret = models.CharField(
        _("SIRET number"), max_length=14, blank=True, validators=[RegexValidator(r"^\d{14}$", _("14 digits."))]
    )
    rna = models.CharField(
        _("RNA number"), max_length=10, blank=True, validators=[RegexValidator(r"^W\d{9}$", _("W and 9 digits."))]
    )
    sectors = ParentalManyToManyField(
        Concept,
        blank=True,
        related_name="organisations",
        limit_choices_to={"scheme": Concept.Scheme.SECTOR},
        verbose_name=_("sectors"),
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("commune"),
    )
    email = models.EmailField(_("public e-mail"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    RESERVED_SLUGS = ("nouvelle", "rejoindre")  # words of addresses
    SEARCHED = ("name", "summary", "city", "body")

    class Meta(Profile.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            *Profile.Meta.indexes,
            models.Index(fields=["state", "sort_name"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.slug])

    def get_edit_url(self) -> str:
        return reverse("directory:edit-organisation", args=[self.slug])

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # Django lets it be written, the plugin does not
        """Its state, in words that agree with “organisation”."""
        state = State(self.state)
        return str(AGREEING.get(state, state.label))

    def owners(self) -> Iterable[Any]:
        return [member.user for member in self.team.filter(role="owner").select_related("user")]


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
        ordering = ["role", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="organisation_member_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
