"""What the movements of passes were for, as it stood when each was written."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking
from spaces.pricing.models import LedgerEntry


@dataclass(frozen=True)
class Then:
    """A booking, with the times that it had, and what the resource that it had was called."""

    booking: Booking
    resource: str
    start_at: datetime
    end_at: datetime


def booked_then(entries: Collection[LedgerEntry]) -> dict[int, Then]:
    """By key of the movement. Two queries, none where no movement is for a booking.

    The booking may have moved since: its history says from where. A booking that no longer exists is left out.
    """
    uuids = {entry.booking for entry in entries if entry.booking}
    if not uuids:
        return {}
    booked = {one.uuid: one for one in Booking.objects.filter(uuid__in=uuids).select_related("resource__space")}
    moves = _moves(booked)
    return {
        entry.pk: _then(entry, booked[entry.booking], moves[entry.booking])
        for entry in entries
        if entry.booking in booked
    }


def _moves(uuids: Collection[UUID]) -> dict[UUID, list[AuditEvent]]:
    """Of each booking, the latest first."""
    moves: defaultdict[UUID, list[AuditEvent]] = defaultdict(list)
    moved = AuditEvent.objects.filter(subject_type=Booking._meta.label_lower, subject_uuid__in=uuids, action="moved")
    for event in moved:
        moves[event.subject_uuid].append(event)
    return moves


def _then(entry: LedgerEntry, booking: Booking, moves: list[AuditEvent]) -> Then:
    """Without the moves that came after the movement. Each gives back first, and takes anew once it is written."""
    times: dict[str, Any] = {"start_at": booking.start_at, "end_at": booking.end_at}
    resource = booking.resource.name
    gives_back = entry.kind == LedgerEntry.Kind.GIVE_BACK
    for event in moves:
        if event.at < entry.created_at or (event.at == entry.created_at and not gives_back):
            break
        before = event.before or {}
        times |= {name: datetime.fromisoformat(before[name]) for name in times if name in before}
        resource = before.get("resource", {}).get("name", resource)
    return Then(booking, resource, **times)
