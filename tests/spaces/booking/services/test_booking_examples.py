"""The worked examples of the booking rules that need the database, by their number."""

import pytest

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.curation.models import AuditEvent
from spaces.booking.models import State
from spaces.booking.services.booking import hold
from tests.factories.booking import (
    PersonFactory,
    at,
    booked,
    limit,
    on,
    open_room,
    require_training,
    trained,
)
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.spaces.booking.services.asking import ask, refusal, rows_of
from tests.spaces.booking.services.conftest import NOW

pytestmark = pytest.mark.django_db


def test_example_34_midnight_is_free_when_a_booking_ends_there():
    room = open_room()
    booked(room, "22-24")

    booking = ask(room, "0-1", day="2026-06-17")

    assert booking.state == State.CONFIRMED


def test_example_38_nothing_else_that_day_when_a_booking_keeps_it_whole():
    room = open_room(block_whole_day=True, buffer_before=60, buffer_after=60)
    ask(room, "12-13")

    same_day = refusal(room, "20-21")
    midnight_to_midnight = ask(room, "0-24", day="2026-06-17")

    assert same_day.code == "already_booked"
    assert midnight_to_midnight.state == State.CONFIRMED


def test_example_62_pool_accepts_when_its_peak_leaves_a_place():
    pool = open_room(capacity=3)
    for hours in ("10-11", "11-12", "9:30-11"):
        booked(pool, hours)

    booking = ask(pool, "9-12")

    assert booking.state == State.CONFIRMED


def test_example_64_pool_refuses_when_its_peak_is_reached():
    pool = open_room(capacity=2)
    for hours in ("10-12", "10-11", "11-12"):
        booked(pool, hours)

    error = refusal(pool, "9-12")

    assert (error.code, error.status) == ("pool_full", 409)


def test_example_67_whole_day_is_refused_when_every_place_is_taken_at_some_time():
    pool = open_room(capacity=2, hours=("09:00", "18:00"))
    for hours in ("9-12", "11-14", "13-16"):
        booked(pool, hours)

    assert refusal(pool, "9-18").code == "pool_full"


def test_pool_renumbers_its_places_when_bookings_are_spread_unluckily():
    pool = open_room(capacity=2)
    morning, afternoon = booked(pool, "9-10"), booked(pool, "14-15")
    afternoon.occupancy.update(place=2)

    booking = ask(pool, "9-15")

    places = [each.occupancy.get().place for each in (morning, afternoon, booking)]
    assert places[0] == places[1] != places[2]


def test_example_68_hall_and_rooms_exclude_each_other():
    hall = open_room(slug="a")
    room_1 = ResourceFactory(space=hall.space, parent=hall, slug="a1")
    room_2 = ResourceFactory(space=hall.space, parent=hall, slug="a2")
    desk = ResourceFactory(space=hall.space, parent=room_1, slug="a1-1")
    booked(room_1, "10-12")

    assert refusal(hall, "10-12").code == "already_booked"
    assert ask(room_2, "10-12").state == State.CONFIRMED
    whole = ask(hall, "14-16")
    assert rows_of(whole) == [("a", 1), ("a1", 1), ("a1-1", 1), ("a2", 1)]
    assert {refusal(each, "14-16").code for each in (room_1, room_2, desk)} == {"already_booked"}


def test_hall_takes_every_place_when_it_holds_a_pool():
    hall = open_room(slug="halle")
    pool = ResourceFactory(space=hall.space, parent=hall, slug="postes", capacity=3)
    booked(pool, "10-11")

    assert refusal(hall, "10-12").code == "already_booked"
    assert rows_of(ask(hall, "11-12")) == [("halle", 1), ("postes", 1), ("postes", 2), ("postes", 3)]
    assert refusal(pool, "11-12").code == "pool_full"


def test_pool_leaves_what_is_inside_when_only_some_places_are_taken():
    pool = open_room(slug="plateau", capacity=2)
    booth = ResourceFactory(space=pool.space, parent=pool, slug="cabine")

    some = ask(pool, "10-11")
    everything = ask(pool, "12-13", seats=2)

    assert rows_of(some) == [("plateau", 1)]
    assert rows_of(everything) == [("cabine", 1), ("plateau", 1), ("plateau", 2)]
    assert ask(booth, "10-11").state == State.CONFIRMED
    assert refusal(booth, "12-13").code == "already_booked"


