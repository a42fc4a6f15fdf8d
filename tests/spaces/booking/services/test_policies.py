"""Conditions of a space: which hold, what a booking keeps of them, what giving it back costs."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.rules.policy import CancellationTier, Policy
from spaces.booking.services.arriving import arrive
from spaces.booking.services.booking import move
from spaces.booking.services.policies import terms_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel, cancel_together, check_in, release, undo
from tests.factories.booking import PersonFactory, booked, conditions, on, open_room, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

HALF_THEN_ALL = ((2880, 50), (1440, 100))


@pytest.fixture
def room(owner):
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    room = ResourceFactory(space=space)
    priced(room, 1200)
    return room


@pytest.fixture
def lea():
    return PersonFactory()


def hours_before(booking, hours):
    return clock.fixed(booking.start_at - timedelta(hours=hours))


def test_resource_follows_its_own_conditions_then_those_of_its_space(room):
    elsewhere, sibling = ResourceFactory(), ResourceFactory(space=room.space)
    conditions(room.space, *HALF_THEN_ALL, name="Salles", resources=[room], no_show_percent=80)
    conditions(room.space, (60, 10), cancel_notice_min=30)

    tiers = tuple(CancellationTier(*tier) for tier in HALF_THEN_ALL)
    assert terms_of(room) == Policy(version=1, tiers=tiers, no_show_percent=80)
    assert terms_of(sibling) == Policy(version=1, tiers=(CancellationTier(60, 10),), cancel_notice_min=30)
    assert terms_of(elsewhere) == Policy()


def test_conditions_of_other_resources_do_not_hold(room):
    conditions(room.space, *HALF_THEN_ALL, resources=[ResourceFactory(space=room.space)])

    assert terms_of(room) == Policy()


def test_conditions_are_read_in_one_query(room, django_assert_num_queries):
    conditions(room.space, *HALF_THEN_ALL)
    terms_of(room)

    with django_assert_num_queries(1):
        terms_of(room)


@pytest.mark.parametrize(("hours", "kept"), [(72, 0), (48, 0), (47, 1200), (24, 1200), (23, 2400)])
def test_late_cancellation_keeps_part_of_the_price(room, lea, hours, kept):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, hours):
        cancel(booking, by=lea)

    booking.refresh_from_db()
    assert (booking.state, booking.price_cents, booking.kept_cents) == (State.CANCELLED, 2400, kept)


def test_team_cancels_free_of_charge(room, lea, owner):
    conditions(room.space, *HALF_THEN_ALL, cancel_notice_min=600)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, 1):
        cancel(booking, by=owner)

    assert Booking.objects.get().kept_cents is None


def test_booking_keeps_the_conditions_it_was_made_on(room, lea):
    booking = booked(room, "10-12", person=lea)
    conditions(room.space, *HALF_THEN_ALL, cancel_notice_min=600)

    with hours_before(booking, 1):
        cancel(booking, by=lea)

    booking.refresh_from_db()
    assert (booking.terms, booking.kept_cents) == (Policy(), 0)


def test_person_has_to_call_once_it_is_too_late(room, lea, owner):
    conditions(room.space, cancel_notice_min=120)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, 1), pytest.raises(BookingRefused) as refusal:
        cancel(booking, by=lea)
    with hours_before(booking, 1), pytest.raises(BookingRefused) as refusal_to_move:
        start, end = on("14-16")
        move(booking, start=start, end=end, by=lea)
    assert {refusal.value.code, refusal_to_move.value.code} == {"too_late"}
    assert room.space.name in refusal.value.message

    with hours_before(booking, 2):  # exactly then, one still may
        cancel(booking, by=lea)
    assert Booking.objects.get().state == State.CANCELLED


def test_moving_away_does_not_make_a_late_cancellation_cheaper(room, lea):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, 30):
        moved = move(
            booking, start=booking.start_at + timedelta(days=20), end=booking.end_at + timedelta(days=20), by=lea
        )
        cancel(moved, by=lea)

    assert Booking.objects.get().kept_cents == 1200


@pytest.mark.parametrize(("hours", "cents", "price"), [(3, 1200, 3600), (2, 300, 600), (2, 1200, 2400)])
def test_cancellation_keeps_what_was_due_of_the_price_before_the_move(room, lea, hours, cents, price):
    """24 €, half of it due: 12 €, whether the new time costs 36 €, 6 € or the same."""
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)
    room.prices.update(amount_cents=cents)
    start = booking.start_at + timedelta(days=20)

    with hours_before(booking, 30):
        moved = move(booking, start=start, end=start + timedelta(hours=hours), by=lea)
        assert (moved.price_cents, moved.terms.floor_cents) == (price, 1200)
        cancel(moved, by=lea)

    assert Booking.objects.get().kept_cents == 1200


def test_what_was_due_stays_due_where_nothing_has_to_be_paid_any_more(room, lea):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)
    room.prices.all().delete()
    start = booking.start_at + timedelta(days=20)

    with hours_before(booking, 30):
        cancel(move(booking, start=start, end=start + timedelta(hours=2), by=lea), by=lea)

    booking.refresh_from_db()
    assert (booking.price_cents, booking.kept_cents, booking.due_cents) == (None, 1200, 1200)


def test_what_was_due_is_not_lost_by_another_move_nor_by_another_end(room, lea):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, 30):
        away = move(booking, start=booking.start_at + timedelta(20), end=booking.end_at + timedelta(20), by=lea)
        longer = move(away, start=away.start_at, end=away.end_at + timedelta(hours=1), by=lea)
        further = move(longer, start=longer.start_at + timedelta(1), end=longer.end_at + timedelta(1), by=lea)
        cancel(further, by=lea)

    booking.refresh_from_db()
    assert (booking.price_cents, booking.kept_cents) == (3600, 1200)


def test_tiers_of_the_new_time_count_where_they_ask_for_more(room, lea):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, 30):
        moved = move(booking, start=booking.start_at + timedelta(20), end=booking.end_at + timedelta(20, 3600), by=lea)
    with hours_before(moved, 30):
        cancel(moved, by=lea)

    assert Booking.objects.get().kept_cents == 1800


def test_late_move_asks_for_no_request_that_could_be_refused_or_forgotten(room, lea, owner):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)
    type(room).objects.update(requires_approval=True)
    booking.resource.refresh_from_db()
    away = {"start": booking.start_at + timedelta(20), "end": booking.end_at + timedelta(20)}

    with hours_before(booking, 30), pytest.raises(BookingRefused) as refusal:
        move(booking, **away, by=lea)
    booking.refresh_from_db()
    assert (refusal.value.code, booking.state, booking.start_at) == ("too_late", State.CONFIRMED, on("10-12")[0])

    with hours_before(booking, 72):
        assert move(booking, **away, by=lea).state == State.PENDING


def test_what_was_due_is_paid_where_the_new_time_costs_less_and_where_nobody_comes(room, lea):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)
    room.prices.update(amount_cents=300)
    start = booking.start_at + timedelta(days=20)

    with hours_before(booking, 30):
        moved = move(booking, start=start, end=start + timedelta(hours=2), by=lea)
    assert (moved.price_cents, moved.due_cents) == (600, 1200)
    with clock.fixed(start + timedelta(minutes=30)):
        assert release(moved).due_cents == 1200


def test_fewer_places_for_longer_leave_what_was_due(lea):
    pool = open_room(capacity=8)
    priced(pool, 500)
    priced(pool, 1000, unit="day")
    conditions(pool.space, (2880, 100))
    booking = booked(pool, "9-10", person=lea, seats=8)

    with hours_before(booking, 30):
        moved = move(booking, start=booking.start_at, end=booking.start_at + timedelta(hours=8), seats=1, by=lea)
        cancel(moved, by=lea)

    assert (moved.price_cents, Booking.objects.get().kept_cents) == (1000, 4000)


def test_saying_that_one_is_there_before_the_start_shortens_nothing(room, lea):
    conditions(room.space, (2880, 100))
    booking = booked(room, "10-17", person=lea)

    with clock.fixed(booking.start_at - timedelta(minutes=14)):
        arrived = arrive(booking, by=lea)
        with pytest.raises(BookingRefused):
            move(arrived, start=arrived.start_at, end=arrived.start_at + timedelta(hours=1), by=lea)
    with clock.fixed(booking.start_at):
        move(arrived, start=arrived.start_at, end=arrived.start_at + timedelta(hours=1), by=lea)


def test_booking_moved_before_amounts_were_kept_owes_a_share_of_its_price_now(room, lea):
    booking = booked(room, "10-12", person=lea)
    booking.policy["terms"] |= {"floor_percent": 50}
    booking.save()
    start, end = on("10-13", "2026-06-18")

    with hours_before(booking, 72):
        moved = move(booking, start=start, end=end, by=lea)
        assert (moved.terms.floor_percent, moved.terms.floor_cents) == (0, 1200)
        cancel(moved, by=lea)

    assert Booking.objects.get().kept_cents == 1200


def test_longer_booking_keeps_its_free_cancellation(room, lea):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, 72):
        longer = move(booking, start=booking.start_at, end=booking.end_at + timedelta(hours=1), by=lea)
        cancel(longer, by=lea)

    assert Booking.objects.get().kept_cents == 0


def test_who_does_not_come_owes_what_the_conditions_say(room, lea, owner):
    conditions(room.space, no_show_percent=25)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, -1):
        release(booking, by=owner)

    assert Booking.objects.get().kept_cents == 600


def test_mistaken_absence_costs_nothing_once_undone(room, lea, owner):
    conditions(room.space, no_show_percent=25)
    booking = booked(room, "10-12", person=lea)

    with hours_before(booking, -1):
        undo(release(booking, by=owner), by=owner)

    assert Booking.objects.get().kept_cents is None


def test_several_given_back_at_once_leave_those_that_need_a_call(room, lea):
    conditions(room.space, cancel_notice_min=120)
    soon, later = booked(room, "10-12", person=lea), booked(room, "14-16", person=lea)

    with hours_before(soon, 1):
        gone = cancel_together([soon, later], by=lea)

    assert gone == [later]
    soon.refresh_from_db()
    assert soon.state == State.CONFIRMED


@pytest.mark.parametrize(("hours", "allowed"), [(48, True), (47, False)])
@pytest.mark.parametrize("later", [0, 30])
def test_nobody_shortens_what_they_could_no_longer_cancel_for_nothing(room, lea, owner, hours, allowed, later):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)
    shorter = {"start": booking.start_at + timedelta(days=later)}
    shorter["end"] = shorter["start"] + timedelta(hours=1)

    with hours_before(booking, hours):
        if allowed:
            assert move(booking, by=lea, **shorter).price_cents == 1200
        else:
            with pytest.raises(BookingRefused) as refusal:
                move(booking, by=lea, **shorter)
            assert refusal.value.code == "too_late" and room.space.name in refusal.value.message
            assert move(booking, by=owner, **shorter).price_cents == 1200


def test_who_is_there_leaves_sooner(room, lea, owner):
    conditions(room.space, *HALF_THEN_ALL)
    booking = booked(room, "10-12", person=lea)

    with clock.fixed(booking.start_at):
        check_in(booking, by=owner)
        sooner = booking.end_at - timedelta(hours=1)

        assert move(booking, start=booking.start_at, end=sooner, by=lea).end_at == sooner
