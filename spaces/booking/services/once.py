"""A form sent twice books once: the first answer to its key is the answer."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.base import clock
from spaces.booking.models import Booking, BookingSeries, IdempotencyKey
from spaces.booking.services.booking import book
from spaces.booking.services.previews import refusal_of
from spaces.booking.services.refusals import CONFLICT, BookingRefused
from spaces.booking.services.same_time import theirs_at
from spaces.booking.services.together import Line, book_together
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

CREATED = 201
ALREADY_THEIRS = "already_yours"
KEPT = timedelta(days=7)


class Booked(NamedTuple):
    """`is_new` False: the same form had made it already."""

    booking: Booking
    is_new: bool


class BookedTogether(NamedTuple):
    """`is_new` False: the same form had made them already."""

    series: BookingSeries
    is_new: bool


def already(resource: Resource, *, person: Any, start: datetime, end: datetime) -> QuerySet[Booking]:
    """What this person has of the resource at some of that time."""
    return theirs_at(person, start=start, end=end).filter(resource=resource)


def book_once(
    resource: Resource,
    *,
    key: str,
    person: Any,
    start: datetime,
    end: datetime,
    seats: int = 1,
    another: bool = False,
    **more: Any,
) -> Booked:
    """Book for oneself, unless the form with this key has booked the same time already; `more` is as for `book`.

    `another`: also where they have some of that time by another form; else `ALREADY_THEIRS` is raised, as they may
    have gone back and sent the page again.
    """
    asked = {"person": person, "start": start, "end": end, "seats": seats}

    def work() -> Booking:
        if not another and already(resource, person=person, start=start, end=end).exists():
            message = _("You already have a booking here at that time. Open it, or say that you want another one.")
            raise BookingRefused(ALREADY_THEIRS, message, status=CONFLICT)
        return book(resource, by=person, **asked, **more)

    return once(
        person,
        key=key,
        asked=(resource.path, start, end, seats),
        space_id=resource.space_id,
        look=lambda: refusal_of(resource, **asked, organisation=more.get("organisation")),
        work=work,
    )


def once(
    user: Any,
    *,
    key: str,
    asked: tuple[object, ...],
    space_id: int,
    work: Callable[[], Booking],
    look: Callable[[], None] | None = None,
) -> Booked:
    """The booking of `work`, or the one that this person's form with this key had made for the same.

    The key is claimed and the booking made in one turn of the space: of two clicks, the second finds the first.
    `look` raises what `work` would, without waiting for the turn.
    """
    claim = _claim(user, key, asked)
    if earlier := _earlier(claim):
        return Booked(earlier, False)
    if look is not None:
        look()

    def claimed() -> Booked:
        if earlier := _earlier(claim):
            return Booked(earlier, False)
        booking = work()
        _keep(claim, _digest(*asked), {"booking": str(booking.uuid)})
        return Booked(booking, True)

    return take_turn(claimed, space_id)


def book_together_once(
    lines: Sequence[Line], *, key: str, person: Any, asked: Sequence[object] = (), **more: Any
) -> BookedTogether:
    """The same for several bookings, all or none; `more` is as for `book_together`.

    `asked`: what the form said, where its lines are found anew among what is free; else they are it.
    """
    asked = asked or [part for line in lines for part in (line.resource.path, line.start, line.end, line.seats)]

    def work() -> BookedTogether:
        if earlier := made_together(person, key=key, asked=asked):
            return earlier
        series, _bookings = book_together(lines, person=person, by=person, **more)
        _keep(_claim(person, key, asked), _digest(*asked), {"series": str(series.uuid)})
        return BookedTogether(series, True)

    return take_turn(work, *{line.resource.space_id for line in lines})


def made_together(person: Any, *, key: str, asked: Sequence[object]) -> BookedTogether | None:
    """What this person's form with this key had made of the same: then none of it is free for them any more."""
    answer = _answer(_claim(person, key, asked))
    return BookedTogether(BookingSeries.objects.get(uuid=answer["series"]), False) if answer else None


def _claim(user: Any, key: str, asked: Sequence[object]) -> dict[str, Any]:
    return {"user": user, "key": f"form:{_digest(key, *asked)}"}


def _earlier(claim: dict[str, Any]) -> Booking | None:
    answer = _answer(claim)
    return Booking.objects.get(uuid=answer["booking"]) if answer else None


def _answer(claim: dict[str, Any]) -> Any:
    return IdempotencyKey.objects.filter(**claim).values_list("answer", flat=True).first()


def _keep(claim: dict[str, Any], digest: str, answer: dict[str, str]) -> None:
    """Note what the form was answered, and forget what the person's old forms were."""
    forgotten = IdempotencyKey.objects.filter(user=claim["user"], key__startswith="form:")
    forgotten.filter(created_at__lt=clock.now() - KEPT).delete()
    IdempotencyKey.objects.create(**claim, body_digest=digest, status=CREATED, answer=answer)


def _digest(*asked: object) -> str:
    said = [one.astimezone(UTC).isoformat() if isinstance(one, datetime) else str(one) for one in asked]
    return hashlib.sha256("|".join(said).encode()).hexdigest()
