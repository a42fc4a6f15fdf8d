"""Reminders: once, in time, to whom it is of use."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book, move
from spaces.booking.services.reminders import remind
from spaces.booking.services.states import cancel
from tests.factories.booking import PersonFactory, booked, conditions, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    return ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, hours=("08:00", "20:00"), manager=owner))


def ask(room, hours="10-12", person=None):
    person, (start, end) = person or PersonFactory(language="en"), on(hours)
    return book(room, person=person, by=person, start=start, end=end)


def hours_before(booking, hours, **more):
    return clock.fixed(booking.start_at - timedelta(hours=hours, **more))


def reminded() -> list[str]:
    return [message.to[0] for message in mail.outbox if "see you on" in message.subject]


def test_person_is_reminded_once_a_day_before(room):
    booking = ask(room)

    sent = []
    for hours, seconds in ((25, 0), (24, 1), (24, 0), (23, 0)):
        with hours_before(booking, hours, seconds=seconds):
            sent.append(remind())

    assert sent == [0, 0, 1, 0]
    assert reminded() == [booking.person.email]
    assert "/reservations/rendre/" in mail.outbox[-1].body
    assert booking.spaced_code in mail.outbox[-1].body
    assert [name for name, _content, _kind in mail.outbox[-1].attachments] == [f"{booking.code}.png"]


def test_each_space_says_when_and_whether(room):
    conditions(room.space, remind_before_min=2 * 60)
    quiet = ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, hours=("08:00", "20:00")))
    conditions(quiet.space, remind_before_min=None)
    booking, silent = ask(room), ask(quiet)

    with hours_before(booking, 3):
        assert remind() == 0
    with hours_before(booking, 1):
        assert remind() == 1
    assert reminded() == [booking.person.email] != [silent.person.email]


def test_whoever_has_just_booked_knows(room):
    with clock.fixed(on("10-12")[0] - timedelta(hours=23)):
        booking = ask(room)
    with hours_before(booking, 2):
        assert remind() == 0


def test_what_is_cancelled_imported_or_nobody_s_is_not_spoken_of(room, owner):
    cancelled, fact = ask(room, "10-11"), booked(room, "12-13")
    cancel(cancelled, by=cancelled.person)
    start, end = on("14-15")
    book(room, person=None, by=owner, start=start, end=end, guest_name="Un passant")

    with hours_before(fact, 3):
        assert remind() == 0


def test_moved_booking_is_reminded_of_its_new_time(room):
    booking = ask(room)
    with hours_before(booking, 23):
        remind()
        later = move(
            booking,
            start=booking.start_at + timedelta(days=5),
            end=booking.end_at + timedelta(days=5),
            by=booking.person,
        )

    with hours_before(later, 10):
        call_command("clock", "--once")

    assert reminded() == [booking.person.email] * 2


def test_longer_booking_is_not_reminded_again(room):
    booking = ask(room)
    with hours_before(booking, 23):
        remind()
        move(booking, start=booking.start_at, end=booking.end_at + timedelta(hours=1), by=booking.person)
        assert remind() == 0

    assert booking.state == State.CONFIRMED
