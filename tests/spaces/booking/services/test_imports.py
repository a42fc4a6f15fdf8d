"""Bookings that come from elsewhere are facts; they cannot overlap all the same."""

from datetime import timedelta

import pytest

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import hold
from spaces.booking.services.imports import import_booking
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import PersonFactory, booked, on, open_room, require_training
from tests.factories.catalogue import ResourceFactory

pytestmark = pytest.mark.django_db


def code_of(resource, hours, **more) -> str | None:
    try:
        booked(resource, hours, **more)
    except BookingRefused as refusal:
        return refusal.code
    return None


def test_import_asks_no_rule():
    room = open_room(hours=("09:00", "18:00"), max_duration=60, buffer_after=60)
    require_training(room)
    booked(room, "19-21")

    booking = booked(room, "21-22:10", day="2026-06-16")

    assert (booking.state, booking.source, booking.buffer_after) == (State.CONFIRMED, "import", 60)


def test_import_accepts_what_is_over():
    room = open_room()

    assert code_of(room, "10-12", day="2025-01-15") is None
    assert code_of(room, "11-13", day="2025-01-15") == "already_booked"


def test_import_refuses_overlap_with_the_room_the_hall_and_the_pool():
    hall = open_room()
    room = ResourceFactory(space=hall.space, parent=hall)
    pool = ResourceFactory(space=hall.space, capacity=2)
    booked(room, "10-12")
    booked(pool, "10-12", seats=2)

    assert [code_of(each, "11-13") for each in (hall, room, pool)] == ["already_booked", "already_booked", "pool_full"]
    assert code_of(pool, "12-13", seats=3) == "pool_full"


@pytest.mark.parametrize("state", ["cancelled", "refused", "expired", "released"])
def test_import_holds_nothing_when_the_booking_no_longer_does(state):
    room = open_room()
    booked(room, "10-12")

    booking = booked(room, "10-12", state=state)

    assert (booking.state, booking.occupancy.count()) == (state, 0)


def test_import_keeps_a_hold_until_its_time():
    room = open_room()
    until = clock.now() + timedelta(hours=1)
    booked(room, "10-12", state="hold", expires=until)

    before = code_of(room, "10-12")
    with clock.fixed(until):
        after = code_of(room, "10-12")

    assert (before, after) == ("already_booked", None)


def test_import_is_in_nobodys_way_when_the_hold_is_over_already():
    room = open_room()
    booked(room, "10-12", state="hold", expires=clock.now())

    assert code_of(room, "10-12") is None
    assert booked(room, "10-12", state="hold", expires=clock.now()).occupancy.count() == 0


def test_import_asks_until_when_a_place_is_held():
    with pytest.raises(DomainError) as error:
        booked(open_room(), "10-12", state="hold")

    assert error.value.code == "expires_missing"


def test_import_keeps_the_buffers_that_the_booking_was_made_with():
    room = open_room(buffer_before=15, buffer_after=15)

    booking = booked(room, "10-12", buffer_before=0, buffer_after=30)

    assert (booking.buffer_before, booking.buffer_after) == (0, 30)


def test_import_refuses_what_makes_no_sense():
    start, end = on("10-12")

    with pytest.raises(BookingRefused) as refusal:
        import_booking(open_room(), person=PersonFactory(), start=end, end=start)

    assert (refusal.value.code, Booking.objects.count()) == ("too_short", 0)


def test_import_takes_the_place_of_a_hold_that_has_expired():
    room = open_room()
    person = PersonFactory()
    start, end = on("10-12")
    held = hold(room, person=person, by=person, start=start, end=end, minutes=5)

    with clock.fixed(held.expires_at):
        booked(room, "10-12")

    held.refresh_from_db()
    assert held.state == State.EXPIRED


def test_requests_that_compete_come_in_side_by_side():
    room = open_room(requires_approval=True, requests_compete=True)

    first, second = (booked(room, hours, state=State.PENDING) for hours in ("10-12", "11-13"))

    assert not first.occupancy.exists() and not second.occupancy.exists()
    assert booked(room, "10-12").occupancy.filter(active=True).exists()
