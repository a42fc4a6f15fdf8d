"""New rules of a time zone: ten o'clock stays ten o'clock. In June, Paris is two hours ahead by today's data."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from maillage.base import clock
from maillage.base.periods import Period, merge
from maillage.base.zones import TZDATA_VERSION
from maillage.curation.models import AuditEvent
from maillage.users.models import User
from spaces.booking.models import Block, Booking, Occupancy, Source
from spaces.booking.services import clock_mails
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book
from spaces.booking.services.imports import import_booking
from spaces.booking.services.wall_clocks import keep_wall_clocks
from spaces.catalogue.services import team
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


def test_team_is_told_which_bookings_moved_and_which_could_not(room, owner):
    agreed(room, "11-12"), agreed(room, "15-16")
    booked(room, "10-11")
    team.join(room.space, user=owner, role="manager")
    User.objects.filter(pk=owner.pk).update(language="en")
    names = [str(one.person) for one in Booking.objects.order_by("start_at")]
    mail.outbox.clear()

    keep_wall_clocks()

    (body,) = [message.body for message in mail.outbox if message.to == [owner.email]]
    moved, stuck = body.split("Something else has the room")
    assert f"{room.name} – {names[2]} · Tuesday 16 June, 14:00–15:00" in moved
    assert f"{room.name} – {names[1]} · Tuesday 16 June, 11:00–12:00" in stuck
    assert names[0] not in body


def test_long_list_is_counted(room, owner, monkeypatch):
    monkeypatch.setattr(clock_mails, "MOST_LINES", 1)
    for hours in ("9-10", "11-12", "13-14"):
        agreed(room, hours)
    team.join(room.space, user=owner, role="manager")
    User.objects.filter(pk=owner.pk).update(language="en")
    mail.outbox.clear()

    keep_wall_clocks()

    assert "08:00–09:00\n- and 2 others\n" in mail.outbox[0].body


@pytest.mark.parametrize("offset", ["+02:00", "+01:00"])
def test_example_2_each_of_two_hours_stays_itself(room, offset):
    """Only the version of the data has changed."""
    start = datetime.fromisoformat(f"2026-10-25T02:00{offset}")
    booking = import_booking(room, person=PersonFactory(), start=start, end=start + timedelta(hours=1))
    made, _met = block(open_room(), start=start, end=start + timedelta(minutes=30), by=None)
    booking.policy |= {"tzdata": "2020.1"}
    made.clock |= {"tzdata": "2020.1"}
    booking.save()
    made.save()

    assert keep_wall_clocks() == []

    assert stands(booking)
    made.refresh_from_db()
    assert (booking.start_at, made.start_at, made.end_at) == (start, start, start + timedelta(minutes=30))
    assert booking.sequence == 0


def closed(room, hours, *, offset_min=60, **more) -> Block:
    """Written when the data still said that Paris is one hour ahead."""
    start, end = on(hours)
    made, _met = block(room, start=start, end=end, by=None, reason="Travaux")
    made.clock |= {"tzdata": "2020.1", "offset_min": offset_min, "end_offset_min": offset_min} | more
    made.save()
    return made


def test_closure_moves_with_what_stands_beside_and_under_it(room, owner):
    under, beside = agreed(room, "12-13"), agreed(room, "15-16")
    made = closed(room, "11-15")
    team.join(room.space, user=owner, role="manager")
    User.objects.filter(pk=owner.pk).update(language="en")
    mail.outbox.clear()

    assert keep_wall_clocks() == []

    made.refresh_from_db()
    assert (made.start_at, made.end_at) == on("10-14")
    assert stands(under) and stands(beside)
    assert (under.start_at, beside.start_at) == (on("11-12")[0], on("14-15")[0])
    rows = Occupancy.objects.active().filter(block=made).values_list("start_at", "end_at")
    closed_at = merge(Period.between(*row) for row in rows)
    assert closed_at == [Period.between(*on("10-11")), Period.between(*on("12-14"))]
    assert (made.clock["tzdata"], made.clock["offset_min"], made.clock["end_offset_min"]) == (TZDATA_VERSION, 120, 120)
    assert AuditEvent.objects.filter(subject_uuid=made.uuid, action="moved", reason=TZDATA_VERSION).count() == 1
    (message,) = mail.outbox
    assert message.to == [owner.email] and "Travaux · Tuesday 16 June, 10:00–14:00" in message.body


def test_each_end_of_a_closure_is_an_hour_of_its_own(room):
    made = closed(room, "10-15", offset_min=120, end_offset_min=60)  # only its end was read otherwise

    keep_wall_clocks()

    made.refresh_from_db()
    assert (made.start_at, made.end_at) == on("10-14")


def test_closure_that_has_begun_ends_at_its_hour(room):
    made = closed(room, "11-15")

    with clock.fixed(on("12-13")[0]):
        keep_wall_clocks()

    made.refresh_from_db()
    assert (made.start_at, made.end_at) == (on("11-15")[0], on("10-14")[1])


def test_closure_whose_hour_nobody_noted_stays_and_is_noted_for_the_next_time(room):
    made = closed(room, "10-15")
    Block.objects.update(clock={})
    mail.outbox.clear()

    keep_wall_clocks()

    made.refresh_from_db()
    assert (made.start_at, made.end_at) == on("10-15")
    assert made.clock == {
        "time_zone": "Europe/Paris", "tzdata": TZDATA_VERSION, "offset_min": 120, "end_offset_min": 120
    }  # fmt: skip
    assert mail.outbox == []


def test_closure_notes_how_its_hours_were_read(room):
    start, end = on("10-15")

    made, _met = block(room, start=start, end=end, by=None)

    assert made.clock["end_offset_min"] == made.clock["offset_min"] == 120
    assert (made.clock["time_zone"], made.clock["tzdata"]) == ("Europe/Paris", TZDATA_VERSION)


def test_booking_notes_how_its_hour_was_read(room):
    person, (start, end) = PersonFactory(), on("10-12")
    booking = book(room, person=person, by=person, start=start, end=end)

    said = {name: booking.policy[name] for name in ("time_zone", "tzdata", "offset_min")}
    assert said == {"time_zone": "Europe/Paris", "tzdata": TZDATA_VERSION, "offset_min": 120}
