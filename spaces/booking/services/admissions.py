"""Whom resources are for, read at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value

from maillage.base.prepared import Among, Prepared
from spaces.booking.models import Admission as AdmissionRow
from spaces.booking.rules.admission import Admission
from spaces.catalogue.models import Resource
from spaces.pricing.models import Price

FOR_EVERYBODY = Admission()
NAMED, SOLD = True, False


def _named_and_sold() -> QuerySet[Any, Any]:
    columns = ("resource", "audience", "audience__name", "is_named")
    named, sold = (
        model.objects.filter(Among("resource", "resources"))
        .order_by()
        .annotate(is_named=Value(kind))
        .values_list(*columns)
        for model, kind in ((AdmissionRow, NAMED), (Price, SOLD))
    )
    return named.union(sold)


NAMED_AND_SOLD = Prepared(_named_and_sold)


def admissions_of(resources: Iterable[Resource]) -> dict[int, Admission]:
    """By key, those that are for some people only. One query, none for no resource."""
    keys = {one.pk for one in resources}
    if not keys:
        return {}
    named: defaultdict[int, set[int]] = defaultdict(set)
    sold_to: defaultdict[int, set[int | None]] = defaultdict(set)
    names: dict[int, str] = {}
    for resource_id, audience, name, is_named in NAMED_AND_SOLD.rows(resources=keys):
        (named if is_named else sold_to)[resource_id].add(audience)
        if audience is not None:
            names[audience] = name
    found = {pk: Admission(frozenset(named[pk]), frozenset(sold_to[pk]), names) for pk in keys}
    return {pk: one for pk, one in found.items() if not one.is_for_everybody}


def admission_of(resource: Resource) -> Admission:
    """Whom one resource is for. One query."""
    return admissions_of([resource]).get(resource.pk, FOR_EVERYBODY)
