"""Words that the network agrees on: one list per scheme, edited by coordinators."""

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ConceptQuerySet(models.QuerySet["Concept"]):
    def of(self, scheme: str) -> Self:
        return self.filter(scheme=scheme)


class Concept(models.Model):
    """One word of a scheme, with a label per language."""

    class Scheme(models.TextChoices):
        SPACE_TYPE = "space_type", _("Types of places")
        AMENITY = "amenity", _("Equipment")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        SECTOR = "sector", _("Sectors")
        SKILL = "skill", _("Skills")
        AUDIENCE = "audience", _("Audiences")
        EVENT_TYPE = "event_type", _("Types of events")

    scheme = models.CharField(_("list"), max_length=20, choices=Scheme)
    code = models.SlugField(_("code"), max_length=60)
    label_fr = models.CharField(_("label in French"), max_length=80)
    label_en = models.CharField(_("label in English"), max_length=80, blank=True)
    broader = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="narrower")
    notation = models.CharField(_("code elsewhere"), max_length=40, blank=True, help_text=_("ROME, NAF…"))
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("vocabulary")
        ordering = ["scheme", "position", "label_fr"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="concept_code_once_per_scheme")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language, French where it is missing."""
        return (self.label_en if get_language() == "en" else "") or self.label_fr
