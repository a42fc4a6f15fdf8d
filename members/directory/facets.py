"""How many each choice would leave, under the other filters. One query a facet and kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from maillage.base.words import fold
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation, Person
from members.directory.models.querysets import ProfileQuerySet
from members.directory.search import Search


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. `inside` are narrower choices."""

    value: str
    label: str
    count: int
    is_chosen: bool
    inside: tuple["Choice", ...] = ()


def sectors(search: Search) -> list[Choice]:
    """Sectors that would find something, or are chosen; choosing several means any of them."""
    people = _per_concept(Person.sectors.through, "person", search.people(but="secteur"))
    organisations = _per_concept(Organisation.sectors.through, "organisation", search.organisations(but="secteur"))
    return _choices(search.words.sectors.values(), people + organisations, search.filters.sectors)


def skills(search: Search) -> list[Choice]:
    """Skills of people; choosing several means all of them, so that each count is what would be left."""
    counts = _per_concept(Person.skills.through, "person", search.people())
    return _choices(search.words.skills.values(), counts, search.filters.skills)


def territories(search: Search) -> list[Choice]:
    """Regions, each with its departments, where there is somebody to find."""
    people = search.people(but="territoire").showing("territory", search.user)
    counts = _per_place(people) + _per_place(search.organisations(but="territoire"))
    asked = search.filters.territory.pk if search.filters.territory else ""
    inside: defaultdict[tuple[str, str], list[Choice]] = defaultdict(list)
    for (region, region_name, code, name), count in counts.items():
        inside[region, region_name].append(Choice(code, name, count, code == asked))
    regions = [
        Choice(code, name, sum(one.count for one in parts), code == asked, tuple(sorted(parts, key=_by_label)))
        for (code, name), parts in inside.items()
    ]
    return sorted(regions, key=_by_label)


def _by_label(choice: Choice) -> str:
    return fold(choice.label)


def _per_concept(through: Any, column: str, records: ProfileQuerySet) -> Counter[int]:
    rows = through.objects.filter(**{f"{column}__in": records.order_by().values("pk")})
    return Counter(dict(rows.order_by().values_list("concept").annotate(n=Count("pk"))))


def _per_place(records: ProfileQuerySet) -> Counter[tuple[str, str, str, str]]:
    places = records.order_by().filter(territory__departement__isnull=False)
    columns = (
        "territory__region", "territory__region__name", "territory__departement", "territory__departement__name",
    )  # fmt: skip
    return Counter({row[:4]: row[4] for row in places.values_list(*columns).annotate(n=Count("pk"))})


def _choices(concepts: Iterable[Concept], counts: Counter[int], chosen: tuple[str, ...]) -> list[Choice]:
    return [
        Choice(one.code, one.label, counts[one.pk], one.code in chosen)
        for one in concepts
        if counts[one.pk] or one.code in chosen
    ]
