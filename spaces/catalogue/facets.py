"""How many spaces each choice would leave, under the other filters. One query a facet."""

from django.db.models import Count, Model, Q, QuerySet

from maillage.base.lists import Choice
from maillage.vocabulary.facets import choices
from spaces.catalogue.models.querysets import SpaceQuerySet
from spaces.catalogue.search import Search


def words(search: Search) -> tuple[list[Choice], list[Choice]]:
    """Types, then equipment, of this catalogue. One query.

    Choosing several types means any of them; choosing several pieces of equipment means all of them,
    so that each count is what would be left.
    """
    model = search.spaces.model
    types = _per_concept(model.types.through, search.spaces, search.found(but="type"))
    amenities = _per_concept(model.amenities.through, search.spaces, search.found())
    counts = dict(types.union(amenities, all=True))  # no word is in both lists
    return (
        choices(search.words.types.values(), counts, search.filters.types),
        choices(search.words.amenities.values(), counts, search.filters.amenities),
    )


def _per_concept(through: type[Model], spaces: SpaceQuerySet, found: SpaceQuerySet) -> QuerySet:
    """(concept, how many of `found` have it) for every concept that any of `spaces` has."""
    rows = through._default_manager.filter(space__in=spaces.order_by().values("pk")).values_list("concept")
    return rows.annotate(n=Count("pk", filter=Q(space__in=found.order_by().values("pk")))).order_by()
