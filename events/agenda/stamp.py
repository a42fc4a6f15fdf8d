"""What the feeds of the agenda depend on, asked cheaply: "nothing new" is their most frequent answer."""

from datetime import tzinfo

from django.db.models import Count, Max, QuerySet, Value

from events.agenda.models import Event, Occurrence
from maillage.base import clock
from maillage.base.feeds import Identity
from members.directory.models import Organisation
from spaces.catalogue.models import Space


def stamp(zone: tzinfo) -> Identity:
    """One query. Hidden records count too: one that becomes hidden changes what is left.

    A day that begins in `zone` and a date that ends are changes as well: lists go from now on.
    """
    over = Occurrence.objects.filter(end_at__lte=clock.now())
    rows = _state(over, "over", at="end_at").union(
        _state(Occurrence.objects.all(), "dates", at="start_at"),
        *(_state(model._default_manager.all(), model.__name__) for model in (Event, Space, Organisation)),
        all=True,
    )
    found = sorted(rows, key=str)
    changed = [at for kind, _number, at in found if at and kind != "dates"]
    midnight = clock.midnight(zone)
    return Identity((midnight, *found), max([midnight, *changed]))


def _state(rows: QuerySet, kind: str, *, at: str = "updated_at") -> QuerySet:
    """(kind, how many, the last)."""
    named = rows.order_by().annotate(kind=Value(kind)).values("kind")
    return named.annotate(number=Count("pk"), at=Max(at)).values_list("kind", "number", "at")
