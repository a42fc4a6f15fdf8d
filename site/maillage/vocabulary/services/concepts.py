"""Words found or added."""

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
