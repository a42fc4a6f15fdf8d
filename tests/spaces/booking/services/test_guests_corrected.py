"""What a guest has not confirmed yet: it stands in no other request's way, goes elsewhere, or is let go."""

import pytest
from django.core import mail

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, Occupancy, State
from spaces.booking.services import guests, notices
from spaces.booking.services.booking import book
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.guests import ask, ask_once, confirm, correct, let_go
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.proposals import propose
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import approve
from tests.factories.booking import PersonFactory
from tests.spaces.booking.services.guest_wishes import (
    ADDRESS,
    _in_english,
    in_half_an_hour,
    mails_to,
    reached,
    room,
    wish,
)

__all__ = ["_in_english", "room"]

pytestmark = pytest.mark.django_db

OTHER = "zoe.passante@example.org"


@pytest.fixture
def competing(room):
    type(room).objects.update(requires_approval=True, requests_compete=True)
    room.refresh_from_db()
    return room


def book_it(room, **more) -> Booking:
    person = PersonFactory()
    return book(room, person=person, by=person, start=wish().start, end=wish().end, **more)


def held_places() -> int:
    return Occupancy.objects.active().count()


# Where requests compete


def test_unconfirmed_request_keeps_no_place_where_requests_compete(competing):
    held = ask(competing, wish())

    assert (held.state, held_places()) == (State.HOLD, 0)
    assert book_it(competing).state == State.PENDING
    assert confirm(held).booking.state == State.PENDING
    assert "it is held for you" not in mails_to()[0].body and "your request then goes to the team" in mails_to()[0].body


def test_it_keeps_it_where_the_first_request_does(room):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()
    ask(room, wish())

    with pytest.raises(BookingRefused):
        book_it(room)


def test_it_cannot_be_confirmed_once_somebody_has_been_accepted(competing, owner):
    held = ask(competing, wish())
    approve(book_it(competing), by=owner)

    with pytest.raises(BookingRefused) as refusal:
        confirm(held)

    assert (refusal.value.code, held_places()) == ("already_booked", 1)


@pytest.mark.parametrize("approval", [True, False])
def test_it_takes_its_place_once_requests_compete_no_more(competing, approval):
    held = ask(competing, wish())
    type(competing).objects.update(requires_approval=approval, requests_compete=False)

    assert confirm(held).booking.state == (State.PENDING if approval else State.CONFIRMED)

    assert held_places() == 1
    competing.refresh_from_db()
    with pytest.raises(BookingRefused):
        book_it(competing)


def test_place_is_not_had_twice_when_requests_compete_no_more(competing):
    held = ask(competing, wish())
    type(competing).objects.update(requires_approval=False, requests_compete=False)
    competing.refresh_from_db()
    book_it(competing)

    with pytest.raises(BookingRefused) as refusal:
        confirm(held)

    assert (refusal.value.code, held_places()) == ("already_booked", 1)


def test_it_lapses_without_a_place_as_with_one(competing):
    held = ask(competing, wish())

    with in_half_an_hour():
        assert lapse() == 1

    held.refresh_from_db()
    assert held.state == State.EXPIRED


# Another address


def test_hold_goes_to_another_address_and_the_first_link_leads_nowhere(room):
    held = ask(room, wish())
    first = mails_to()[0]

    with in_half_an_hour(20):
        moved = correct(held, " Zoe.Passante@example.org ")
        assert moved.expires_at > clock.now()
    with in_half_an_hour(45):
        assert (moved.pk, moved.guest_email, moved.state) == (held.pk, OTHER, State.HOLD)
        assert reached(first) == {None}
        assert reached(mails_to(OTHER)[0]) == {moved}
        with pytest.raises(BookingRefused):
            book_it(room)
        assert confirm(moved).booking.state == State.CONFIRMED
    assert held_places() == 1


def test_mail_that_leaves_after_the_correction_is_not_written(room):
    held = ask(room, wish())
    first, moved = str(held.uuid), correct(held, OTHER)
    mail.outbox.clear()

    for uuid in (first, str(moved.uuid)):
        notices.tell.func(notice="asked", booking_uuid=uuid)

    assert [message.to for message in mail.outbox] == [[OTHER]]


def test_other_times_are_offered_to_who_has_confirmed_only(room, owner):
    """Their links outlive a correction: the first address could move what is another's, and reach its page."""
    held, done = ask(room, wish("8-9")), confirm(ask(room, wish("10-11"))).booking
    start, end = wish("8-12").start, wish("8-12").end
    closure = Closure(space=room.space, chosen=[room], start=start, end=end)
    close(closure, by=owner)

    assert {one.pk for one in closure.affected()} == {held.pk, done.pk}
    assert [one.booking_id for one in propose(closure.affected(), by=owner)] == [done.pk]


def test_same_address_is_sent_its_mail_once_more(room):
    held = ask(room, wish())

    again = correct(held, ADDRESS)

    assert again.uuid == held.uuid
    assert [reached(message) for message in mails_to()] == [{held}, {held}]


def test_address_is_corrected_a_few_times(room):
    held = ask(room, wish())
    for number in range(guests.MOST_CORRECTED):
        held = correct(held, f"zoe{number}@example.org")

    with pytest.raises(DomainError) as refusal:
        correct(held, OTHER)

    assert (refusal.value.code, mails_to(OTHER)) == ("too_many", [])


def test_measure_of_the_other_address_holds(room):
    held = ask(room, wish("8-9"))
    ask(room, wish("10-11", email=OTHER)), ask(room, wish("12-13", email=OTHER))

    with pytest.raises(DomainError) as refusal:
        correct(held, OTHER)

    held.refresh_from_db()
    assert (refusal.value.code, held.guest_email, len(mails_to(OTHER))) == ("too_many", ADDRESS, 2)


def test_what_is_over_or_confirmed_goes_nowhere(room):
    over, done = ask(room, wish("8-9")), ask(room, wish("10-11"))
    confirm(done)

    for act in (lambda one: correct(one, OTHER), let_go):
        with pytest.raises(BookingRefused) as confirmed:
            act(done)
        with in_half_an_hour(), pytest.raises(BookingRefused) as late:
            act(over)
        assert (confirmed.value.code, late.value.code) == ("wrong_state", "expired")
    assert mails_to(OTHER) == []


# Letting go


def test_let_go_frees_the_place_forgets_the_address_and_writes_to_nobody(room):
    held = ask(room, wish(note="Avec un chien"))
    (message,) = mails_to()

    let_go(held)

    held.refresh_from_db()
    assert (held.state, held.guest_email, held.guest_name, held.note) == (State.CANCELLED, "", "", "")
    assert (held_places(), reached(message), len(mail.outbox)) == (0, {None}, 1)
    assert book_it(room).state == State.CONFIRMED


def test_who_asks_the_same_for_an_address_is_not_who_asked_first(room):
    assert [ask_once(room, wish()).is_new, ask_once(room, wish()).is_new] == [True, False]
