"""A booking moved to another resource of its space: judged there as if asked anew, both places changed at once."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book, move
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import check_in
from tests.factories.booking import (
    PersonFactory,
    at,
    booked,
    conditions,
    limit,
    on,
    open_room,
    require_training,
    reserve_for,
)
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, open_weekly
from tests.factories.pricing import audience
from tests.spaces.booking.services.asking import ask, refusal, rows_of

pytestmark = pytest.mark.django_db

NEXT_DAY = "2026-06-17"


@pytest.fixture
def space(owner, teammate):
    return SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner, host=teammate)


@pytest.fixture
def room(space):
    return ResourceFactory(space=space, slug="salle-a")


@pytest.fixture
def other(space):
    return ResourceFactory(space=space, slug="salle-b")


def go(booking, resource, *, by=None, hours: str = "10-12", day: str = "2026-06-16", **more) -> Booking:
    """Move it to that resource, by its person unless said."""
    start, end = on(hours, day)
    return move(booking, resource=resource, start=start, end=end, by=by or booking.person, **more)


def refused(booking, resource, **more) -> BookingRefused:
    """Why it cannot, once it is sure that nothing has changed."""
    stands = (Booking.objects.filter(pk=booking.pk).values().get(), rows_of(booking))
    with pytest.raises(BookingRefused) as caught:
        go(booking, resource, **more)
    assert (Booking.objects.filter(pk=booking.pk).values().get(), rows_of(booking)) == stands
    return caught.value


def test_it_takes_the_new_place_and_frees_the_old_one(room, other):
    booking = ask(room, "10-12")

    moved = go(booking, other)

    assert (moved.resource, moved.state, moved.sequence, moved.code) == (other, State.CONFIRMED, 1, booking.code)
    assert rows_of(booking) == [("salle-b", 1)]
    assert refusal(other, "11-12").code == "already_booked"
    assert ask(room, "10-12").state == State.CONFIRMED


def test_time_and_number_of_places_change_with_it(space, room):
    desks = ResourceFactory(space=space, slug="postes", capacity=3)

    moved = go(ask(room, "10-12"), desks, hours="14-17", day=NEXT_DAY, seats=2)

    assert (moved.start_at, moved.end_at, moved.seats) == (*on("14-17", NEXT_DAY), 2)
    assert rows_of(moved) == [("postes", 1), ("postes", 2)]


def test_it_takes_along_what_the_new_one_takes(space, room):
    hall, kit = ResourceFactory(space=space, slug="halle"), ResourceFactory(space=space, slug="kit")
    type(room).objects.filter(pk=room.pk).update(parent=hall)
    hall.shares.add(kit)
    booking = ask(room, "10-12")

    whole = go(booking, hall)  # its own place inside is not in its way
    assert rows_of(booking) == [("halle", 1), ("kit", 1), ("salle-a", 1)]

    go(whole, room)
    assert rows_of(booking) == [("salle-a", 1)]


@pytest.mark.parametrize(
    ("code", "status", "fields"),
    [
        ("too_short", 422, {"min_duration": 180}),
        ("too_long", 422, {"max_duration": 60}),
        ("too_long", 422, {"max_duration": 45, "step": 60}),
        ("off_grid", 422, {"step": 120, "min_duration": 120}),
        ("too_soon", 422, {"min_notice": 30 * 24 * 60}),
        ("too_far", 422, {"max_days_before": 7}),
    ],
)
def test_r4_r6_r8_rules_of_time_are_those_of_the_new_one_also_for_the_same_hours(room, space, code, status, fields):
    stricter = ResourceFactory(space=space, **fields)

    error = refused(ask(room, "10-12"), stricter)

    assert (error.code, error.status) == (code, status)


def test_r3_minutes_are_those_that_pass_also_when_the_clocks_change(owner):
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    room, short = ResourceFactory(space=space), ResourceFactory(space=space, max_duration=120)
    booking = ask(room, "1-3", day="2026-10-25")  # from 1:00 to the 3:00 after the hour that comes twice

    assert refused(booking, short, hours="1-3", day="2026-10-25").code == "too_long"
    moved = go(booking, short, hours="2-3", day="2026-10-25")
    assert moved.end_at - moved.start_at == timedelta(hours=2)


def test_r2_r7_hours_are_those_of_the_new_one(room, space):
    other = ResourceFactory(space=space, has_own_hours=True)
    open_weekly(other, EVERY_DAY, ("14:00", "18:00"))

    assert refused(ask(room, "10-12"), other).code == "closed"


def test_r1_r11_places_are_those_of_the_new_one(room, other, owner, space):
    desks = ResourceFactory(space=space, slug="postes", capacity=3)
    booking, several = ask(room, "10-12"), ask(desks, "10-12", seats=2)
    booked(other, "11-12")

    taken = refused(booking, other)
    assert (taken.code, taken.status) == ("already_booked", 409)
    assert taken.detail["alternatives"][0]["resource"] == f"{space.slug}/salle-b"
    assert refused(several, room).code == "pool_full"

    block(desks, start=on("10-12")[0], end=on("10-12")[1], by=owner)
    assert refused(booking, desks).code == "blocked"


def test_r5_buffers_are_those_of_the_new_one(room, space):
    workshop = ResourceFactory(space=space, slug="atelier", buffer_before=30, buffer_after=60, step=30)
    booked(workshop, "12-13")

    assert refused(ask(room, "10-12"), workshop).code == "buffer"

    moved = go(ask(room, "13-14"), workshop, hours="14-15")
    assert (moved.buffer_before, moved.buffer_after) == (30, 60)
    assert refusal(workshop, "15-16").code == "buffer"


def test_r10_whole_day_is_kept_where_the_new_one_keeps_it(room, space):
    van = ResourceFactory(space=space, slug="fourgon", block_whole_day=True)
    booking = ask(room, "10-12")

    moved = go(booking, van)
    assert refusal(van, "16-17").code == "already_booked"

    go(moved, room)
    assert ask(van, "16-17").state == State.CONFIRMED


def test_r12_person_is_judged_for_the_new_one(room, space):
    laser, lounge, machine = (ResourceFactory(space=space) for _ in range(3))
    require_training(laser)
    reserve_for(lounge, audience(space=space))
    limit(machine, minutes=60)
    booking = ask(room, "10-12")

    assert refused(booking, laser).code == Refusal.HABILITATION_MISSING
    assert refused(booking, lounge).detail["audiences"] == ["Adhérents"]
    assert refused(booking, machine).code == Refusal.QUOTA
    assert go(booking, machine, hours="10-11").resource == machine


def test_quota_of_the_kind_counts_it_once(room, other):
    for one in (room, other):
        limit(one, minutes=120, counts_kind=True)
    booking = ask(room, "10-12")

    assert go(booking, other).resource == other


def test_resource_out_of_service_is_for_nobody_from_outside(room, other):
    type(other).objects.update(is_active=False)
    other.refresh_from_db()
    type(room).objects.filter(pk=room.pk).update(is_active=True)

    assert refused(ask(room, "10-12"), other).code == "not_allowed"


def test_other_space_is_another_booking(room, owner):
    elsewhere = open_room()

    error = refused(ask(room, "10-12"), elsewhere, by=owner)

    assert (error.code, error.status) == ("other_space", 422)


def test_manager_goes_beyond_a_rule_with_a_reason_never_beyond_a_booking(room, other, owner, teammate):
    type(other).objects.filter(pk=other.pk).update(min_notice=30 * 24 * 60)
    other.refresh_from_db()
    booking = ask(room, "10-12")

    assert refused(booking, other, by=teammate).code == refused(booking, other, by=owner).code == "too_soon"
    moved = go(booking, other, by=owner, override_reason="Fuite d’eau")
    assert moved.resource == other

    booked(room, "10-12")
    assert refused(moved, room, by=owner, override_reason="Fuite d’eau").code == "already_booked"


# Approval


def test_team_is_asked_where_it_approves_and_no_more_where_it_does_not(room, other, owner):
    type(other).objects.filter(pk=other.pk).update(requires_approval=True)
    other.refresh_from_db()
    booking = ask(room, "10-12")

    waiting = go(booking, other)
    assert (waiting.state, rows_of(waiting)) == (State.PENDING, [("salle-b", 1)])

    back = go(waiting, room)
    assert (back.state, rows_of(back)) == (State.CONFIRMED, [("salle-a", 1)])

    assert go(back, other, by=owner).state == State.CONFIRMED


def test_manager_who_moves_a_request_has_not_said_yes_to_it(room, other, owner):
    type(room).objects.update(requires_approval=True)
    for one in (room, other):
        one.refresh_from_db()

    assert go(ask(room, "10-12"), other, by=owner).state == State.PENDING


def test_request_keeps_no_place_where_requests_compete(room, other):
    type(other).objects.filter(pk=other.pk).update(requires_approval=True, requests_compete=True)
    other.refresh_from_db()
    booking, rival = ask(room, "10-12"), ask(other, "10-12")

    waiting = go(booking, other)
    assert (waiting.state, rows_of(waiting), rows_of(rival)) == (State.PENDING, [], [])
    assert ask(room, "10-12").state == State.CONFIRMED

    back = go(waiting, room, hours="14-16")
    assert (back.state, rows_of(back)) == (State.CONFIRMED, [("salle-a", 1)])


# What has begun, and what others did meanwhile


def test_who_sits_there_is_taken_elsewhere_by_the_team_alone(room, other, teammate):
    booking = ask(room, "10-12")
    conditions(room.space, release_after_min=30)
    with clock.fixed(at("2026-06-16 10:10")):
        check_in(booking, by=teammate)
        booking.refresh_from_db()

        assert refused(booking, other).code == "too_late"
        moved = go(booking, other, by=teammate)

    assert (moved.state, rows_of(moved)) == (State.CHECKED_IN, [("salle-b", 1)])


def test_what_has_begun_goes_on_elsewhere_in_two_bookings(room, other, teammate):
    person = PersonFactory()
    booking = ask(room, "10-12", person=person)
    booked(other, "9-11")
    with clock.fixed(at("2026-06-16 11:10")):
        whole = refused(booking, other, by=teammate)
        booking.refresh_from_db()
        move(booking, start=booking.start_at, end=at("2026-06-16 11:15"), by=teammate)
    with clock.fixed(at("2026-06-16 11:15")):
        rest = {"start": at("2026-06-16 11:15"), "end": at("2026-06-16 12:00")}
        book(other, person=person, by=teammate, on_site=True, **rest)

    assert (whole.code, whole.status) == ("already_booked", 409)
    assert "Terminez-la maintenant, puis réservez la suite là-bas." in whole.message
    assert [rows_of(one) for one in Booking.objects.filter(person=person).order_by("start_at")] == [
        [("salle-a", 1)],
        [("salle-b", 1)],
    ]


def test_what_is_over_stays_where_it_was(room, other, teammate):
    booking = ask(room, "10-12")

    with clock.fixed(at("2026-06-16 12:00")):
        assert refused(booking, other, by=teammate).code == "in_the_past"


def test_whoever_saw_it_in_another_room_is_told_that_it_has_changed(room, other, owner):
    booking = ask(room, "10-12")
    seen = Booking.objects.select_related("resource__space", "person").get(pk=booking.pk)
    go(booking, other, by=owner)

    with pytest.raises(BookingRefused) as caught:
        move(seen, start=on("14-16")[0], end=on("14-16")[1], by=seen.person)

    stands = Booking.objects.get()
    assert (caught.value.code, caught.value.status) == ("wrong_state", 409)
    assert (stands.resource, stands.start_at) == (other, on("10-12")[0])


def test_hold_that_is_over_makes_room_for_it(room, other):
    held = booked(other, "10-12", state=State.HOLD, expires=clock.now() + timedelta(minutes=5))
    booking = ask(room, "10-12")

    with clock.fixed(clock.now() + timedelta(minutes=5)):
        assert go(booking, other).resource == other

    held.refresh_from_db()
    assert held.state == State.EXPIRED


def test_rows_of_who_may_still_not_come_lapse_by_the_conditions_of_the_new_one(room, other):
    conditions(room.space, name="Salle B", resources=[other], release_after_min=15)
    booking = ask(room, "10-12", person=PersonFactory())
    assert list(booking.occupancy.filter(active=True).values_list("expires_at", flat=True)) == [None]

    go(booking, other)

    assert list(booking.occupancy.filter(active=True).values_list("expires_at", flat=True)) == [at("2026-06-16 10:15")]
