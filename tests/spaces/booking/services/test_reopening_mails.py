"""Opening again after a closure: who is told, once each, and what became of their booking."""

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import Block, Booking, Proposal
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import move
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.proposals import propose
from spaces.booking.services.reopening import put_back, reopen
from spaces.booking.services.states import cancel
from tests.factories.booking import PersonFactory, at, booked, on
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def room(owner):
    space = SpaceFactory.open(name="La Centrale", days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner)
    return ResourceFactory(space=space, name="Salle A", slug="salle-a")


@pytest.fixture
def lea():
    return PersonFactory(email="lea@example.org", language="en")


def shut(room, owner, *, day="2026-06-16", asks=True) -> Block:
    """Close the space for a day, perhaps with other times by mail; the mails so far are put away."""
    closure = Closure(space=room.space, chosen=[], start=at(f"{day} 00:00"), end=at(f"{day} 23:59"), reason="Travaux")
    affected = close(closure, by=owner)
    if asks:
        propose(affected, by=owner)
    mail.outbox.clear()
    return Block.objects.standing().latest("pk")


def told() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_who_has_not_answered_reads_that_the_booking_stands(room, lea, owner):
    booking = booked(room, "10-12", person=lea)
    closed = shut(room, owner)

    lifted = reopen(closed, by=owner)

    (message,) = mail.outbox
    assert (lifted.told, message.to, message.subject) == (
        1, ["lea@example.org"], "La Centrale is open again at the time that you had booked"
    )  # fmt: skip
    assert "stands as you had booked it" in message.body and "Salle A, Tuesday 16 June, 10:00–12:00" in message.body
    assert booking.get_absolute_url() in message.body and "can be booked again" not in message.body


def test_who_was_cancelled_for_it_reads_that_it_can_be_booked_again(room, lea, owner):
    booking = booked(room, "10-12", person=lea)
    closed = shut(room, owner, asks=False)
    cancel(booking, by=owner)
    mail.outbox.clear()

    reopen(closed, by=owner)

    (message,) = mail.outbox
    assert "It can be booked again" in message.body and "stands as" not in message.body
    assert "/salle-a/?debut=2026-06-16T10%3A00%3A00%2B02%3A00&fin=2026-06-16T12%3A00%3A00%2B02%3A00" in message.body


def test_each_person_has_one_mail_in_their_language(room, lea, owner):
    bob = PersonFactory(email="bob@example.org", language="fr")
    booked(room, "9-10", person=lea), booked(room, "10-11", person=lea), booked(room, "11-12", person=bob)
    given_up = booked(room, "14-15", person=bob)
    closed = shut(room, owner)
    cancel(given_up, by=bob)  # as the mail had told him he might
    mail.outbox.clear()

    reopen(closed, by=owner)

    to_bob, to_lea = sorted(mail.outbox, key=lambda one: one.to)
    assert (to_bob.to, to_lea.to) == (["bob@example.org"], ["lea@example.org"])
    assert to_lea.body.count("Salle A,") == 2
    assert "mardi 16 juin, 11" in to_bob.body and "mardi 16 juin, 14" in to_bob.body


def test_who_was_not_asked_answered_or_cancelled_by_themselves_is_left_in_peace(room, lea, owner):
    answered, gone = (PersonFactory(email=f"{name}@example.org") for name in ("answered", "gone"))
    moved, given_up = booked(room, "10-11", person=answered), booked(room, "11-12", person=gone)
    cancel(given_up, by=gone)
    before = booked(room, "13-14", person=lea)
    cancel(before, by=owner)
    with clock.fixed(at("2026-06-15 08:30")):
        closed = shut(room, owner)
    booked(ResourceFactory(space=room.space), "9-10", person=lea, day="2026-06-18")
    move(moved, start=on("10-11", "2026-06-18")[0], end=on("10-11", "2026-06-18")[1], by=answered)
    mail.outbox.clear()

    assert reopen(closed, by=owner).told == 0
    assert mail.outbox == []


def test_nobody_is_told_twice_but_of_a_new_closure(room, lea, owner):
    booked(room, "10-12", person=lea)
    closed = shut(room, owner)
    reopen(closed, by=owner)
    mail.outbox.clear()
    reopen(closed, by=owner), put_back(closed, by=owner)
    assert mail.outbox == []

    again = shut(room, owner)
    reopen(again, by=owner)

    assert told() == ["lea@example.org"] and Proposal.objects.count() == 2


def test_who_was_asked_is_told_once_nothing_closes_it_any_more(room, lea, owner):
    booked(room, "10-12", person=lea)
    closed = shut(room, owner)
    other, _met = block(room, start=on("11-13")[0], end=on("11-13")[1], by=owner, reason="Fuite")
    reopen(closed, by=owner)
    assert mail.outbox == []

    put_back(other, by=owner)

    assert told() == ["lea@example.org"] and Proposal.objects.get().reopened_at is not None


def test_guest_without_an_account_has_the_link_of_their_page(room, owner):
    booking = booked(room, "10-12")
    Booking.objects.filter(pk=booking.pk).update(person=None, guest_email="zoe@example.org", guest_language="en")
    closed = shut(room, owner)

    reopen(closed, by=owner)

    assert told() == ["zoe@example.org"] and "/reservations/" in mail.outbox[0].body


def test_name_left_at_the_desk_has_no_address(room, owner):
    booking = booked(room, "10-12")
    Booking.objects.filter(pk=booking.pk).update(person=None, guest_name="Zoé")
    closed = shut(room, owner, asks=False)
    cancel(Booking.objects.get(), by=owner)

    assert reopen(closed, by=owner).told == 0


def test_one_thing_put_back_twice_at_once_is_told_once(room, lea, owner):
    booking = booked(room, "10-12", person=lea)
    closed = shut(room, owner, asks=False)
    cancel(booking, by=owner)
    mail.outbox.clear()
    also_read = Block.objects.get(pk=closed.pk)

    put_back(closed, by=owner), put_back(also_read, by=owner)

    assert told() == ["lea@example.org"]
