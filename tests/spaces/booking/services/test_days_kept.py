"""What a late cancellation keeps of the days of a pass: no move and no new clock brings it back."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.services.booking import book, move
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel
from tests.factories.booking import PersonFactory, conditions, on, open_room, priced
from tests.factories.pricing import carnet, days_left

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def room():
    """A pool of six desks, 12 € an hour; less than two days before, all is kept."""
    room = open_room(capacity=6)
    priced(room, 1200)
    conditions(room.space, (2880, 100))
    return room


@pytest.fixture
def membership(person, room):
    """Five days."""
    return carnet(person, room.space, 5, "days", name="Carnet 5 jours")


def left(membership):
    return days_left(membership, on("10-12")[0].date())


def booked(room, person, hours):
    start, end = on(hours)
    return book(room, person=person, by=person, start=start, end=end)


def moved(booking, hours, *, by):
    start, end = on(hours)
    return move(booking, start=start, end=end, by=by)


def the_day_before(booking):
    return clock.fixed(booking.start_at - timedelta(hours=30))


def test_late_move_of_what_was_beside_brings_no_kept_day_back(room, person, membership, coordinator):
    """Else a quarter of an hour more would let it sit on the place that was cancelled."""
    booking, other = booked(room, person, "9-12"), booked(room, person, "9-12")

    with the_day_before(booking):
        cancel(other, by=person)
        with pytest.raises(BookingRefused) as refused:
            moved(booking, "9-12:15", by=person)
        assert (refused.value.code, left(membership)) == ("too_late", [3])
        moved(booking, "9-12:15", by=coordinator)

    assert left(membership) == [4]


def test_late_move_apart_brings_no_day_back(room, person, membership):
    """Else who cancels one of two would first move the other from beside it, and lose nothing."""
    booking, _other = booked(room, person, "9-12"), booked(room, person, "11-14")

    with the_day_before(booking):
        with pytest.raises(BookingRefused) as refused:
            moved(booking, "8-11", by=person)
        assert (refused.value.code, left(membership)) == ("too_late", [3])
        moved(booking, "8-11:30", by=person)

    assert left(membership) == [3]


def test_move_apart_in_time_brings_the_day_back(room, person, membership):
    booking, _other = booked(room, person, "9-12"), booked(room, person, "11-14")

    moved(booking, "8-11", by=person)

    assert left(membership) == [4]
