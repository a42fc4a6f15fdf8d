"""The vocabulary of the catalogue: types, equipment, accessibility."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from maillage.vocabulary import words
from maillage.vocabulary.models import Concept

STEP_FREE = frozenset(("pmr", "plain-pied", "rampe"))
"""Accessibility features that `acces=pmr` asks for: one can come in without a step."""


@dataclass(frozen=True, eq=False)
class Words(words.Words):
    types: dict[str, Concept]
    amenities: dict[str, Concept]
    accessibility: dict[str, Concept]

    schemes = (Concept.Scheme.SPACE_TYPE, Concept.Scheme.AMENITY, Concept.Scheme.ACCESSIBILITY)
    searched = ("types",)

    def type_ids(self, codes: Iterable[str]) -> list[int]:
        """Keys of these types."""
        return [self.types[code].pk for code in codes]

    @cached_property
    def step_free_ids(self) -> list[int]:
        """Keys of the accessibility features that mean "no step", narrower ones included."""
        wide = {one.pk for one in self.accessibility.values() if one.code in STEP_FREE}
        return [one.pk for one in self.accessibility.values() if one.pk in wide or one.broader_id in wide]
