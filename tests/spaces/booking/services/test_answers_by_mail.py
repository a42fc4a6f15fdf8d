"""Answering a mail about a booking writes to the place, where it has an address; never to itself."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.booking.services.booking import book
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.habilitations import revoke
from spaces.booking.services.proposals import propose
from spaces.booking.services.reopening import reopen
from spaces.booking.services.series import book_series
from spaces.booking.services.training_mails import write_about_bookings
from spaces.booking.services.training_reminders import warn_of_endings
from tests.factories.booking import PersonFactory, at, booked, on, require_training, trained
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

PLACE = "bonjour@centrale.example"


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def room(owner):
    space = SpaceFactory.open(name="La Centrale", days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner, email=PLACE)
    return ResourceFactory(space=space, name="Salle A", slug="salle-a")


@pytest.fixture
def lea():
    return PersonFactory(email="lea@example.org", language="en")


def answers() -> list[tuple[str, list[str]]]:
    """Whom each mail went to, and where its answer goes."""
    return [(message.to[0], message.reply_to) for message in mail.outbox]


def ask(room, lea, hours="10-12"):
    start, end = on(hours)
    book(room, person=lea, by=lea, start=start, end=end)


def test_person_answers_the_place_and_the_team_does_not_answer_itself(room, lea, owner):
    ask(room, lea)
    room.requires_approval = True
    room.save()
    ask(room, lea, "14-15")
    start, end = on("15-16")
    book_series(room, person=lea, by=lea, start=start, end=end, rrule="FREQ=DAILY;COUNT=2")

    person, team = (lea.email, [PLACE]), (owner.email, [])
    assert answers() == [person, person, team, person, team]
    assert mail.outbox[0].message()["Reply-To"] == PLACE


def test_place_without_an_address_has_no_answer_of_its_own(room, lea):
    room.space.email = ""
    room.space.save()

    ask(room, lea)

    assert answers() == [(lea.email, [])]
    assert "Reply-To" not in mail.outbox[0].message()


def test_offers_of_other_times_and_good_news_are_answered_to_the_place(room, lea, owner):
    booked(room, "10-12", person=lea)
    of_guest = Booking.objects.filter(pk=booked(room, "14-15").pk)
    of_guest.update(person=None, guest_email="zoe@example.org", guest_language="en")
    closure = Closure(
        space=room.space, chosen=[], start=at("2026-06-16 00:00"), end=at("2026-06-16 23:59"), reason="Travaux"
    )

    propose(close(closure, by=owner), by=owner)
    reopen(room.blocks.get(), by=owner)

    assert sorted(answers()) == [*[(lea.email, [PLACE])] * 2, *[("zoe@example.org", [PLACE])] * 2]


def test_words_about_a_training_are_answered_to_who_gave_it(room, lea, owner):
    require_training(room)
    given = trained(lea, valid_until="2026-06-29", space=room.space, granted_at=at("2026-01-01 08:00"))
    booking = booked(room, "10-12", person=lea)

    warn_of_endings()
    write_about_bookings.func(booking_uuids=[str(booking.uuid)], words="Venez nous voir.")
    revoke(given, by=owner, reason="Perdue")

    person = (lea.email, [PLACE])
    assert sorted(answers()) == [person, person, person, (owner.email, [])]


def test_words_about_a_training_of_the_network_have_no_place_to_answer(room, lea):
    require_training(room)
    trained(lea, valid_until="2026-06-29", granted_at=at("2026-01-01 08:00"))

    warn_of_endings()

    assert answers() == [(lea.email, [])]


def test_address_of_a_place_is_one_line(room):
    room.space.email = f"{PLACE}\nBcc: everybody@example.org"

    with pytest.raises(ValidationError, match="email"):
        room.space.full_clean()
