"""Asking the service for a booking, and what came of it."""

import pytest

from spaces.booking.services.booking import book
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import (
    PersonFactory,
    on,
)


def ask(resource, hours, *, person=None, by=None, day="2026-06-16", **more):
    """Book those hours of that day for somebody, by themselves unless said."""
    person = person or PersonFactory()
    start, end = on(hours, day)
    return book(resource, person=person, by=by or person, start=start, end=end, **more)


def refusal(resource, hours, **more) -> BookingRefused:
    with pytest.raises(BookingRefused) as caught:
        ask(resource, hours, **more)
    return caught.value


def rows_of(booking) -> list[tuple[str, int]]:
    """Which place of which resource a booking holds."""
    held = booking.occupancy.filter(active=True).order_by("resource__slug", "place")
    return list(held.values_list("resource__slug", "place"))
