"""Communes, EPCI, departments, regions: the ground that records stand on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Territory(models.Model):
    """One territory of the official geography (INSEE codes, SIREN of EPCI)."""

    class Level(models.TextChoices):
        COMMUNE = "commune", _("commune")
        EPCI = "epci", _("EPCI")
        DEPARTEMENT = "departement", _("department")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")

    level = models.CharField(_("level"), max_length=12, choices=Level)
    code = models.CharField(_("code"), max_length=9)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="territory_code_once_per_level")]

    def __str__(self) -> str:
        return self.name
