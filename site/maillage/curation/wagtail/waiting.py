"""Records that wait for a coordinator, whatever they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from maillage.curation.models import AuditEvent, Listed
from maillage.curation.wagtail import registry


@dataclass(frozen=True)
class Waiting:
    """One line of the list "to check"."""

    record: Listed
    kind: str
    icon: str
    since: datetime
    url: str


def count() -> int:
    return sum(viewset.model.objects.to_check().count() for viewset in registry.listed_viewsets())


def counts() -> list[tuple[str, int]]:
    """(plural name, how many) for each kind that has some."""
    found = [
        (viewset.model._meta.verbose_name_plural, viewset.model.objects.to_check().count())
        for viewset in registry.listed_viewsets()
    ]
    return [(name, number) for name, number in found if number]


def oldest_first(limit: int = 200) -> list[Waiting]:
    """What waits, the longest-waiting first. One query a kind."""
    lines = [_line(viewset, record) for viewset in registry.listed_viewsets() for record in _of(viewset.model, limit)]
    return sorted(lines, key=lambda line: line.since)[:limit]


def submitted_since(record: Listed) -> datetime:
    return _with_date(type(record).objects.filter(pk=record.pk)).values_list("since", flat=True).get()


def _of(model: type[Listed], limit: int) -> QuerySet:
    return _with_date(model.objects.to_check()).order_by("since", "pk")[:limit]


def _with_date(records: QuerySet) -> QuerySet:
    submissions = AuditEvent.objects.filter(
        subject_type=records.model._meta.label_lower, subject_uuid=OuterRef("uuid"), action="submitted"
    ).order_by("-at")
    return records.annotate(since=Coalesce(Subquery(submissions.values("at")[:1]), "updated_at"))


def _line(viewset: Any, record: Any) -> Waiting:
    options = record._meta
    return Waiting(
        record=record,
        kind=options.verbose_name,
        icon=viewset.icon,
        since=record.since,
        url=reverse("curation_check", args=[options.app_label, options.model_name, record.pk]),
    )
