"""Codes and names that lists still use for communes which have merged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerCommune(models.Model):
    """A past code and name, and the commune that has taken over."""

    code = models.CharField(_("code"), max_length=5)
    name = models.CharField(_("name"), max_length=120)
    search_key = models.CharField(max_length=130, editable=False)
    commune = models.ForeignKey("territories.Territory", on_delete=models.CASCADE, related_name="former_communes")

    class Meta:
        verbose_name = _("former commune")
        verbose_name_plural = _("former communes")
        constraints = [models.UniqueConstraint(fields=["code", "name"], name="former_commune_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
