"""Whom the team can book for, and for how long guests are remembered."""

import pytest

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, State
from spaces.booking.services.people import find_people, forget_guests
from spaces.booking.services.states import refuse
from tests.factories.booking import PersonFactory, at, booked, open_room

pytestmark = pytest.mark.django_db


def guest(room, hours, name="Zoé"):
    booking = booked(room, hours)
    Booking.objects.filter(pk=booking.pk).update(person=None, guest_name=name)


def test_names_of_guests_are_forgotten_after_a_year():
    room = open_room()
    guest(room, "10-11", "Zoé"), guest(room, "12-13", "Max")

    with clock.fixed(at("2027-06-16 11:30")):
        assert (forget_guests(), forget_guests()) == (1, 0)

    assert list(Booking.objects.order_by("start_at").values_list("guest_name", flat=True)) == ["", "Max"]


def test_words_about_guests_are_forgotten_with_them(owner):
    room = open_room()
    request = booked(room, "10-11", state=State.PENDING, note="It is Zoé")
    Booking.objects.filter(pk=request.pk).update(person=None, guest_name="Zoé")
    refuse(request, by=owner, reason="Zoé was loud")

    with clock.fixed(at("2027-06-17 08:00")):
        forget_guests()

    assert Booking.objects.values_list("guest_name", "note", "answer").get() == ("", "", "")
    assert AuditEvent.objects.get(action="refused").reason == ""


def test_people_are_found_by_any_part_of_the_name_where_they_have_booked():
    here, elsewhere = open_room(), open_room()
    zoe = PersonFactory(name="Zoé Passante")
    booked(here, "10-11", person=zoe), booked(elsewhere, "10-11", person=PersonFactory(name="Zoé Lointaine"))

    assert find_people(here.space, "passa ZOE") == [zoe]
    assert find_people(here.space, "zoé lointaine") == find_people(here.space, "  ") == []


def test_addresses_are_found_among_all_accounts_or_only_among_those_known_there():
    room, known, stranger = open_room(), PersonFactory(), PersonFactory()
    booked(room, "10-11", person=known)

    assert find_people(room.space, stranger.email.upper()) == [stranger]
    assert find_people(room.space, stranger.email, known_only=True) == []
    assert find_people(room.space, known.email, known_only=True) == [known]


def test_closed_accounts_are_not_found():
    room = open_room()
    gone = PersonFactory(is_active=False)
    booked(room, "10-11", person=gone)

    assert find_people(room.space, gone.name) == find_people(room.space, gone.email) == []
