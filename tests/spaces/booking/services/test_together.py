"""Several bookings in one go: all or none, each refusal with its line; and given back together."""

import threading

import pytest
from django.core import mail
from django.db import connection
from icalendar import Calendar

from maillage.base import clock
from spaces.booking.models import Booking, BookingSeries, Occupancy, State
from spaces.booking.services.once import book_together_once
from spaces.booking.services.states import cancel, cancel_together
from spaces.booking.services.together import Line, NotAllBooked, book_together
from spaces.catalogue.models import Resource
from tests.factories.booking import PersonFactory, booked, on, open_room
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.spaces.booking.services.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]


@pytest.fixture
def lea():
    return PersonFactory(email="lea@example.org", language="en")


@pytest.fixture
def rooms():
    space = SpaceFactory.open(name="La Centrale", days=EVERY_DAY, hours=("00:00", "24:00"))
    return ResourceFactory(space=space, name="Salle A"), ResourceFactory(space=space, name="Salle B")


def line(resource, hours="10-12", day="2026-06-16", seats=1) -> Line:
    return Line(resource, *on(hours, day), seats)


def test_all_lines_are_booked_and_told_in_one_mail(rooms, lea):
    series, bookings = book_together([line(rooms[0]), line(rooms[1]), line(rooms[0], "14-15")], person=lea, by=lea)

    assert list(series.bookings.order_by("pk")) == bookings
    assert [booking.state for booking in bookings] == [State.CONFIRMED] * 3
    (message,) = mail.outbox
    assert message.subject == "La Centrale: 3 bookings"
    assert "Salle A" in message.body and "Salle B" in message.body and series.get_absolute_url() in message.body
    assert len(Calendar.from_ical(message.attachments[0][1]).events) == 3


def test_nothing_is_written_and_each_refusal_is_said_when_two_lines_are_taken(rooms, lea):
    booked(rooms[1], "11-13")
    booked(rooms[0], "14-16")
    before = Booking.objects.count(), Occupancy.objects.count()

    with pytest.raises(NotAllBooked) as error:
        book_together([line(rooms[0]), line(rooms[1]), line(rooms[0], "14-15")], person=lea, by=lea)

    assert {number: str(one.code) for number, one in error.value.refusals.items()} == {
        1: "already_booked",
        2: "already_booked",
    }
    assert error.value.status == 409
    assert (Booking.objects.count(), Occupancy.objects.count()) == before
    assert (BookingSeries.objects.count(), mail.outbox) == (0, [])


def test_lines_that_stand_in_each_others_way_are_refused(rooms, lea):
    with pytest.raises(NotAllBooked) as error:
        book_together([line(rooms[0], "10-12"), line(rooms[0], "11-13")], person=lea, by=lea)

    assert list(error.value.refusals) == [1]


def test_lines_of_different_spaces_are_booked_in_the_turn_of_both(lea):
    here, there = open_room(), open_room()

    _, bookings = book_together([line(there), line(here)], person=lea, by=lea)

    assert [booking.resource for booking in bookings] == [there, here]


@pytest.mark.django_db(transaction=True)
def test_baskets_that_cross_at_once_are_booked_whole_or_not_at_all():
    rooms = open_room(), open_room()  # two spaces, that two people name in opposite orders
    people = PersonFactory(), PersonFactory()
    made: list[object] = []

    def send(person, lines):
        try:
            with clock.fixed(NOW):
                made.append(book_together(lines, person=person, by=person)[1])
        except NotAllBooked as refusal:
            made.append(refusal)
        finally:
            connection.close()

    wishes = [[line(rooms[0]), line(rooms[1])], [line(rooms[1]), line(rooms[0])]] * 3
    jobs = [threading.Thread(target=send, args=(people[number % 2], lines)) for number, lines in enumerate(wishes)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()

    assert sorted(isinstance(one, NotAllBooked) for one in made) == [False, True, True, True, True, True]
    assert Booking.objects.count() == 2 and len(set(Booking.objects.values_list("person", flat=True))) == 1
    assert BookingSeries.objects.count() == 1


def test_form_sent_twice_books_once_even_where_places_are_left(lea):
    desks = open_room(capacity=5)
    lines = [line(desks), line(desks, day="2026-06-17")]

    first, again = (book_together_once(lines, key="k", person=lea) for _ in range(2))

    assert (first.series, first.is_new, again.is_new) == (again.series, True, False)
    assert Booking.objects.count() == 2


def test_what_waits_for_the_team_is_told_apart(rooms, lea):
    rooms[1].requires_approval = True
    rooms[1].save()

    book_together([line(rooms[0]), line(rooms[1])], person=lea, by=lea)

    assert [message.subject for message in mail.outbox] == ["Salle A: 1 date booked", "Salle B: 1 date asked for"]
    assert "approves each booking" in mail.outbox[1].body and "approves" not in mail.outbox[0].body


def test_each_team_is_asked_about_its_own_place_only(owner, lea):
    """On the clock of that place, too."""
    anouk = PersonFactory(email="anouk@example.org", language="en")
    for name, manager, time_zone in (("Ici", owner, "Europe/Paris"), ("Ailleurs", anouk, "Indian/Reunion")):
        space = SpaceFactory.open(name=name, days=EVERY_DAY, manager=manager, time_zone=time_zone)
        ResourceFactory(space=space, name=f"Salle {name}", requires_approval=True)

    book_together([line(one) for one in Resource.objects.order_by("pk")], person=lea, by=lea)

    told = {(message.to[0], name) for message in mail.outbox for name in ("Ici", "Ailleurs") if name in message.body}
    assert told == {("owner@example.org", "Ici"), ("anouk@example.org", "Ailleurs"), (lea.email, "Ici"),
                    (lea.email, "Ailleurs")}  # fmt: skip
    assert all("12:00–14:00" in message.body for message in mail.outbox if "Ailleurs" in message.body)
    assert not Booking.objects.filter(team_told_at=None).exists()


def test_bookings_given_back_together_are_told_in_one_mail_and_free(rooms, lea):
    _, bookings = book_together([line(rooms[0]), line(rooms[1])], person=lea, by=lea)
    mail.outbox.clear()

    gone = cancel_together(bookings, by=lea)

    assert [(one.state, one.sequence) for one in gone] == [(State.CANCELLED, 1)] * 2
    assert not Occupancy.objects.filter(active=True).exists()
    (message,) = mail.outbox
    assert message.subject == "2 bookings cancelled"
    events = Calendar.from_ical(message.attachments[0][1]).events
    assert [(str(event["STATUS"]), event["SEQUENCE"]) for event in events] == [("CANCELLED", 1)] * 2


def test_what_is_given_back_already_is_left_alone(rooms, lea):
    _, bookings = book_together([line(rooms[0]), line(rooms[1])], person=lea, by=lea)
    cancel(bookings[0], by=lea)

    assert cancel_together(bookings, by=lea) == [bookings[1]]
    assert cancel_together(bookings, by=lea) == []