def test_shared_projector_goes_along_when_a_room_that_takes_it_is_booked():
    projector = open_room(slug="projecteur", kind="equipment")
    room = ResourceFactory(space=projector.space, slug="salle")
    hall = ResourceFactory(space=projector.space, slug="halle")
    room.parent = hall
    room.save()
    room.shares.add(projector)

    with_projector = ask(room, "10-12")
    hall_alone = ask(hall, "14-16")

    assert rows_of(with_projector) == [("projecteur", 1), ("salle", 1)]
    assert refusal(projector, "10-12").code == "already_booked"
    # Only the booked resource's own shares are taken, not those of what is inside it.
    assert rows_of(hall_alone) == [("halle", 1), ("salle", 1)]


def test_shared_pool_gives_one_place_to_each_when_several_rooms_take_it():
    projectors = open_room(slug="projecteurs", kind="equipment", capacity=2)
    rooms = [ResourceFactory(space=projectors.space, slug=f"salle-{n}") for n in range(3)]
    for room in rooms:
        room.shares.add(projectors)

    placed = [rows_of(ask(room, "10-12"))[0] for room in rooms[:2]]

    assert placed == [("projecteurs", 1), ("projecteurs", 2)]
    assert refusal(rooms[2], "10-12").code == "pool_full"


def test_example_72_hold_keeps_the_place_until_the_instant_it_expires():
    room = open_room()
    with clock.fixed(at("2026-06-10 10:00")):
        held = _hold(room)

    with clock.fixed(at("2026-06-10 10:04:59")):
        before = refusal(room, "10-12")
    with clock.fixed(at("2026-06-10 10:05")):
        after = ask(room, "10-12")

    held.refresh_from_db()
    assert (before.code, after.state, held.state) == ("already_booked", State.CONFIRMED, State.EXPIRED)


def _hold(room, minutes=5):
    person = PersonFactory()
    start, end = on("10-12")
    return hold(room, person=person, by=person, start=start, end=end, minutes=minutes)


def test_example_79_quota_counts_what_the_person_has_that_day():
    machine = open_room()
    other = open_room()
    limit(machine, minutes=120)
    person = PersonFactory()

    assert refusal(machine, "10-13", person=person).code == "quota"
    ask(machine, "10-11", person=person)
    assert ask(machine, "14-15", person=person).state == State.CONFIRMED
    assert refusal(machine, "16-17", person=person).code == "quota"
    assert ask(other, "16-17", person=person).state == State.CONFIRMED
    assert ask(machine, "16-17", person=PersonFactory()).state == State.CONFIRMED


def test_example_81_habilitation_lasts_through_its_last_day(owner):
    space = SpaceFactory.open(days=range(7), hours=("00:00", "24:00"), manager=owner)
    machine = ResourceFactory(space=space)
    require_training(machine)
    person = PersonFactory()
    trained(person, valid_until="2026-06-16")

    assert ask(machine, "10-11", person=person).state == State.CONFIRMED
    assert refusal(machine, "10-11", person=person, day="2026-06-17").code == "habilitation_expired"
    overridden = ask(
        machine, "10-11", person=person, by=owner, day="2026-06-17", override_reason="Accompagnée par Olive"
    )

    history = AuditEvent.objects.get(subject_uuid=overridden.uuid)
    assert (history.action, history.actor, history.reason, history.after["overridden"]) == (
        "booked",
        owner,
        "Accompagnée par Olive",
        ["habilitation_expired"],
    )


def test_book_refuses_when_the_training_is_missing_or_taken_back():
    machine = open_room()
    require_training(machine)
    person = PersonFactory()
    trained(PersonFactory())
    trained(person, revoked_at=NOW)

    assert refusal(machine, "10-11", person=person).code == "habilitation_missing"


def test_book_refuses_the_override_when_a_member_writes_a_reason():
    room = open_room(hours=("09:00", "18:00"))

    with pytest.raises(NotAllowed):
        ask(room, "20-21", override_reason="Parce que")


def test_book_refuses_even_with_a_reason_when_somebody_is_there(owner):
    space = SpaceFactory.open(manager=owner)
    room = ResourceFactory(space=space)
    booked(room, "10-12")

    assert refusal(room, "10-12", by=owner, override_reason="Urgent").code == "already_booked"
