"""Which code a booking gets, and which booking a code means."""

from itertools import cycle

import pytest

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.booking.rules.codes import read_code
from spaces.booking.services import codes
from tests.factories.booking import PersonFactory, at, booked, open_room

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def drawn(monkeypatch):
    """What chance says, letter by letter, over and over."""

    def say(letters: str) -> None:
        said = cycle(letters)
        monkeypatch.setattr(codes, "choice", lambda _alphabet: next(said))

    return say


def test_each_booking_has_a_code_of_its_own():
    room = open_room()
    given = {booked(room, f"{hour}-{hour + 1}").code for hour in range(12)}

    assert len(given) == 12
    assert all(read_code(code) == code for code in given)


def test_code_of_a_booking_still_to_come_is_not_given_again(drawn):
    room = open_room()
    taken = booked(room, "10-12")
    Booking.objects.update(code="AAAAAA")
    drawn("A" * 6 * codes.AT_ONCE + "B" * 6 * codes.AT_ONCE)

    assert codes.new_code(taken.resource.space_id) == "BBBBBB"


def test_code_is_free_once_it_was_used_and_in_other_spaces(drawn):
    room = open_room()
    booked(room, "10-12")
    Booking.objects.update(code="AAAAAA")
    drawn("A")

    assert codes.new_code(open_room().space_id) == "AAAAAA"
    with clock.fixed(at("2026-06-16 12:00")):
        assert codes.new_code(room.space_id) == "AAAAAA"


def test_what_was_over_when_it_came_here_has_none():
    assert booked(open_room(), "10-12", day="2026-06-01").code == ""


def test_code_means_the_latest_of_those_that_had_it():
    room, person = open_room(), PersonFactory()
    booked(room, "10-12", person=person)
    later = booked(room, "14-16", person=person)
    Booking.objects.update(code="AAAAAA")

    assert codes.with_code(Booking.objects.all(), "AAAAAA") == later
    assert codes.with_code(Booking.objects.all(), "") is None
