"""Making bookings: the worked examples that need the database, by their number, and what a booking keeps."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import (
    PersonFactory,
    at,
    booked,
    limit,
    on,
    open_room,
    priced,
    require_training,
    trained,
)
from tests.factories.catalogue import ResourceFactory, SpaceFactory, open_weekly
from tests.spaces.booking.services.conftest import NOW

pytestmark = pytest.mark.django_db


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


def test_book_confirms_and_holds_the_place_when_it_is_free():
    room = open_room(slug="salle-a")

    booking = ask(room, "10-12")

    assert (booking.state, booking.start_at, booking.end_at) == (
        State.CONFIRMED,
        datetime(2026, 6, 16, 8, tzinfo=UTC),
        datetime(2026, 6, 16, 10, tzinfo=UTC),
    )
    assert rows_of(booking) == [("salle-a", 1)]


def test_book_waits_for_the_team_when_approval_is_required():
    room = open_room(requires_approval=True)

    booking = ask(room, "10-12")

    assert booking.state == State.PENDING
    assert refusal(room, "10-12").code == "already_booked"


def test_book_is_confirmed_when_the_manager_of_an_approved_resource_books(owner):
    space = SpaceFactory.open(days=range(7), hours=("00:00", "24:00"), manager=owner)
    room = ResourceFactory(space=space, requires_approval=True)

    booking = ask(room, "10-12", by=owner)

    assert booking.state == State.CONFIRMED


@pytest.mark.parametrize(
    ("code", "status", "fields", "hours", "day"),
    [
        ("in_the_past", 422, {}, "10-12", "2026-05-30"),
        ("too_short", 422, {"min_duration": 120}, "10-11", "2026-06-16"),
        ("too_short", 422, {}, "12-10", "2026-06-16"),
        ("too_long", 422, {"max_duration": 120}, "10-13", "2026-06-16"),
        ("closed", 422, {}, "20-22", "2026-06-16"),
        ("off_grid", 422, {}, "10:30-11:30", "2026-06-16"),
        ("too_soon", 422, {"min_notice": 24 * 60}, "11-12", "2026-06-01"),
        ("too_far", 422, {"max_days_before": 7}, "10-12", "2026-06-16"),
        ("pool_full", 409, {}, "10-12", "2026-06-16"),
    ],
)
def test_book_says_why_when_a_rule_refuses(code, status, fields, hours, day):
    room = open_room(hours=("09:00", "18:00"), **fields)

    error = refusal(room, hours, day=day, seats=2 if code == "pool_full" else 1)

    assert (error.code, error.status, Booking.objects.count()) == (code, status, 0)


def test_book_says_when_it_closes_when_the_end_is_too_late():
    room = open_room(hours=("09:00", "18:00"), name="Salle A")

    error = refusal(room, "17-19")

    assert error.message.startswith("Salle A") and "18" in error.message


def test_book_refuses_when_the_space_is_not_published():
    room = ResourceFactory(space=SpaceFactory.draft())
    open_weekly(room.space, range(7), ("00:00", "24:00"))

    assert refusal(room, "10-12").code == "not_allowed"


def test_book_refuses_when_a_member_books_for_somebody_else(stranger):
    room = open_room()

    assert refusal(room, "10-12", person=PersonFactory(), by=stranger).code == "not_allowed"


def test_book_accepts_when_the_host_books_for_somebody_who_walks_in(teammate):
    space = SpaceFactory.open(days=range(7), hours=("00:00", "24:00"), host=teammate)
    room = ResourceFactory(space=space)

    booking = ask(room, "10-12", by=teammate, source="staff")

    assert (booking.created_by, booking.source) == (teammate, "staff")


# The worked examples


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


# What a booking keeps, and what a refusal offers


def test_book_copies_price_buffers_and_policy_as_they_are():
    room = open_room(buffer_before=15, buffer_after=30)
    priced(room, 1200)

    booking = ask(room, "10-12")
    room.prices.update(amount_cents=9900)
    booking.refresh_from_db()

    assert (booking.price_cents, booking.vat_cents, booking.vat_rate, booking.currency) == (
        2400,
        400,
        Decimal("20.00"),
        "EUR",
    )
    assert (booking.buffer_before, booking.buffer_after) == (15, 30)
    assert booking.policy["price"] == [{"unit": "hour", "count": 120, "amount_cents": 2400, "vat_rate": "20.00"}]


def test_book_respects_the_buffer_that_the_other_was_booked_with():
    room = open_room(buffer_after=60, step=30)
    ask(room, "10-11")
    room.buffer_after = 0
    room.save()

    assert refusal(room, "11:30-12:30").code == "buffer"
    assert ask(room, "12-13").state == State.CONFIRMED


def test_refusal_offers_other_times_then_other_rooms_when_somebody_was_quicker():
    space = SpaceFactory.open(slug="la-centrale", hours=("09:00", "18:00"))
    room = ResourceFactory(space=space, slug="salle-a")
    ResourceFactory(space=space, slug="salle-b")
    ResourceFactory(space=space, slug="atelier", kind="workshop")
    booked(room, "10-12")

    error = refusal(room, "10-12")

    assert error.detail == {
        "alternatives": [
            _offer("salle-a", "12:00", "14:00"),
            _offer("salle-a", "13:00", "15:00"),
            _offer("salle-a", "14:00", "16:00"),
            _offer("salle-a", "15:00", "17:00"),
            _offer("salle-b", "10:00", "12:00"),
        ]
    }


def _offer(slug, start, end):
    return {
        "resource": f"la-centrale/{slug}",
        "start": f"2026-06-16T{start}:00+02:00",
        "end": f"2026-06-16T{end}:00+02:00",
    }


def test_refusal_offers_nothing_when_a_rule_refuses():
    room = open_room(hours=("09:00", "18:00"))

    assert refusal(room, "20-21").detail == {}


def test_book_queues_without_holding_when_asked_to():
    room = open_room(requires_approval=True)

    first, second = ask(room, "10-12", queue=True), ask(room, "10-12", queue=True)

    assert {first.state, second.state} == {State.PENDING}
    assert (rows_of(first), rows_of(second)) == ([], [])


# Moving


def test_move_takes_the_new_time_and_frees_the_old_one():
    room = open_room()
    booking = ask(room, "10-12")

    moved = move(booking, start=on("11-13")[0], end=on("11-13")[1], by=booking.person)

    assert (moved.start_at, moved.sequence) == (datetime(2026, 6, 16, 9, tzinfo=UTC), 1)
    assert ask(room, "10-11").state == State.CONFIRMED
    assert refusal(room, "12-13").code == "already_booked"


def test_move_leaves_everything_as_it_was_when_refused():
    room = open_room()
    booking = ask(room, "10-12")
    booked(room, "14-16")

    with pytest.raises(BookingRefused):
        move(booking, start=on("13-15")[0], end=on("13-15")[1], by=booking.person)

    booking.refresh_from_db()
    assert (booking.start_at, booking.sequence) == (datetime(2026, 6, 16, 8, tzinfo=UTC), 0)
    assert refusal(room, "10-12").code == "already_booked"


def test_move_waits_for_the_team_again_when_approval_is_required(owner):
    space = SpaceFactory.open(days=range(7), hours=("00:00", "24:00"), manager=owner)
    room = ResourceFactory(space=space, requires_approval=True)
    booking = ask(room, "10-12", by=owner)

    moved = move(booking, start=on("12-14")[0], end=on("12-14")[1], by=booking.person)

    assert moved.state == State.PENDING


def test_move_does_not_count_itself_against_the_quota():
    machine = open_room()
    limit(machine, minutes=120)
    booking = ask(machine, "10-12")

    moved = move(booking, start=on("13-15")[0], end=on("13-15")[1], by=booking.person)

    assert moved.start_at == datetime(2026, 6, 16, 11, tzinfo=UTC)
