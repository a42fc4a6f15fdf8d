"""The plan of a room: where each desk stands."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from spaces.catalogue.models.resource import Resource
from spaces.catalogue.rules.plan import WHOLE, Box


class Spot(models.Model):
    """Where a resource stands on the plan of what it is inside, in hundredths of the plan."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="spot", verbose_name=_("resource"))
    x = models.PositiveSmallIntegerField(_("from the left (%)"))
    y = models.PositiveSmallIntegerField(_("from the top (%)"))
    width = models.PositiveSmallIntegerField(_("width (%)"), default=15)
    height = models.PositiveSmallIntegerField(_("height (%)"), default=15)

    class Meta:
        verbose_name = _("spot on a plan")
        verbose_name_plural = _("spots on a plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(width__gte=1, width__lte=WHOLE - F("x"), height__gte=1, height__lte=WHOLE - F("y")),
                name="spot_inside_its_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource}: {self.x}, {self.y}"

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)
