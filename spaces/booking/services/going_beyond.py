"""What the team has decided about a booking beyond the rules, as its history keeps it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking
from spaces.booking.rules.refusals import Refusal

PUTS = {"start_at", "end_at", "resource"}  # what a line of history says of where a booking stands


class HistoryLine(NamedTuple):
    """What one line says of a booking that is read already."""

    booking: Booking
    at: datetime
    after: dict[str, Any]


def let_beyond(bookings: Sequence[Booking], rule: Refusal) -> set[int]:
    """Keys of those that the team put where they are beyond a rule, with a reason. One query, none without bookings."""
    let: dict[int, bool] = {}
    for line in lines_about(bookings) if bookings else ():
        if PUTS & line.after.keys():
            let.setdefault(line.booking.pk, rule in line.after.get("overridden", []))
    return {pk for pk, is_let in let.items() if is_let}


def lines_about(bookings: Sequence[Booking]) -> Iterator[HistoryLine]:
    """Their history since each came to its resource: what was decided about another says nothing of it. One query."""
    by_uuid = {one.uuid: one for one in bookings}
    lines = AuditEvent.objects.filter(subject_type=Booking._meta.label_lower, subject_uuid__in=by_uuid)
    came = set()
    for uuid, at, before, after in lines.values_list("subject_uuid", "at", "before", "after"):  # the latest first
        if uuid not in came:
            yield HistoryLine(by_uuid[uuid], at, after or {})
        if "resource" in (before or {}):
            came.add(uuid)
