"""The spaces that somebody asked for, counted and in order."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from maillage.base import clock
from maillage.base.words import asked_words
from maillage.territories.rules.place_names import spelled_out
from spaces.catalogue.filters import SpaceFilters
from spaces.catalogue.models import open_at
from spaces.catalogue.models.querysets import SpaceQuerySet
from spaces.catalogue.words import Words


@dataclass(frozen=True, slots=True)
class Totals:
    """How many match, and how many would with one switch turned on."""

    found: int
    open_now: int
    step_free: int


@dataclass(frozen=True, eq=False)
class Search:
    """`filters` over `spaces` (what this person may see). What costs a query is asked once."""

    filters: SpaceFilters
    spaces: SpaceQuerySet
    words: Words

    def found(self, *, but: str = "") -> SpaceQuerySet:
        """The spaces that match; `but` names one facet that is left out, to count its choices."""
        return self._broad(but=but).filter(self._open, self._step_free)

    def in_order(self) -> SpaceQuerySet:
        """The same sorted as asked: the nearest first when a point was given."""
        match self.filters.order:
            case "proche":
                return self.found().nearest_first()
            case "recent":
                return self.found().order_by("-updated_at", "-pk")
        return self.found().best_match_first(self._asked_words, spelled_out(self.filters.text))

    @cached_property
    def totals(self) -> Totals:
        """One query."""
        counts = self._broad().aggregate(
            found=Count("pk", filter=self._open & self._step_free),
            open_now=Count("pk", filter=self.open_condition & self._step_free),
            step_free=Count("pk", filter=self._open & self._step_free_condition),
        )
        return Totals(**counts)

    @cached_property
    def open_condition(self) -> Q:
        """Holds for spaces open at this instant."""
        return open_at.condition(self.spaces, clock.now())

    def _broad(self, *, but: str = "") -> SpaceQuerySet:
        """Everything but the two switches."""
        asked, spaces = self.filters, self.spaces.filter(self._extras)
        if asked.text:
            spaces = spaces.saying_or_holding(map(self.words.asked, self._asked_words))
        if asked.types and but != "type":
            spaces = spaces.of_types(self.words.type_ids(asked.types))
        if asked.territory and but != "territoire":
            spaces = spaces.in_territory(asked.territory)
        for code in asked.amenities:
            spaces = spaces.equipped_with(self.words.amenities[code].pk)
        if asked.box:
            spaces = spaces.within(asked.box)
        if asked.near:
            spaces = spaces.near(*asked.near, radius_m=asked.radius_km and asked.radius_km * 1000)
        return spaces

    @cached_property
    def _asked_words(self) -> list[str]:
        return asked_words(spelled_out(self.filters.text))

    @cached_property
    def _extras(self) -> Q:
        return self.filters.extra_conditions()

    @property
    def _open(self) -> Q:
        return self.open_condition if self.filters.open_now else Q()

    @property
    def _step_free(self) -> Q:
        return self._step_free_condition if self.filters.step_free else Q()

    @cached_property
    def _step_free_condition(self) -> Q:
        accessible = self.spaces.model.objects.accessible_as(self.words.step_free_ids)
        return Q(pk__in=accessible.values("pk"))
