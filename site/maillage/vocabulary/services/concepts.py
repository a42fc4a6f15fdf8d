"""Words found or added."""

import hashlib
from collections.abc import Iterable

from maillage.vocabulary.models import Concept


def ensure(scheme: str, codes: Iterable[str]) -> dict[str, Concept]:
    """Concepts of `scheme` by code; those that are missing are added under a readable label.

    Two queries at most, whatever the number of codes.
    """
    wanted = dict.fromkeys(codes)
    known = {concept.code: concept for concept in Concept.objects.of(scheme).filter(code__in=wanted)}
    missing = [
        Concept(scheme=scheme, code=code, label_fr=code.replace("-", " ").capitalize())
        for code in wanted
        if code not in known
    ]
    for concept in Concept.objects.bulk_create(missing):
        known[concept.code] = concept
    return {code: known[code] for code in wanted}


def by_code(*schemes: str) -> list[dict[str, Concept]]:
    """The words of each scheme by code, in the order in which coordinates put them. One query."""
    lists: dict[str, dict[str, Concept]] = {scheme: {} for scheme in schemes}
    for concept in Concept.objects.filter(scheme__in=schemes).order_by("scheme", "position", "label_fr"):
        lists[concept.scheme][concept.code] = concept
    return list(lists.values())


def stamp_of(concepts: Iterable[Concept]) -> str:
    """Changes whenever one of these words does: for the tags of feeds."""
    said = repr([(one.pk, one.code, one.label_fr, one.label_en, one.broader_id) for one in concepts])
    return hashlib.sha256(said.encode()).hexdigest()[:12]
