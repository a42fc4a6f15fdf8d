"""Writing history."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from maillage.base import clock
from maillage.curation.models import AuditEvent
from maillage.users.permissions import Anyone


def record(
    subject: Any,
    action: str,
    *,
    by: Anyone | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> AuditEvent:
    """Add one line to the history of `subject`, in the caller's transaction. `at`: when it was, if not now."""
    return AuditEvent.objects.create(
        actor=by if by is not None and by.is_authenticated else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_uuid=subject.uuid,
        before=before,
        after=after,
        reason=reason,
        at=at or clock.now(),
    )


def forget_reasons(subjects: QuerySet[Any]) -> None:
    """Drop the words of their history, which may name whom somebody has had forgotten. What happened stays."""
    of_them = AuditEvent.objects.filter(
        subject_type=subjects.model._meta.label_lower, subject_uuid__in=subjects.order_by().values("uuid")
    )
    of_them.exclude(reason="").update(reason="")
