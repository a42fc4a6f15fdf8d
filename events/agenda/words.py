"""The vocabulary of the agenda, read once a request."""

from dataclasses import dataclass

from maillage.base.words import fold
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts


@dataclass(frozen=True, eq=False)
class Words:
    """Concepts by code, in the order in which coordinates put them."""

    types: dict[str, Concept]
    audiences: dict[str, Concept]

    def types_said(self, word: str) -> list[int]:
        """Keys of the types with a word, in any language, that begins with this folded one."""
        return [one.pk for one in self.types.values() if f" {word}" in f" {fold(one.label_fr)} {fold(one.label_en)}"]

    @property
    def stamp(self) -> str:
        """Changes whenever a word does: for the tags of feeds."""
        return concepts.stamp_of([*self.types.values(), *self.audiences.values()])


def load() -> Words:
    """Both lists, in one query."""
    return Words(*concepts.by_code(Concept.Scheme.EVENT_TYPE, Concept.Scheme.AUDIENCE))
