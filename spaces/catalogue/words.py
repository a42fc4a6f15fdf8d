"""The vocabulary of the catalogue: types, equipment, accessibility, kinds of resources."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.utils.translation import override

from maillage.base.words import says, search_key
from maillage.vocabulary import words
from maillage.vocabulary.models import Concept
from spaces.catalogue.models import Resource
from spaces.catalogue.models.querysets import Asked

STEP_FREE = frozenset(("pmr", "plain-pied", "rampe"))
"""Accessibility features that `acces=pmr` asks for: one can come in without a step."""


@dataclass(frozen=True, eq=False)
class Words(words.Words):
    types: dict[str, Concept]
    amenities: dict[str, Concept]
    accessibility: dict[str, Concept]

    schemes = (Concept.Scheme.SPACE_TYPE, Concept.Scheme.AMENITY, Concept.Scheme.ACCESSIBILITY)
    searched = ("types", "amenities", "accessibility")

    def asked(self, word: str) -> Asked:
        """A folded word with what it names, in any language."""
        return Asked(word, self.ids_said(word), [kind for kind, said in _kinds_said() if says(said, word)])

    def type_ids(self, codes: Iterable[str]) -> list[int]:
        """Keys of these types."""
        return [self.types[code].pk for code in codes]

    @cached_property
    def step_free_ids(self) -> list[int]:
        """Keys of the accessibility features that mean "no step", narrower ones included."""
        wide = {one.pk for one in self.accessibility.values() if one.code in STEP_FREE}
        return [one.pk for one in self.accessibility.values() if one.pk in wide or one.broader_id in wide]


@cache
def _kinds_said() -> list[tuple[str, str]]:
    """Each kind of resource with its names in every language."""
    return [(kind.value, search_key(*_in_every_language(kind.label))) for kind in Resource.Kind]


def _in_every_language(label: object) -> list[str]:
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(str(label))
    return said
