"""The vocabulary of the agenda: types and audiences of events."""

from dataclasses import dataclass

from maillage.vocabulary import words
from maillage.vocabulary.models import Concept


@dataclass(frozen=True, eq=False)
class Words(words.Words):
    types: dict[str, Concept]
    audiences: dict[str, Concept]

    schemes = (Concept.Scheme.EVENT_TYPE, Concept.Scheme.AUDIENCE)
    searched = ("types",)
