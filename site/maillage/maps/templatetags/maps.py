"""What the map in the browser is told by the page."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.maps.network import network_mesh

register = template.Library()

PLURAL_FORMS = {"one": 1, "other": 2}  # the browser counts: it gets both forms, with %(count)s to fill


@register.simple_tag
def map_config() -> str:
    """{% map_config as config %}: JSON for `data-map-config`: addresses of its files, tiles, words."""
    return json.dumps({"assets": _assets(), **_tiles(), "words": _words()}, ensure_ascii=False)


@register.inclusion_tag("maps/parts/mesh.html", name="network_mesh")
def show_network_mesh() -> dict[str, Any]:
    """{% network_mesh %}: the places of the network tied together, with the names of large towns."""
    mesh = network_mesh()
    label = ngettext(
        "%(count)s place of the network", "The %(count)s places of the network, tied together", mesh.places
    )
    return {"mesh": mesh, "label": label % {"count": number_format(mesh.places)}}


def _assets() -> dict[str, str]:
    return {
        "leaflet": static("vendor/leaflet/leaflet.js"),
        "supercluster": static("vendor/supercluster/supercluster.min.js"),
        "styles": static("css/map.css"),
        "icons": static("vendor/lucide/icons.svg"),
        "outlines": static("data/outlines.json"),
        "towns": static("data/towns.json"),
        # One of a hundred files, chosen by the browser: named without the hash of its content.
        "townsFolder": f"{settings.STATIC_URL}data/towns/",
    }


def _tiles() -> dict[str, str]:
    if settings.MAP_TILES:
        return {"tiles": settings.MAP_TILES, "attribution": settings.MAP_TILES_ATTRIBUTION}
    return {"tiles": "", "attribution": _("Outlines: INSEE, IGN (2026), Natural Earth")}


def _words() -> dict[str, Any]:
    return {
        "show": _("Show the map"),
        "searchHere": _("Search in this area"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "nothingInView": _("Nothing on this part of the map."),
        "more": _("and %(count)s more: look in the list"),
        "inView": {form: _in_view(count) for form, count in PLURAL_FORMS.items()},
        "group": {form: _group(count) for form, count in PLURAL_FORMS.items()},
        "here": {form: _here(count) for form, count in PLURAL_FORMS.items()},
    }


def _in_view(count: int) -> str:
    return ngettext("%(count)s result on this part of the map.", "%(count)s results on this part of the map.", count)


def _group(count: int) -> str:
    return ngettext("%(count)s result here: look closer", "%(count)s results here: look closer", count)


def _here(count: int) -> str:
    return ngettext("%(count)s result here", "%(count)s results here", count)
