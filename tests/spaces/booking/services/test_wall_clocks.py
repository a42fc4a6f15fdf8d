"""New rules of a time zone: ten o'clock stays ten o'clock. In June, Paris is two hours ahead by today's data."""

import pytest
from django.core import mail

from maillage.base.zones import TZDATA_VERSION
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, Occupancy, Source
from spaces.booking.services.booking import book
from spaces.booking.services.wall_clocks import keep_wall_clocks
from tests.factories.booking import PersonFactory, booked, on, open_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return open_room()


def agreed(room, hours, *, offset_min=60, **more) -> Booking:
    """Booked when the data still said that Paris is one hour ahead: `hours` are those of today's data."""
    booking = booked(room, hours, person=PersonFactory(language="en"), **more)
    booking.source = Source.WEB
    booking.policy |= {"tzdata": "2020.1", "offset_min": offset_min}
    booking.save()
    return booking


def stands(booking) -> bool:
    """Whether it is at these times, and its rows with it."""
    booking.refresh_from_db()
    rows = Occupancy.objects.active().filter(booking=booking).values_list("start_at", "end_at")
    return set(rows) == {(booking.start_at, booking.end_at)}


def test_booking_moves_to_the_instant_that_is_its_hour_now(room):
    booking = agreed(room, "11-13")

    assert keep_wall_clocks() == []

    assert stands(booking)
    assert (booking.start_at, booking.end_at) == on("10-12")
    assert (booking.sequence, booking.policy["tzdata"], booking.policy["offset_min"]) == (1, TZDATA_VERSION, 120)
    assert AuditEvent.objects.filter(subject_uuid=booking.uuid, action="moved", reason=TZDATA_VERSION).count() == 1


def test_neighbours_move_together_whatever_their_order(room):
    later, sooner = agreed(room, "12-13"), agreed(room, "11-12")

    assert keep_wall_clocks() == []

    assert stands(later) and stands(sooner)
    assert (sooner.start_at, later.start_at) == (on("10-11")[0], on("11-12")[0])


def test_who_cannot_move_keeps_the_place_and_is_told_once(room, django_capture_on_commit_callbacks):
    stuck, free = agreed(room, "11-12"), agreed(room, "15-16")
    booked(room, "10-11")
    mail.outbox.clear()

    assert [keep_wall_clocks(), keep_wall_clocks()] == [[stuck], []]

    assert stands(stuck) and stands(free)
    assert (stuck.start_at, free.start_at) == (on("11-12")[0], on("14-15")[0])
    assert [message.to for message in mail.outbox] == [[stuck.person.email]]
    assert "10:00" in mail.outbox[0].body and "11:00" in mail.outbox[0].body
    assert AuditEvent.objects.filter(subject_uuid=stuck.uuid, action="clock_changed").count() == 1


def test_data_that_say_the_same_change_nothing(room):
    booking = agreed(room, "10-12", offset_min=120)

    assert keep_wall_clocks() == []

    assert stands(booking)
    assert (booking.sequence, booking.start_at) == (0, on("10-12")[0])
    assert booking.policy["tzdata"] == TZDATA_VERSION


def test_booking_whose_hour_nobody_noted_stays(room):
    booking = agreed(room, "11-13")
    del booking.policy["offset_min"]
    booking.save()

    assert keep_wall_clocks() == []

    assert stands(booking)
    assert booking.start_at == on("11-13")[0]


def test_booking_notes_how_its_hour_was_read(room):
    person, (start, end) = PersonFactory(), on("10-12")
    booking = book(room, person=person, by=person, start=start, end=end)

    said = {name: booking.policy[name] for name in ("time_zone", "tzdata", "offset_min")}
    assert said == {"time_zone": "Europe/Paris", "tzdata": TZDATA_VERSION, "offset_min": 120}
