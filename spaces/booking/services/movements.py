"""What bookings were before they moved: as movements of passes paid for them, as the team had accepted them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, State
from spaces.pricing.models import LedgerEntry


@dataclass(frozen=True)
class Then:
    """A booking, with the times that it had, and what the resource that it had was called."""

    booking: Booking
    resource: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True)
class Agreed:
    """What the team had accepted, before its person asked for something else."""

    resource: str
    start_at: datetime
    end_at: datetime
    seats: int

    @property
    def what(self) -> str:
        """« Plateau × 2 »: how many, where there were several."""
        return f"{self.resource} × {self.seats}" if self.seats > 1 else self.resource


def agreed_before(requests: Collection[Booking]) -> dict[int, Agreed]:
    """By key, what each of these requests had been when it was last accepted; new requests are left out. One query."""
    pending = {one.uuid: one for one in requests if one.state == State.PENDING and one.sequence}
    if not pending:
        return {}
    moves = _moves(pending)
    found = {one.pk: _agreed(one, moves[uuid]) for uuid, one in pending.items()}
    return {pk: agreed for pk, agreed in found.items() if agreed is not None}


def _agreed(booking: Booking, moves: list[AuditEvent]) -> Agreed | None:
    """Back to the move by which what stood became a request again."""
    was: dict[str, Any] = {name: getattr(booking, name) for name in ("start_at", "end_at", "seats")}
    was["resource"] = booking.resource.name
    for event in moves:
        before = event.before or {}
        was |= {name: datetime.fromisoformat(before[name]) for name in ("start_at", "end_at") if name in before}
        was["seats"] = before.get("seats", was["seats"])
        was["resource"] = before.get("resource", {}).get("name", was["resource"])
        if before.get("state") in State.SETTLED:
            return Agreed(**was)
    return None


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
