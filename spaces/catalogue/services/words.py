"""The vocabulary of the catalogue, read once a request: types, equipment, accessibility."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from maillage.base.words import fold
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts

STEP_FREE = frozenset(("pmr", "plain-pied", "rampe"))
"""Accessibility features that `acces=pmr` asks for: one can come in without a step."""


@dataclass(frozen=True, eq=False)
class Words:
    """Concepts by code, in the order in which coordinates put them."""

    types: dict[str, Concept]
    amenities: dict[str, Concept]
    accessibility: dict[str, Concept]

    def type_ids(self, codes: Iterable[str]) -> list[int]:
        """Keys of these types."""
        return [self.types[code].pk for code in codes]

    def types_said(self, word: str) -> list[int]:
        """Keys of the types with a word, in any language, that begins with this folded one."""
        return [pk for pk, said in self._types_said if f" {word}" in said]

    @cached_property
    def _types_said(self) -> list[tuple[int, str]]:
        return [(one.pk, f" {fold(one.label_fr)} {fold(one.label_en)}") for one in self.types.values()]

    @cached_property
    def step_free_ids(self) -> list[int]:
        """Keys of the accessibility features that mean "no step", narrower ones included."""
        wide = {one.pk for one in self.accessibility.values() if one.code in STEP_FREE}
        return [one.pk for one in self.accessibility.values() if one.pk in wide or one.broader_id in wide]

    @cached_property
    def by_id(self) -> dict[int, Concept]:
        """Every word of the three lists, by key."""
        lists = (self.types, self.amenities, self.accessibility)
        return {one.pk: one for words in lists for one in words.values()}

    @cached_property
    def stamp(self) -> str:
        """Changes whenever a word does: for the tags of feeds."""
        return concepts.stamp_of(self.by_id.values())


def load() -> Words:
    """The three lists, in one query."""
    return Words(*concepts.by_code(Concept.Scheme.SPACE_TYPE, Concept.Scheme.AMENITY, Concept.Scheme.ACCESSIBILITY))
