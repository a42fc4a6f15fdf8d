"""Words of the vocabulary as programs read them."""

from collections.abc import Iterable

from maillage.vocabulary.models import Concept


def concept_documents(concepts: Iterable[Concept]) -> list[dict[str, str]]:
    """Each with its label in the language in use."""
    return [{"code": concept.code, "label": concept.label} for concept in concepts]


def codes_cell(documents: Iterable[dict[str, str]]) -> str:
    """Their codes, for one cell of a table."""
    return "|".join(one["code"] for one in documents)
