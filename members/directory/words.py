"""The vocabulary of the directory: skills and sectors."""

from dataclasses import dataclass

from maillage.vocabulary import words
from maillage.vocabulary.models import Concept


@dataclass(frozen=True, eq=False)
class Words(words.Words):
    skills: dict[str, Concept]
    sectors: dict[str, Concept]

    schemes = (Concept.Scheme.SKILL, Concept.Scheme.SECTOR)
    searched = ("skills", "sectors")
