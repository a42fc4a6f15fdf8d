"""Words of the vocabulary as the choices of a facet."""

from collections.abc import Iterable, Mapping

from maillage.base.lists import Choice
from maillage.vocabulary.models import Concept


def choices(concepts: Iterable[Concept], counts: Mapping[int, int], chosen: tuple[str, ...]) -> list[Choice]:
    """Those that something has, or that are chosen, in the order of the list."""
    return [
        Choice(one.code, one.label, counts.get(one.pk, 0), one.code in chosen)
        for one in concepts
        if one.pk in counts or one.code in chosen
    ]
