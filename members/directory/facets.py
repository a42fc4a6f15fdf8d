"""How many each choice would leave, under the other filters. One query a facet and kind."""

from collections import Counter
from typing import Any

from django.db.models import Count

from maillage.base.lists import Choice
from maillage.territories import where
from maillage.vocabulary.facets import choices
from members.directory.models import Organisation, Person
from members.directory.models.querysets import ProfileQuerySet
from members.directory.search import Search


def sectors(search: Search) -> list[Choice]:
    """Sectors that would find something, or are chosen; choosing several means any of them."""
    people = _per_concept(Person.sectors.through, "person", search.people(but="secteur"))
    organisations = _per_concept(Organisation.sectors.through, "organisation", search.organisations(but="secteur"))
    return choices(search.words.sectors.values(), people + organisations, search.filters.sectors)


def skills(search: Search) -> list[Choice]:
    """Skills of people; choosing several means all of them, so that each count is what would be left."""
    counts = _per_concept(Person.skills.through, "person", search.people())
    return choices(search.words.skills.values(), counts, search.filters.skills)


def regions(search: Search) -> list[Choice]:
    """Regions, each with its departments, where there is somebody to find."""
    people = search.people(but="territoire").showing("territory", search.user)
    organisations = search.organisations(but="territoire")
    counts = where.counts(people, "territory") + where.counts(organisations, "territory")
    return where.regions(counts, search.filters.territory)


def _per_concept(through: Any, column: str, records: ProfileQuerySet) -> Counter[int]:
    rows = through.objects.filter(**{f"{column}__in": records.order_by().values("pk")})
    return Counter(dict(rows.order_by().values_list("concept").annotate(n=Count("pk"))))
