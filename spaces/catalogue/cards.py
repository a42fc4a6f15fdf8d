"""Lines of the list: what the component `row` shows of a space."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maillage.base.geo import Point, haversine_m
from spaces.catalogue import sections, wording
from spaces.catalogue.models import Space
from spaces.catalogue.photos import card_picture
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.services.opening import space_layers


def cards(spaces: Iterable[Space], *, at: datetime, near: Point | None = None) -> list[dict[str, Any]]:
    """Arguments of `row`, one per space. Two queries, and those of other rooms' facts."""
    spaces = list(spaces)
    layers, facts = space_layers(spaces), sections.facts(spaces)
    return [_card(space, layers[space.pk], facts[space.pk], at, near) for space in spaces]


def _card(space: Space, layers: OpeningLayers, facts: list[str], at: datetime, near: Point | None) -> dict[str, Any]:
    status = wording.status(layers, at)

    return {
        "url": space.get_absolute_url(),
        "title": space.name,
        "identifier": space.uuid,
        "picture": card_picture(space),
        "tags": [concept.label for concept in space.types.all()][:3],
        "summary": space.summary,
        "status": status.text if status else "",
        "status_kind": status.kind if status else "",
        "facts": [*facts, *filter(None, [space.city, distance_said(space.point, near)])],
    }


def distance_said(there: Point | None, near: Point | None) -> str:
    """« à 800 m », « à 3,4 km », « à 120 km »; nothing where one of the two is unknown."""
    if there is None or near is None:
        return ""
    metres = haversine_m(*near, *there)
    if metres < 1000:
        return _("%(distance)s away") % {"distance": f"{number_format(round(metres, -1), 0)}\u00a0m"}
    kilometres = number_format(metres / 1000, 1 if metres < 10_000 else 0, force_grouping=True)
    return _("%(distance)s away") % {"distance": f"{kilometres}\u00a0km"}
