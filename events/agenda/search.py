"""The dates that somebody asked for, counted and in order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Model, Q, QuerySet

from events.agenda.filters import MODES, AgendaFilters
from events.agenda.models import Event
from events.agenda.models.occurrence import OccurrenceQuerySet
from maillage.base.words import words_of
from maillage.vocabulary.models import Concept
from spaces.catalogue.models import Space


@dataclass(frozen=True, eq=False)
class Search:
    """`filters` over `dates` (what this person may see), from `today`."""

    filters: AgendaFilters
    dates: OccurrenceQuerySet
    today: date

    def found(self, *, but: str = "") -> OccurrenceQuerySet:
        """The dates that match; `but` names one facet that is left out, to count its choices."""
        first_on, last_on = self.filters.period(self.today)
        events = self._events(but=but)
        return self.dates.on_days(first_on, last_on).filter(event__in=events.order_by().values("pk"))

    def in_order(self) -> OccurrenceQuerySet:
        return self.found().order_by("start_at", "pk")

    @cached_property
    def total(self) -> int:
        return self.found().count()

    @cached_property
    def types(self) -> list[tuple[Concept, int]]:
        """Types of events with how many dates each would give. Two queries."""
        return self._concepts(Event.types.through, Concept.Scheme.EVENT_TYPE, but="type")

    @cached_property
    def free_count(self) -> int:
        """How many dates are free to enter under the other filters."""
        return self.found(but="gratuit").filter(event__is_free=True).count()

    def _concepts(self, through: type[Model], scheme: str, *, but: str) -> list[tuple[Concept, int]]:
        dates = self.found(but=but)
        rows = (
            through._default_manager.filter(event__occurrences__in=dates.values("pk"))
            .values("concept")
            .annotate(
                dates=Count("event__occurrences", filter=Q(event__occurrences__in=dates.values("pk")), distinct=True)
            )
            .values_list("concept", "dates")
        )
        counts = dict(rows)
        return [(concept, counts.get(concept.pk, 0)) for concept in Concept.objects.of(scheme)]

    def _events(self, *, but: str) -> QuerySet[Event]:
        asked = self.filters
        conditions = Q()
        for word in words_of(asked.text):
            conditions &= Q(search_text__contains=f" {word}") | Q(space__search_text__contains=f" {word}")
        if asked.types and but != "type":
            conditions &= Q(types__code__in=asked.types)
        if asked.audiences:
            conditions &= Q(audiences__code__in=asked.audiences)
        if asked.space:
            conditions &= Q(space=asked.space)
        if asked.organiser:
            conditions &= Q(organisers=asked.organiser)
        if asked.modes:
            conditions &= Q(attendance__in=[MODES[mode] for mode in asked.modes])
        if asked.free and but != "gratuit":
            conditions &= Q(is_free=True)
        for code in asked.accessibility:
            conditions &= Q(**{f"for_{code}": True})
        events = Event.objects.filter(conditions)
        return events.filter(space__in=self._spaces().values("pk")) if self._is_somewhere else events

    @property
    def _is_somewhere(self) -> bool:
        return bool(self.filters.territory or self.filters.box or self.filters.near)

    def _spaces(self) -> QuerySet[Space]:
        asked, spaces = self.filters, Space.objects.order_by()
        if asked.territory:
            spaces = spaces.in_territory(asked.territory)
        if asked.box:
            spaces = spaces.within(asked.box)
        if asked.near:
            spaces = spaces.near(*asked.near, radius_m=(asked.radius_km or 20) * 1000)
        return spaces
