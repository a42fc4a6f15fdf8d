"""What a resource offers to those who need it: accessibility and comfort, in a short list of our own."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Feature(models.TextChoices):
    """Said of a desk or a room, where the words of a space speak of the whole building."""

    WHEELCHAIR = "wheelchair", _("wheelchair access")
    ADJUSTABLE = "adjustable", _("height-adjustable table")
    TOILETS = "toilets", _("accessible toilets nearby")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    QUIET = "quiet", _("quiet")
    SOFT_LIGHT = "soft_light", _("light that can be dimmed")
    DAYLIGHT = "daylight", _("daylight, near a window")
    ENTRANCE = "entrance", _("near the entrance")

    @classmethod
    def of(cls, codes: Iterable[str]) -> list[Self]:
        """Those with these codes, in the order in which they are always said. Codes that are no more say nothing."""
        wanted = set(codes)
        return [one for one in cls if one.value in wanted]

    @property
    def icon(self) -> str:
        """Of the sprite."""
        return ICONS[self]


ICONS = {
    Feature.WHEELCHAIR: "accessibility",
    Feature.ADJUSTABLE: "arrow-up-down",
    Feature.TOILETS: "toilet",
    Feature.HEARING_LOOP: "ear",
    Feature.QUIET: "volume-x",
    Feature.SOFT_LIGHT: "lamp-desk",
    Feature.DAYLIGHT: "sun",
    Feature.ENTRANCE: "door-open",
}
