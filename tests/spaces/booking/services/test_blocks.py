"""Closures, events and a changing tree: who keeps what."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from maillage.base import clock
from spaces.booking.models import Occupancy, State, Use
from spaces.booking.services.affected import affected_by_block, affected_by_hours
from spaces.booking.services.blocks import block, unblock
from spaces.booking.services.booking import book
from spaces.booking.services.refreshing import refresh_occupancy
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel
from spaces.booking.services.uses import release_use, use
from spaces.catalogue.models import Resource
from tests.factories.booking import PersonFactory, booked, on, open_room
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates

pytestmark = pytest.mark.django_db


def code_of(resource, hours, day="2026-06-16") -> str | None:
    """Why those hours cannot be booked; None when they can. Leaves nothing behind."""
    person = PersonFactory()
    start, end = on(hours, day)
    try:
        booking = book(resource, person=person, by=person, start=start, end=end)
    except BookingRefused as refusal:
        return refusal.code
    cancel(booking, by=person)
    return None


def close(resource, hours, by, **more):
    start, end = on(hours)
    return block(resource, start=start, end=end, by=by, **more)


def held(resource) -> list[tuple[str, int, str]]:
    """What holds a resource: kind, place, hours of the day."""
    rows = Occupancy.objects.active().filter(resource=resource).order_by("start_at", "place")
    return [(row.kind, row.place, f"{row.start_at.hour + 2}-{row.end_at.hour + 2}") for row in rows]  # Paris in June


def test_block_refuses_new_bookings_in_the_hall_and_its_rooms(owner):
    hall = open_room()
    room = ResourceFactory(space=hall.space, parent=hall)
    beside = ResourceFactory(space=hall.space)

    close(hall, "12-14", owner, reason="Entretien")

    assert [code_of(each, "13-15") for each in (hall, room, beside)] == ["blocked", "blocked", None]


@pytest.mark.parametrize("capacity", [1, 3])
def test_block_is_the_first_reason_where_a_booking_stands_under_it_too(owner, capacity):
    hall = open_room()
    room = ResourceFactory(space=hall.space, parent=hall, capacity=capacity)
    booked(room, "12-16")

    close(hall, "13-15", owner)

    assert [code_of(hall, hours) for hours in ("12-13", "13-14", "15-16")] == [
        "already_booked",
        "blocked",
        "already_booked",
    ]
    assert code_of(room, "13-14") == "blocked"


def test_block_ignores_buffers_its_own_and_those_of_others(owner):
    room = open_room(buffer_before=60, buffer_after=60)

    close(room, "12-14", owner)

    assert (code_of(room, "11-12"), code_of(room, "14-15")) == (None, None)


def test_example_61_block_keeps_the_bookings_it_meets_until_the_team_decides(owner):
    room = open_room()
    bookings = [booked(room, hours) for hours in ("9-10", "10-11", "15-16")]

    made, affected = close(room, "8-18", owner)

    assert affected == bookings
    assert code_of(room, "12-13") == "blocked"
    cancel(bookings[1], by=bookings[1].person)
    assert code_of(room, "10-11") == "blocked"
    assert list(affected_by_block(made)) == [bookings[0], bookings[2]]


def test_example_61_closed_dates_list_the_bookings_that_are_no_longer_open():
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"))
    room = ResourceFactory(space=space)
    kept = booked(room, "10-11", day="2026-06-15")
    bookings = [booked(room, hours) for hours in ("9-10", "10-11", "15-16")]
    on_dates(space, date(2026, 6, 16))

    affected = affected_by_hours(space, date(2026, 6, 15), date(2026, 6, 17))

    assert affected == bookings
    assert kept.state == State.CONFIRMED
    assert code_of(room, "12-13") == "closed"


def test_unblock_puts_it_back_into_service(owner):
    room = open_room()
    made, _ = close(room, "12-14", owner)

    unblock(made, by=owner)

    assert (code_of(room, "12-14"), made.lifted_at) == (None, clock.now())


def test_unblock_leaves_the_other_block_in_its_place_when_two_overlap(owner):
    room = open_room()
    first, _ = close(room, "10-14", owner)
    close(room, "12-16", owner)

    unblock(first, by=owner)

    assert (code_of(room, "10-12"), code_of(room, "12-13")) == (None, "blocked")


# Events


def test_use_takes_the_room_what_is_inside_and_what_goes_along():
    hall, kit = open_room(), None
    room = ResourceFactory(space=hall.space, parent=hall)
    kit = ResourceFactory(space=hall.space, kind="equipment")
    hall.shares.add(kit)

    use(hall, key=uuid4(), periods=[on("10-12"), on("14-16")], label="Portes ouvertes")

    assert [code_of(each, "10-11") for each in (hall, room, kit)] == ["already_booked"] * 3
    assert code_of(room, "12-14") is None


def test_use_takes_nothing_when_one_period_clashes():
    room = open_room(slug="salle-a")
    booking = booked(room, "14-16")

    with pytest.raises(BookingRefused) as refusal:
        use(room, key=uuid4(), periods=[on("10-12"), on("15-17")])

    assert refusal.value.detail["clashes"] == [
        {
            "resource": f"{room.space.slug}/salle-a",
            "start": "2026-06-16T14:00:00+02:00",
            "end": "2026-06-16T16:00:00+02:00",
            "kind": "booking",
            "booking": str(booking.uuid),
            "label": "",
        }
    ]
    assert (refusal.value.code, Use.objects.count(), code_of(room, "10-12")) == ("already_booked", 0, None)


def test_use_is_held_off_by_the_buffer_of_a_booking():
    room = open_room()
    booked(room, "10-12", buffer_after=60)

    with pytest.raises(BookingRefused):
        use(room, key=uuid4(), periods=[on("12-14")])
    use(room, key=uuid4(), periods=[on("13-14")])


def test_use_replaces_what_the_same_event_had():
    room = open_room()
    key = uuid4()
    use(room, key=key, periods=[on("10-12"), on("14-16")])

    use(room, key=key, periods=[on("14-16"), on("17-18")], label="Autre titre")

    assert [code_of(room, hours) for hours in ("10-12", "14-16", "17-18")] == [
        None,
        "already_booked",
        "already_booked",
    ]
    assert set(Use.objects.values_list("label", flat=True)) == {"Autre titre"}


def test_use_keeps_its_own_time_when_a_block_was_put_over_it(owner):
    room = open_room()
    key = uuid4()
    use(room, key=key, periods=[on("10-12")])
    close(room, "8-18", owner)

    use(room, key=key, periods=[on("10-12")], label="Toujours là")

    assert Use.objects.get().label == "Toujours là"


def test_release_use_gives_everything_back():
    room, other = open_room(), open_room()
    key = uuid4()
    use(room, key=key, periods=[on("10-12"), on("14-16")])
    use(other, key=key, periods=[on("10-12")])

    freed = release_use(key)

    assert (freed, code_of(room, "10-12"), code_of(other, "10-12")) == (3, None, None)


# A tree that changes


def test_new_room_inside_a_hall_is_taken_when_the_hall_is_booked():
    hall = open_room()
    booked(hall, "10-12")

    room = ResourceFactory(space=hall.space, parent=hall)

    assert (code_of(room, "10-12"), code_of(room, "12-14")) == ("already_booked", None)


def test_room_moved_out_of_a_hall_is_free_when_the_hall_is_booked():
    hall = open_room()
    room = ResourceFactory(space=hall.space, parent=hall)
    booked(hall, "10-12")

    room.parent = None
    room.save()

    assert (code_of(room, "10-12"), code_of(hall, "10-12")) == (None, "already_booked")


def test_new_places_are_taken_when_the_hall_around_the_pool_is_booked():
    hall = open_room()
    pool = ResourceFactory(space=hall.space, parent=hall, capacity=2)
    booked(hall, "10-12")

    pool.capacity = 4
    pool.save()

    assert held(pool) == [("booking", place, "10-12") for place in (1, 2, 3, 4)]


def test_bookings_of_lost_places_move_when_others_are_free():
    pool = open_room(capacity=3)
    first, second, third = (booked(pool, "10-12") for _ in range(3))
    cancel(first, by=first.person)

    pool.capacity = 2
    pool.save()

    assert held(pool) == [("booking", 1, "10-12"), ("booking", 2, "10-12")]
    assert refresh_occupancy(pool) == []
    assert {second.occupancy.get().place, third.occupancy.filter(active=True).get().place} == {1, 2}


def test_bookings_of_lost_places_stay_and_are_named_when_nothing_is_free():
    pool = open_room(capacity=2)
    booked(pool, "10-12")
    second = booked(pool, "10-12")
    Resource.objects.filter(pk=pool.pk).update(capacity=1)

    unsettled = refresh_occupancy(pool)

    assert unsettled == [second]
    assert code_of(pool, "10-12") == "already_booked"


def test_projector_added_to_a_room_is_taken_for_the_bookings_to_come():
    room = open_room()
    projector = ResourceFactory(space=room.space, kind="equipment")
    booked(room, "10-12")

    room.shares.add(projector)
    added = code_of(projector, "10-12")
    room.shares.remove(projector)

    assert (added, code_of(projector, "10-12")) == ("already_booked", None)


def test_both_keep_what_they_have_when_a_booked_room_enters_a_booked_hall():
    hall = open_room()
    room = ResourceFactory(space=hall.space)
    of_hall, of_room = booked(hall, "10-13"), booked(room, "11-12")
    Resource.objects.filter(pk=room.pk).update(parent=hall)

    unsettled = refresh_occupancy(hall)

    assert unsettled == [of_hall]
    assert held(room) == [("booking", 1, "10-11"), ("booking", 1, "11-12"), ("booking", 1, "12-13")]
    assert of_room.occupancy.filter(active=True).count() == 1


def test_refresh_changes_nothing_when_asked_twice():
    hall = open_room()
    ResourceFactory(space=hall.space, parent=hall, capacity=3)
    booked(hall, "10-12")
    before = list(Occupancy.objects.order_by("pk").values())

    refresh_occupancy(hall)

    assert list(Occupancy.objects.order_by("pk").values()) == before


def test_block_reaches_a_room_that_is_put_inside_later(owner):
    hall = open_room()
    close(hall, "10-12", owner)

    room = ResourceFactory(space=hall.space, parent=hall)

    assert code_of(room, "10-12") == "blocked"


def test_what_is_over_stays_as_it_was_when_the_tree_changes():
    hall = open_room()
    start = datetime(2026, 5, 20, 8, tzinfo=UTC)
    from spaces.booking.services.imports import import_booking

    past = import_booking(hall, person=PersonFactory(), start=start, end=start + timedelta(hours=2))

    ResourceFactory(space=hall.space, parent=hall)

    assert past.occupancy.count() == 1
