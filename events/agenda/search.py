"""The dates that somebody asked for, counted and in order."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from events.agenda.filters import MODES, AgendaFilters
from events.agenda.models import Event
from events.agenda.models.occurrence import OccurrenceQuerySet
from events.agenda.words import Words
from maillage.base import clock
from maillage.base.searching import saying
from maillage.base.words import asked_words
from maillage.territories.rules.place_names import spelled_out
from spaces.catalogue.models import Space

AROUND_KM = 20


@dataclass(frozen=True, eq=False)
class Search:
    """`filters` over `dates` (what this person may see). `zone` is where "today" is read."""

    filters: AgendaFilters
    dates: OccurrenceQuerySet
    words: Words
    zone: tzinfo

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @cached_property
    def period(self) -> tuple[date, date]:
        """First and last day shown."""
        return self.filters.period(self.today)

    def found(self, *but: str) -> OccurrenceQuerySet:
        """The dates that match; `but` names facets that are left out, to count their choices."""
        return self.on_days_asked().filter(self.matching(*but))

    def in_order(self) -> OccurrenceQuerySet:
        return self.found().order_by("start_at", "pk")

    def on_days_asked(self) -> OccurrenceQuerySet:
        """All dates of the period. From now on, what is over is left out; a day asked for is shown whole."""
        if self.filters.first_on is None and not self.filters.is_a_grid:
            return self.dates.from_now_until(self.now, self.period[1])
        return self._on_days(*self.period)

    def around(self, first_on: date, last_on: date) -> OccurrenceQuerySet:
        """The dates of these days that match, in order: a month is shown with the weeks around it."""
        return self._on_days(first_on, last_on).filter(self.matching()).order_by("start_at", "pk")

    def _on_days(self, first_on: date, last_on: date) -> OccurrenceQuerySet:
        dates = self.dates.on_days(first_on, last_on)
        if self.filters.is_a_grid and self.filters.last_on:
            dates = dates.filter(first_on__lte=self.filters.last_on)
        return dates

    def events_found(self) -> Any:
        """Each event once, with `first_at` and `first_date_id` of its first date in the period."""
        return self._dated(Q(pk__in=self.found().values("event")))

    def events_followed(self) -> Any:
        """The same, and the events that have a date cancelled lately."""
        gone = self.dates.cancelled_lately(self.now).filter(self.matching())
        return self._dated(Q(pk__in=self.found().values("event")) | Q(pk__in=gone.values("event")))

    def _dated(self, which: Q) -> Any:
        first = self.on_days_asked().filter(event=OuterRef("pk")).order_by("start_at", "pk")
        return Event.objects.filter(which).annotate(
            first_at=Subquery(first.values("start_at")[:1]), first_date_id=Subquery(first.values("pk")[:1])
        )

    def matching(self, *but: str) -> Q:
        """A condition on dates, whatever their days: their event is as asked."""
        conditions = self._conditions(but)
        return Q(event__in=Event.objects.filter(conditions).order_by().values("pk")) if conditions else Q()

    def _conditions(self, but: tuple[str, ...]) -> Q:
        asked = self.filters
        conditions = self._said()
        if asked.types and "type" not in but:
            conditions &= Q(types__code__in=asked.types)
        if asked.audiences and "public" not in but:
            conditions &= Q(audiences__code__in=asked.audiences)
        if asked.space and "lieu" not in but:
            conditions &= Q(space=asked.space)
        if asked.organiser and "organisateur" not in but:
            conditions &= Q(organisers=asked.organiser)
        if asked.modes and "mode" not in but:
            conditions &= Q(attendance__in=[MODES[mode] for mode in asked.modes])
        if asked.free and "gratuit" not in but:
            conditions &= Q(is_free=True)
        if "accessibilite" not in but:
            conditions &= Q(**{f"for_{code}": True for code in asked.accessibility})
        return conditions & self._somewhere(but)

    def _said(self) -> Q:
        """Each word begins a word of the event or of its place, as `saying`, or names a type.

        "st" is "saint" in the words of a place.
        """
        said = Q()
        for word in asked_words(self.filters.text):
            match = Q(pk__in=self._of_types(ids)) if (ids := self.words.ids_said(word)) else Q()
            for written in dict.fromkeys([word, spelled_out(word)]):
                match |= saying(written) | saying(written, "space__search_text")
            said &= match
        return said

    @staticmethod
    def _of_types(ids: list[int]) -> QuerySet:
        return Event.types.through._default_manager.filter(concept__in=ids).values("event")

    def _somewhere(self, but: tuple[str, ...]) -> Q:
        """A part of the map holds the spaces that everybody may see there."""
        asked, everywhere = self.filters, Space.objects.public().order_by()
        spaces = everywhere
        if asked.territory and "territoire" not in but:
            spaces = spaces.in_territory(asked.territory)
        if asked.box:
            spaces = spaces.within(asked.box)
        if asked.near:
            spaces = spaces.near(*asked.near, radius_m=(asked.radius_km or AROUND_KM) * 1000)
        return Q() if spaces is everywhere else Q(space__in=spaces.values("pk"))
