"""Weekly hours and exceptional dates of a space or a resource, replaced as a whole when they differ."""

from typing import Any

from maillage.network.document import schema
from maillage.network.services.importing.progress import Progress
from spaces.catalogue.models import OpeningException, OpeningExceptionHours, OpeningHours, Resource, Space

WINDOW = ("weekday", "opens_min", "closes_min", "valid_from", "valid_through")


def import_hours(
    part: schema.Space | schema.Resource,
    progress: Progress,
    kind: str,
    *,
    is_new: bool,
    **owner: Space | Resource,
) -> None:
    """Bring the hours of `owner` (space=… or resource=…) to what `part` says of them."""
    changed = False
    if is_new or "opening_hours" in part.model_fields_set:
        changed |= _set_week(part.opening_hours or [], owner)
    if is_new or "exceptions" in part.model_fields_set:
        changed |= _set_exceptions(part.exceptions, owner)
    if changed and not is_new:
        progress.touched(kind)


def _set_week(parts: list[schema.WeekHours], owner: dict[str, Any]) -> bool:
    wanted = [
        (day, part.opens, part.closes, part.valid_from, part.valid_through) for part in parts for day in part.days
    ]
    rows = OpeningHours.objects.filter(**owner)
    if sorted(rows.values_list(*WINDOW), key=str) == sorted(wanted, key=str):
        return False
    rows.delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(**owner, **dict(zip(WINDOW, window, strict=True))) for window in wanted
    )
    return True


def _set_exceptions(parts: list[schema.ExceptionalDates], owner: dict[str, Any]) -> bool:
    wanted = [
        (
            part.from_,
            part.through,
            part.label or "",
            tuple((hours.opens, hours.closes) for hours in part.hours),
        )
        for part in parts
    ]
    rows = OpeningException.objects.filter(**owner)
    current = [
        (
            row.first_on,
            row.last_on,
            row.label,
            tuple((hours.opens_min, hours.closes_min) for hours in row.hours.all()),
        )
        for row in rows.prefetch_related("hours")
    ]
    if sorted(current, key=str) == sorted(wanted, key=str):
        return False
    rows.delete()
    for first_on, last_on, label, windows in wanted:
        exception = OpeningException.objects.create(**owner, first_on=first_on, last_on=last_on, label=label)
        OpeningExceptionHours.objects.bulk_create(
            OpeningExceptionHours(exception=exception, opens_min=opens, closes_min=closes) for opens, closes in windows
        )
    return True
