"""The vocabulary of the directory, read once a request: skills and sectors."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from maillage.base.words import fold
from maillage.vocabulary.models import Concept


@dataclass(frozen=True, eq=False)
class Words:
    """Concepts by code, in the order in which coordinators put them."""

    skills: dict[str, Concept]
    sectors: dict[str, Concept]

    def ids_said(self, word: str) -> list[int]:
        """Keys of the skills and sectors with a word, in any language, that begins with this folded one."""
        return [pk for pk, said in self._said if f" {word}" in said]

    @cached_property
    def _said(self) -> list[tuple[int, str]]:
        return [(one.pk, f" {fold(one.label_fr)} {fold(one.label_en)}") for one in self._all]

    @cached_property
    def stamp(self) -> str:
        """Changes whenever a word does: for the tags of feeds."""
        said = repr([(one.pk, one.code, one.label_fr, one.label_en) for one in self._all])
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @cached_property
    def _all(self) -> Iterable[Concept]:
        return [*self.skills.values(), *self.sectors.values()]


def load() -> Words:
    """The two lists, in one query."""
    schemes = (Concept.Scheme.SKILL, Concept.Scheme.SECTOR)
    lists: dict[str, dict[str, Concept]] = {scheme: {} for scheme in schemes}
    for concept in Concept.objects.filter(scheme__in=schemes).order_by("scheme", "position", "label_fr"):
        lists[concept.scheme][concept.code] = concept
    return Words(*(lists[scheme] for scheme in schemes))
