"""Places of people who do not come: free at the instant the conditions say, whether or not anybody tidied up."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, Occupancy, State
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.lapsing import _end_all, lapse
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import approve, check_in, confirm, undo
from tests.factories.booking import PersonFactory, booked, conditions, on, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    """Half an hour after the start, who is not there has lost the place, and owes half of the price."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner)
    conditions(space, release_after_min=30, no_show_percent=50)
    room = ResourceFactory(space=space, step=15)
    priced(room, 1200)
    return room


@pytest.fixture
def lea():
    return PersonFactory()


def ask(room, hours, person=None):
    person, (start, end) = person or PersonFactory(), on(hours)
    return book(room, person=person, by=person, start=start, end=end)


def minutes_after(booking, minutes, **more):
    return clock.fixed(booking.start_at + timedelta(minutes=minutes, **more))


def test_place_is_kept_until_the_last_instant_and_free_at_it(room, lea):
    booking = ask(room, "10-12", lea)

    with minutes_after(booking, 30, microseconds=-1), pytest.raises(BookingRefused) as refusal:
        ask(room, "10:45-12")
    with minutes_after(booking, 30):
        ask(room, "10:45-12")

    booking.refresh_from_db()
    assert refusal.value.code == "already_booked"
    assert (booking.state, booking.kept_cents) == (State.RELEASED, 1200)
    assert list(AuditEvent.objects.filter(subject_uuid=booking.uuid).values_list("action", flat=True)) == [
        "released",
        "booked",
    ]


def test_lapse_releases_who_has_not_come_and_tells_them_once(room, lea, django_capture_on_commit_callbacks):
    booking, later = ask(room, "10-12", lea), ask(room, "14-16")
    mail.outbox.clear()

    with minutes_after(booking, 31):
        ended = [lapse(), lapse()]

    assert ended == [1, 0]
    assert Booking.objects.get(pk=booking.pk).state == State.RELEASED
    assert Booking.objects.get(pk=later.pk).state == State.CONFIRMED
    assert [message.to for message in mail.outbox] == [[lea.email]]
    assert "12" in mail.outbox[0].body
    assert not Occupancy.objects.active().filter(booking=booking).exists()


def test_who_has_arrived_keeps_the_place(room, lea, owner):
    booking = ask(room, "10-12", lea)
    with minutes_after(booking, 5):
        check_in(booking, by=owner)

    with minutes_after(booking, 60), pytest.raises(BookingRefused):
        lapse()
        ask(room, "11-12")

    assert Booking.objects.get().state == State.CHECKED_IN


def test_arrival_noted_by_mistake_is_not_followed_by_a_release(room, lea, owner):
    booking = ask(room, "10-12", lea)

    with minutes_after(booking, 5):
        undo(check_in(booking, by=owner), by=owner)
    with minutes_after(booking, 40):
        lapse()

    assert Booking.objects.get().state == State.CONFIRMED


def test_latecomer_is_let_in_again_while_nobody_else_has_the_place(room, lea, owner):
    booking = ask(room, "10-12", lea)

    with minutes_after(booking, 31):
        lapse()
        undo(Booking.objects.get(), by=owner)
        lapse()

    again = Booking.objects.get()
    assert (again.state, again.kept_cents) == (State.CONFIRMED, None)
    assert Occupancy.objects.active().filter(booking=again, expires_at=None).exists()


def test_request_and_hold_lapse_like_a_booking_once_confirmed(room, lea, owner):
    room.requires_approval = True
    room.save()
    start, end = on("10-12")
    requested = book(room, person=lea, by=lea, start=start, end=end)
    start, end = on("14-16")
    held = hold(room, person=owner, by=owner, start=start, end=end)

    approve(requested, by=owner)
    confirm(held, by=owner)

    lapsing = dict(Occupancy.objects.active().values_list("booking", "expires_at"))
    half_an_hour = timedelta(minutes=30)
    assert lapsing == {requested.pk: requested.start_at + half_an_hour, held.pk: held.start_at + half_an_hour}


def test_what_was_imported_afterwards_stays_a_fact(room):
    with minutes_after(booked(room, "8-9"), 300):
        past = booked(room, "10-12")
        lapse()

    assert Booking.objects.get(pk=past.pk).state == State.CONFIRMED


def test_clock_process_ends_what_lapses(room, lea):
    booking = ask(room, "10-12", lea)

    with minutes_after(booking, 31):
        call_command("clock", "--once")

    assert Booking.objects.get().state == State.RELEASED


def test_who_was_given_another_time_since_it_was_read_keeps_it(room, lea, owner):
    """The clock process reads what is due first, and waits for its turn then."""
    booking = ask(room, "10-12", lea)
    with minutes_after(booking, 31):
        read = Booking.objects.select_related("resource__space").get()
        start, end = on("14-16")
        move(booking, start=start, end=end, by=owner)

        assert _end_all(room.space_id, [read], clock.now()) == 0

    booking.refresh_from_db()
    assert (booking.state, booking.occupancy.filter(active=True).count()) == (State.CONFIRMED, 1)


def test_request_that_nobody_answered_expires_at_its_end_and_its_person_is_told(
    room, lea, django_capture_on_commit_callbacks
):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()
    request = ask(room, "10-12", lea)
    mail.outbox.clear()

    with clock.fixed(request.end_at - timedelta(minutes=1)):
        assert lapse() == 0
    with clock.fixed(request.end_at):
        assert [lapse(), lapse()] == [1, 0]

    assert Booking.objects.get().state == State.EXPIRED
    assert [message.to for message in mail.outbox] == [[lea.email]]
    assert not Occupancy.objects.active().filter(booking=request).exists()
    assert AuditEvent.objects.filter(subject_uuid=request.uuid, action="expired").exists()


def test_nobody_is_told_of_a_request_of_last_month(room, lea, django_capture_on_commit_callbacks):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()
    request = ask(room, "10-12", lea)
    mail.outbox.clear()

    with clock.fixed(request.end_at + timedelta(days=30)):
        assert lapse() == 1

    assert mail.outbox == []
