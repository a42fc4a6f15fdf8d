"""Making and moving bookings: who may, what a booking keeps, what a refusal offers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, move
from spaces.booking.services.imports import import_booking
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import (
    PersonFactory,
    booked,
    limit,
    on,
    open_room,
    priced,
    require_training,
    reserve_for,
)
from tests.factories.catalogue import ResourceFactory, SpaceFactory, open_weekly
from tests.factories.pricing import audience
from tests.spaces.booking.services.asking import ask, refusal, rows_of

pytestmark = pytest.mark.django_db


def test_book_confirms_and_holds_the_place_when_it_is_free():
    room = open_room(slug="salle-a")

    booking = ask(room, "10-12")

    assert (booking.state, booking.start_at, booking.end_at) == (
        State.CONFIRMED,
        datetime(2026, 6, 16, 8, tzinfo=UTC),
        datetime(2026, 6, 16, 10, tzinfo=UTC),
    )
    assert rows_of(booking) == [("salle-a", 1)]


def test_times_are_whole_minutes_so_that_none_stands_in_the_way_of_who_comes_next():
    room, lea, (start, end) = open_room(), PersonFactory(), on("10-11")
    almost = timedelta(seconds=59, microseconds=999_999)

    booking = book(room, person=lea, by=lea, start=start + almost, end=end + timedelta(microseconds=1))
    moved = move(booking, by=lea, start=start, end=end + almost)

    assert (moved.start_at, moved.end_at) == (start, end)
    assert ask(room, "11-12").state == State.CONFIRMED
    with pytest.raises(BookingRefused) as caught:
        book(room, person=lea, by=lea, start=end + 2 * (end - start), end=end + 2 * (end - start) + almost)
    assert caught.value.code == "too_short"


def test_booking_that_was_made_to_the_second_elsewhere_keeps_its_start_when_its_end_moves():
    room, lea, (start, end) = open_room(step=60), PersonFactory(), on("10-11")
    late = start + timedelta(seconds=30)
    booking = import_booking(room, person=lea, start=late, end=end)

    moved = move(booking, by=lea, start=late, end=end + timedelta(hours=1))

    assert (moved.start_at, moved.end_at) == (late, end + timedelta(hours=1))


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


def test_conflict_offers_no_place_that_this_person_may_not_have():
    space = SpaceFactory.open(slug="la-centrale", hours=("09:00", "18:00"))
    room = ResourceFactory(space=space, slug="salle-a")
    with_a_laser, for_members, for_all = (
        ResourceFactory(space=space, slug=slug) for slug in ("salle-b", "salle-c", "salle-d")
    )
    require_training(with_a_laser)
    reserve_for(for_members, audience())
    booked(room, "10-12")

    offered = {one["resource"] for one in refusal(room, "10-12").detail["alternatives"]}

    assert offered == {room.path, for_all.path}


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
