"""Rows that are found by the names of towns, too."""

from maillage.base.models import Searchable
from maillage.base.words import search_key
from maillage.territories.rules.place_names import spelled_out


class SearchableByTown(Searchable):
    """As `Searchable`, with "Saint" for "St", as towns are searched."""

    class Meta:
        abstract = True

    def folded_words(self) -> str:
        return search_key(*(spelled_out(getattr(self, name)) for name in self.SEARCHED))
