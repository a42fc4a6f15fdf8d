"""The question "Where?" of a search: regions and departments with how many they hold."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maillage.base.geo import Point
from maillage.base.lists import Choice
from maillage.base.words import fold
from maillage.territories.models import Territory

Department = tuple[str, str, str, str]
"""Code and name of its region, then its own."""


def counts(found: QuerySet, commune: str) -> Counter[Department]:
    """How many of `found` lie in each department; `commune` is the way there. One query."""
    paths = (f"{commune}__{level}" for level in ("region", "region__name", "departement", "departement__name"))
    known = found.order_by().filter(**{f"{commune}__region__isnull": False, f"{commune}__departement__isnull": False})
    return Counter({row[:4]: row[4] for row in known.values_list(*paths).annotate(n=Count("pk"))})


def regions(counted: Counter[Department], asked: Territory | None) -> list[Choice]:
    """Regions, each with its departments, where there is something."""
    code_asked = asked.pk if asked else ""
    inside: defaultdict[tuple[str, str], list[Choice]] = defaultdict(list)
    for (region, region_name, code, name), count in counted.items():
        inside[region, region_name].append(Choice(code, name, count, code == code_asked))
    found = [
        Choice(code, name, sum(one.count for one in parts), code == code_asked, tuple(sorted(parts, key=_by_label)))
        for (code, name), parts in inside.items()
    ]
    return sorted(found, key=_by_label)


def field(choices: list[Choice], asked: Territory | None, *, near: Point | None = None) -> dict[str, Any]:
    """For the component `search`: everywhere or around a point, the regions; the commune or EPCI asked for."""
    anywhere = _("Everywhere") if near is None else _("Near a point")
    options = [{"value": "", "label": anywhere, "selected": asked is None}]
    for region in choices:
        options.append(_option(region))
        options += [_option(inside, indent="\u2003") for inside in region.inside]
    if asked and asked.pk not in {option["value"] for option in options}:
        options.insert(1, {"value": asked.pk, "label": asked.qualified_name, "selected": True})
    return {"name": "territoire", "label": _("Where"), "options": options}


def around(radius_km: float | None) -> str:
    """The chip of a search around a point."""
    if radius_km is None:
        return _("Around the point chosen")
    radius = number_format(radius_km, None if radius_km % 1 else 0)
    return _("Within %(radius)s km of the point chosen") % {"radius": radius}


def _by_label(choice: Choice) -> str:
    return fold(choice.label)


def _option(choice: Choice, indent: str = "") -> dict[str, Any]:
    label = f"{indent}{choice.label} ({number_format(choice.count, force_grouping=True)})"
    return {"value": choice.value, "label": label, "selected": choice.is_chosen}
