"""A form sent twice books once: the first answer to its key is the answer."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from maillage.base import clock
from spaces.booking.models import Booking, IdempotencyKey
from spaces.booking.services.booking import book
from spaces.booking.services.previews import refusal_of
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

CREATED = 201
KEPT = timedelta(days=7)


class Booked(NamedTuple):
    """`is_new` False: the same form had made it already."""

    booking: Booking
    is_new: bool


def book_once(
    resource: Resource, *, key: str, person: Any, start: datetime, end: datetime, seats: int = 1, **more: Any
) -> Booked:
    """Book for oneself, unless the form with this key has booked the same time already; `more` is as for `book`.

    The key is claimed and the booking made in one turn of the space: of two clicks, the second finds the first.
    """
    asked = {"person": person, "start": start, "end": end, "seats": seats}
    claim = {"user": person, "key": f"form:{_digest(key, resource.path, start, end, seats)}"}
    if earlier := _earlier(claim):
        return Booked(earlier, False)
    refusal_of(resource, **asked)

    def work() -> Booked:
        if earlier := _earlier(claim):
            return Booked(earlier, False)
        forgotten = IdempotencyKey.objects.filter(user=person, key__startswith="form:")
        forgotten.filter(created_at__lt=clock.now() - KEPT).delete()
        booking = book(resource, by=person, **asked, **more)
        answer = {"booking": str(booking.uuid)}
        digest = _digest(resource.path, start, end, seats)
        IdempotencyKey.objects.create(**claim, body_digest=digest, status=CREATED, answer=answer)
        return Booked(booking, True)

    return take_turn(work, resource.space_id)


def _earlier(claim: dict[str, Any]) -> Booking | None:
    answer = IdempotencyKey.objects.filter(**claim).values_list("answer", flat=True).first()
    return Booking.objects.get(uuid=answer["booking"]) if answer else None


def _digest(*asked: object) -> str:
    said = [one.astimezone(UTC).isoformat() if isinstance(one, datetime) else str(one) for one in asked]
    return hashlib.sha256("|".join(said).encode()).hexdigest()
