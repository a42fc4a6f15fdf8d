"""The people and organisations that somebody asked for, counted and in order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, FloatField, IntegerField, Model, Q, QuerySet, Value, When

from maillage.base.words import asked_words, words_of
from maillage.territories.rules.place_names import spelled_out
from maillage.users.permissions import Anyone
from members.directory.filters import ORGANISATION, PERSON, DirectoryFilters
from members.directory.models import Organisation, Person
from members.directory.models.querysets import OrganisationQuerySet, PersonQuerySet, ProfileQuerySet
from members.directory.words import Words

ORDERS = {
    "nom": ("rank", "sort_name"),
    "recent": ("-updated_at",),
    "proche": ("distance_sq", "rank", "sort_name"),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """How many match, of each kind, and how many people say that they are available."""

    people: int
    organisations: int
    available: int


class Key(NamedTuple):
    """One line of the list: which record."""

    kind: str
    pk: int


@dataclass(frozen=True, eq=False)
class Search:
    """`filters` over what `user` may see. `today` is the network's. What costs a query is asked once."""

    filters: DirectoryFilters
    words: Words
    user: Anyone
    today: date

    def people(self, *, but: str = "") -> PersonQuerySet:
        """The people that match; `but` names one facet that is left out, to count its choices."""
        if self.filters.kind == ORGANISATION and but != "genre":
            return Person.objects.none()
        return self._people(but).filter(self._available if but != "disponible" else Q())

    def organisations(self, *, but: str = "") -> OrganisationQuerySet:
        asked = self.filters
        is_left_out = asked.kind == PERSON and but != "genre"
        if is_left_out or (asked.skills and but != "competence") or (asked.available and but != "disponible"):
            return Organisation.objects.none()
        return self._common(Organisation.objects.listed_for(self.user), but)

    @cached_property
    def totals(self) -> Totals:
        """Counts of each kind under the other filters. Two queries."""
        people = self._people("").aggregate(
            found=Count("pk", filter=self._available or Q(pk__isnull=False)),
            available=Count("pk", filter=self._is_available),
        )
        return Totals(people["found"], self.organisations(but="genre").count(), people["available"])

    @property
    def total(self) -> int:
        """How many lines the list has."""
        totals = self.totals
        return {PERSON: totals.people, ORGANISATION: totals.organisations}.get(
            self.filters.kind, totals.people + totals.organisations
        )

    def keys(self, start: int, stop: int) -> list[Key]:
        """Lines `start` to `stop` of the list, both kinds together. One query."""
        lines = _lines(self.people(), PERSON, self._first_word).union(
            _lines(self.organisations(), ORGANISATION, self._first_word), all=True
        )
        rows = lines.order_by(*ORDERS[self.filters.order], "kind", "pk")[start:stop]
        return [Key(kind, pk) for kind, pk, *_rest in rows]

    def kinds_in_order(self) -> tuple[OrganisationQuerySet, PersonQuerySet]:
        """Organisations, then people, each sorted as asked."""
        return self.in_order(self.organisations()), self.in_order(self.people())

    def in_order(self, records: Any) -> Any:
        """One kind alone, sorted as asked."""
        return _sortable(records, self._first_word).order_by(*ORDERS[self.filters.order], "pk")

    def _people(self, but: str) -> PersonQuerySet:
        people = self._common(Person.objects.listed_for(self.user), but)
        for code in self.filters.skills:
            people = people.skilled_in(self.words.skills[code].pk)
        return people

    def _common(self, records: Any, but: str) -> Any:
        asked = self.filters
        if asked.text:
            named = {word: self.words.ids_said(word) for word in self._asked_words}
            records = records.matching(self._asked_words, named, self.user)
        if asked.sectors and but != "secteur":
            records = records.in_sectors(self.words.sectors[code].pk for code in asked.sectors)
        if asked.territory and but != "territoire":
            records = records.in_territory(asked.territory, self.user)
        if asked.near:
            records = records.near(*asked.near, radius_m=asked.radius_km * 1000, user=self.user)
        return records

    @cached_property
    def _asked_words(self) -> list[str]:
        return asked_words(spelled_out(self.filters.text))

    @property
    def _first_word(self) -> str:
        return next(iter(words_of(self.filters.text)), "")

    @property
    def _available(self) -> Q:
        return self._is_available if self.filters.available else Q()

    @cached_property
    def _is_available(self) -> Q:
        return Q(pk__in=Person.objects.available_on(self.today, self.user).values("pk"))


def _lines(records: ProfileQuerySet, kind: str, first_word: str) -> QuerySet[Model, Any]:
    named = _sortable(records.order_by(), first_word).annotate(kind=Value(kind, CharField()))
    return named.values_list("kind", "pk", "rank", "sort_name", "updated_at", "distance_sq")


def _sortable(records: Any, first_word: str) -> Any:
    """With every column of ORDERS."""
    if "distance_sq" not in records.query.annotations:
        records = records.annotate(distance_sq=Value(0.0, FloatField()))
    return records.annotate(rank=_rank(first_word))


def _rank(first_word: str) -> Any:
    """Names that begin with the first word of the search come before the others."""
    if not first_word:
        return Value(0, IntegerField())
    return Case(When(sort_name__startswith=first_word, then=0), default=1, output_field=IntegerField())
