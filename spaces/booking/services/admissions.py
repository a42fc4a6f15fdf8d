"""Whom resources are for, read at once; nothing is read of those that are for everybody."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Value

from spaces.booking.models import Admission as AdmissionRow
from spaces.booking.models import is_reserved
from spaces.booking.rules.admission import Admission
from spaces.catalogue.models import Resource
from spaces.catalogue.models.querysets import ResourceQuerySet
from spaces.pricing.models import Price

FOR_EVERYBODY = Admission()
NAMED, SOLD = True, False


def noting_admission(resources: ResourceQuerySet) -> ResourceQuerySet:
    """With `is_reserved`: whether each is for some people only, so that nothing more is read where none is."""
    return resources.annotate(is_reserved=is_reserved(OuterRef("pk")))


def admissions_of(resources: Iterable[Resource]) -> dict[int, Admission]:
    """By key, those that are for some people only (read with `noting_admission`, or else all are looked at).

    One query, none where no resource is reserved.
    """
    keys = {one.pk for one in resources if getattr(one, "is_reserved", True)}
    if not keys:
        return {}
    named: defaultdict[int, set[int]] = defaultdict(set)
    sold_to: defaultdict[int, set[int | None]] = defaultdict(set)
    names: dict[int, str] = {}
    for resource_id, audience, name, is_named in _rows(keys):
        (named if is_named else sold_to)[resource_id].add(audience)
        if audience is not None:
            names[audience] = name
    found = {pk: Admission(frozenset(named[pk]), frozenset(sold_to[pk]), names) for pk in keys}
    return {pk: one for pk, one in found.items() if not one.is_for_everybody}


def admission_of(resource: Resource) -> Admission:
    """Whom one resource is for. One query."""
    return admissions_of([resource]).get(resource.pk, FOR_EVERYBODY)


def _rows(keys: set[int]) -> Iterable[tuple[Any, ...]]:
    columns = ("resource", "audience", "audience__name", "is_named")
    named, sold = (
        model.objects.filter(resource__in=keys).order_by().annotate(is_named=Value(kind)).values_list(*columns)
        for model, kind in ((AdmissionRow, NAMED), (Price, SOLD))
    )
    return named.union(sold)
