"""How many dates each choice would leave, under the other filters. One query a facet, whatever there is."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.agenda.filters import MODES
from events.agenda.models import Accessibility
from events.agenda.models.occurrence import lived_on
from events.agenda.search import Search
from maillage.base.lists import Choice
from maillage.base.words import fold
from maillage.territories import where
from maillage.vocabulary.facets import choices
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation
from spaces.catalogue.models import Space


@dataclass(frozen=True, slots=True)
class Days:
    """A period that people name."""

    label: str | Promise
    first_on: date
    last_on: date
    count: int = 0


@dataclass(frozen=True, eq=False)
class Facets:
    """The choices of one search."""

    search: Search

    @property
    def total(self) -> int:
        return self._switches["found"]

    @property
    def free(self) -> int:
        return self._switches["free"]

    @cached_property
    def modes(self) -> list[Choice]:
        asked = self.search.filters.modes
        return [
            Choice(mode, str(capfirst(value.label)), self._switches[value], mode in asked)
            for mode, value in MODES.items()
        ]

    @cached_property
    def accessibility(self) -> list[Choice]:
        """Several mean all of them, so that each count is what would be left."""
        asked = self.search.filters.accessibility
        return [
            Choice(one.value, str(capfirst(one.label)), self._switches[one.value], one.value in asked)
            for one in Accessibility
        ]

    @cached_property
    def _switches(self) -> dict[str, int]:
        """`found`, `free`, and the dates of each attendance and each kind of access. One query."""
        asked = self.search.filters
        modes = Q(event__attendance__in=[MODES[mode] for mode in asked.modes]) if asked.modes else Q()
        access = Q(**{f"event__for_{code}": True for code in asked.accessibility})
        is_free = Q(event__is_free=True)
        free = is_free if asked.free else Q()
        wanted = {"found": modes & access & free, "free": modes & access & is_free}
        wanted |= {value: Q(event__attendance=value) & access & free for value in MODES.values()}
        wanted |= {code: modes & access & free & Q(**{f"event__for_{code}": True}) for code in Accessibility.values}
        dates = self.search.found("mode", "accessibilite", "gratuit")
        return dates.aggregate(**{str(name): Count("pk", filter=condition) for name, condition in wanted.items()})

    @cached_property
    def types(self) -> list[Choice]:
        return self._of_words("type", "event__types", self.search.words.types, self.search.filters.types)

    @cached_property
    def audiences(self) -> list[Choice]:
        return self._of_words("public", "event__audiences", self.search.words.audiences, self.search.filters.audiences)

    def _of_words(self, facet: str, path: str, words: dict[str, Concept], chosen: tuple[str, ...]) -> list[Choice]:
        """The words that any date of the period has, in their order."""
        rows = self.search.on_days_asked().order_by().values_list(path)
        counts = dict(rows.annotate(n=Count("pk", filter=self.search.matching(facet))))
        return choices(words.values(), counts, chosen)

    @cached_property
    def spaces(self) -> list[Choice]:
        found = self.search.found("lieu").filter(event__space__in=Space.objects.public().order_by().values("pk"))
        return self._of_records(found, "event__space", self.search.filters.space)

    @cached_property
    def organisers(self) -> list[Choice]:
        public = Organisation.objects.public().order_by().values("pk")
        found = self.search.found("organisateur").filter(event__organisers__in=public)
        return self._of_records(found, "event__organisers", self.search.filters.organiser)

    @staticmethod
    def _of_records(found: QuerySet, path: str, asked: Space | Organisation | None) -> list[Choice]:
        """In the order of the alphabet; the one asked for stands there even without a date."""
        rows = found.order_by().values_list(f"{path}__slug", f"{path}__name").annotate(n=Count("pk"))
        choices = [Choice(slug, name, n, asked is not None and slug == asked.slug) for slug, name, n in rows]
        if asked and not any(one.is_chosen for one in choices):
            choices.append(Choice(asked.slug, asked.name, 0, True))
        return sorted(choices, key=lambda one: fold(one.label))

    @cached_property
    def regions(self) -> list[Choice]:
        found = self.search.found("territoire").filter(event__space__in=Space.objects.public().order_by().values("pk"))
        return where.regions(where.counts(found, "event__space__commune"), self.search.filters.territory)

    @cached_property
    def days(self) -> list[Days]:
        """Periods to choose at once, with their dates, over or not. One query."""
        named = days_from(self.search.today)
        dates = self.search.dates.filter(self.search.matching())
        conditions = {f"days_{number}": lived_on(one.first_on, one.last_on) for number, one in enumerate(named)}
        counts = dates.aggregate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})
        return [
            Days(one.label, one.first_on, one.last_on, count) for one, count in zip(named, counts.values(), strict=True)
        ]


def days_from(today: date) -> list[Days]:
    """Today, tomorrow, the week-end (what is left of it, on a Sunday) and seven days."""
    saturday = today + timedelta(days=5 - today.weekday())
    weekend = max(today, saturday), saturday + timedelta(days=1)
    tomorrow = today + timedelta(days=1)
    return [
        Days(_("Today"), today, today),
        Days(_("Tomorrow"), tomorrow, tomorrow),
        Days(_("This weekend"), *weekend),
        Days(_("The next seven days"), today, today + timedelta(days=6)),
    ]
