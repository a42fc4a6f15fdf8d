"""The lists of the vocabulary that a room works with, read once a request."""

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from typing import ClassVar, Self

from maillage.base.words import fold, says
from maillage.vocabulary.models import Concept


@dataclass(frozen=True, eq=False)
class Words:
    """A room has a field for each of its `schemes`: concepts by code, in the order in which coordinators put them."""

    schemes: ClassVar[tuple[str, ...]]
    searched: ClassVar[tuple[str, ...]]
    """The lists that people search by."""

    @classmethod
    def load(cls) -> Self:
        """Every list, in one query."""
        lists: dict[str, dict[str, Concept]] = {scheme: {} for scheme in cls.schemes}
        for concept in Concept.objects.filter(scheme__in=cls.schemes).order_by("scheme", "position", "label_fr"):
            lists[concept.scheme][concept.code] = concept
        return cls(*lists.values())

    @cached_property
    def by_id(self) -> dict[int, Concept]:
        """Every word of the lists, by key."""
        return {one.pk: one for field in fields(self) for one in getattr(self, field.name).values()}

    def ids_said(self, word: str) -> list[int]:
        """Keys of the words, in any language, of which one begins with this folded word or is its singular."""
        return [pk for pk, said in self._said if says(said, word)]

    @cached_property
    def _said(self) -> list[tuple[int, str]]:
        concepts = [one for name in self.searched for one in getattr(self, name).values()]
        return [(one.pk, f" {fold(one.label_fr)} {fold(one.label_en)}") for one in concepts]

    @cached_property
    def stamp(self) -> str:
        """Changes whenever a word does: for the tags of feeds."""
        every = self.by_id.values()
        said = repr([(one.pk, one.code, one.label_fr, one.label_en, one.broader_id) for one in every])
        return hashlib.sha256(said.encode()).hexdigest()[:12]
