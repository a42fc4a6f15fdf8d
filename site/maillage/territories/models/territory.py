"""Communes, EPCI, departments, regions: the ground that records stand on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.territories.querysets import TerritoryQuerySet

REGION_PREFIX = "REG-"


class Territory(models.Model):
    """One territory of the official geography (INSEE codes, SIREN of EPCI).

    The primary key is its public code, so that a foreign key, an address and an export say the same:
    the code itself, except for regions, whose codes are also departments' (75 is Paris and
    Nouvelle-Aquitaine): REG-75.
    Each row names the commune, EPCI, department and region it lies in, itself included: what lies
    in a territory is one comparison (`holding`), never a walk up the tree.
    """

    class Level(models.TextChoices):
        ARRONDISSEMENT = "arrondissement", _("municipal arrondissement")
        COMMUNE = "commune", _("commune")
        EPCI = "epci", _("EPCI")
        DEPARTEMENT = "departement", _("department")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")

    class Position(models.TextChoices):
        TOWN_HALL = "town_hall", _("its town hall")
        OUTLINE = "outline", _("the middle of its outline")
        INHABITANTS = "inhabitants", _("the average of its inhabitants")
        UNKNOWN = "", pgettext_lazy("position", "unknown")

    public_code = models.CharField(_("public code"), max_length=12, primary_key=True)
    level = models.CharField(_("level"), max_length=14, choices=Level)
    code = models.CharField(_("code"), max_length=9)
    name = models.CharField(_("name"), max_length=120)
    search_key = models.CharField(max_length=130, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("inside")
    )
    commune = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    epci = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    departement = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    population = models.PositiveIntegerField(_("inhabitants"), null=True)
    population_year = models.PositiveSmallIntegerField(_("year of the count"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    position = models.CharField(_("position shown"), max_length=11, choices=Position, blank=True)
    postcodes = models.TextField(_("postcodes"), blank=True, help_text=_("Each with a space on both sides."))

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name", "public_code"]
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="territory_code_once_per_level")]
        indexes = [models.Index(fields=["latitude", "longitude"], name="territory_position")]

    def __str__(self) -> str:
        return self.name

    def holding(self, relation: str = "") -> Q:
        """A condition: the row's `relation` is this territory or lies in it.

        `Space.objects.filter(territory.holding("commune"))`; without relation, on territories.
        """
        prefix = f"{relation}__" if relation else ""
        if self.level == self.Level.COUNTRY:
            return Q(**{f"{prefix}pk__isnull": False})
        if self.level == self.Level.ARRONDISSEMENT:
            return Q(**{f"{prefix}pk": self.pk})
        return Q(**{f"{prefix}{self.level}": self.pk})

    @property
    def qualified_name(self) -> str:
        """Name and department code, which tells homonyms apart: "Pau (64)"."""
        is_small = self.level in {self.Level.COMMUNE, self.Level.ARRONDISSEMENT, self.Level.EPCI}
        return f"{self.name} ({self.departement_id})" if is_small and self.departement_id else self.name
