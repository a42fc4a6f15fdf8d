"""Several bookings in one go: all of them or none, and the reason of each that could not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from spaces.booking.models import Booking, BookingSeries
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services import notices
from spaces.booking.services.booking import book
from spaces.booking.services.refusals import CONFLICT, UNPROCESSABLE, BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import check_agreed
from spaces.catalogue.models import Resource


@dataclass(frozen=True, slots=True)
class Line:
    """One of the bookings asked for, on a resource just read with its space."""

    resource: Resource
    start: datetime
    end: datetime
    seats: int = 1

    def asked_by(self, person: Any) -> Request:
        """What it asks for, for themselves."""
        return Request.for_oneself(self.resource, person=person, start=self.start, end=self.end, seats=self.seats)


class NotAllBooked(BookingRefused):
    """Nothing was written. `refusals`: by the number of its line, what speaks against each that could not be.

    `detail["lines"]` says the same for programs, with what could be had instead.
    """

    def __init__(self, refusals: dict[int, BookingRefused]) -> None:
        status = CONFLICT if any(one.status == CONFLICT for one in refusals.values()) else UNPROCESSABLE
        first = next(one for one in refusals.values() if one.status == status)
        message = _("Nothing was booked: something cannot be had any more. Change or remove it, then book again.")
        super().__init__(first.code, message, status=status)
        self.refusals = refusals

    @property
    def detail(self) -> dict[str, Any]:
        lines = [
            {"line": number, "code": one.code, "message": one.message, **one.detail}
            for number, one in self.refusals.items()
        ]
        return {"lines": lines}

    @detail.setter
    def detail(self, detail: dict[str, Any]) -> None:
        """It is what the refusals say."""


def book_together(
    lines: Sequence[Line], *, person: Any, by: Any, rrule: str = "", agreed: Outlay | None = None, **more: Any
) -> tuple[BookingSeries, list[Booking]]:
    """Book every line in one transaction, in the turn of all their spaces; `more` is as for `book`.

    `rrule`: the rule that the dates come from, where there is one. One mail for each space tells of all.
    Raises NotAllBooked once every line has been tried, and BookingRefused(PRICE_CHANGES) where all of it would take
    more of its person than is `agreed`.
    """

    def work() -> tuple[BookingSeries, list[Booking]]:
        series = BookingSeries.objects.create(rrule=rrule)
        made: list[Booking] = []
        refusals: dict[int, BookingRefused] = {}
        for number, line in enumerate(lines):
            try:
                made.append(_book(line, person=person, by=by, series=series, **more))
            except BookingRefused as refusal:
                refusals[number] = refusal
        if refusals:
            raise NotAllBooked(refusals)
        check_agreed(made, agreed)
        notices.announce_series(series, made)
        return series, made

    return take_turn(work, *{line.resource.space_id for line in lines})


def _book(line: Line, **more: Any) -> Booking:
    return book(line.resource, start=line.start, end=line.end, seats=line.seats, **more)
