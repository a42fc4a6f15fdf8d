"""Booking without an account: what is kept, asked by mail, confirmed, refused and forgotten."""

from datetime import timedelta

import pytest
from django.core import mail

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, BookingPolicy, State
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services import guest_links, guests
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book, move
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.guests import ask, confirm
from spaces.booking.services.lapsing import lapse
from spaces.booking.services.people import forget_guests
from spaces.booking.services.proposals import Time, propose, take
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.reminders import remind
from spaces.booking.services.states import approve, cancel, release
from tests.factories.booking import PersonFactory, at, conditions, on, require_training
from tests.spaces.booking.services.guest_wishes import (
    ADDRESS,
    _in_english,
    confirmed,
    in_half_an_hour,
    mails_to,
    reached,
    room,
    wish,
)

__all__ = ["_in_english", "room"]

pytestmark = pytest.mark.django_db

# Asking


def test_place_is_kept_for_half_an_hour_and_a_mail_asks(room):
    booking = ask(room, wish(email=" Zoe@Example.org ", note="Avec un chien"))

    booking.refresh_from_db()
    assert (booking.state, booking.expires_at) == (State.HOLD, clock.now() + timedelta(minutes=30))
    assert (booking.person, booking.created_by, booking.price_cents) == (None, None, 3600)
    assert (booking.guest_name, booking.guest_email, booking.guest_language) == ("Zoé Passante", ADDRESS, "en")
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([ADDRESS], "Salle Aneto: confirm your booking")
    assert reached(message) == {booking}
    assert "€36" in message.body and message.attachments == []
    other = PersonFactory()
    with pytest.raises(BookingRefused) as taken:
        book(room, person=other, by=other, start=wish().start, end=wish().end)
    assert taken.value.code == "already_booked"


def test_mail_to_an_address_that_anybody_typed_says_none_of_their_words(room):
    ask(room, wish(name="Buy http://spam.example", note="http://spam.example"))

    (message,) = mail.outbox
    assert "spam.example" not in message.subject + message.body + message.alternatives[0].content


def test_hold_that_nobody_confirms_lapses_by_itself(room):
    booking = ask(room, wish())

    with in_half_an_hour():
        other = PersonFactory()
        book(room, person=other, by=other, start=wish().start, end=wish().end)
        lapse()

    booking.refresh_from_db()
    assert booking.state == State.EXPIRED
    assert len(mails_to()) == 1


def test_same_asked_twice_is_once(room):
    first, second = ask(room, wish()), ask(room, wish(email=ADDRESS.upper()))

    assert first == second
    assert (Booking.objects.count(), len(mail.outbox)) == (1, 1)


def test_few_places_are_kept_for_one_address_at_once(room):
    ask(room, wish("8-9")), ask(room, wish("9-10"))

    with pytest.raises(DomainError) as refusal:
        ask(room, wish("10-11"))

    assert (refusal.value.code, Booking.objects.count()) == ("too_many", 2)
    assert ask(room, wish("10-11", email="autre@example.org")).state == State.HOLD
    with in_half_an_hour():
        assert ask(room, wish("11-12")).state == State.HOLD


def test_few_mails_a_day_are_sent_to_one_address(room):
    for hour in range(guests.MAILS_PER_DAY):
        with in_half_an_hour(30 * hour):
            ask(room, wish(f"{8 + hour}-{9 + hour}"))

    with in_half_an_hour(30 * guests.MAILS_PER_DAY), pytest.raises(DomainError) as refusal:
        ask(room, wish("18-19"))

    assert refusal.value.code == "too_many"
    assert len(mails_to()) == guests.MAILS_PER_DAY


def test_question_about_the_price_writes_nothing_and_counts_for_no_mail(room):
    for _ in range(guests.MAILS_PER_DAY + 1):
        with pytest.raises(BookingRefused) as asks:
            ask(room, wish(agreed=Outlay(1800)))

    assert (asks.value.code, Booking.objects.count(), mail.outbox) == ("price_changes", 0, [])
    assert ask(room, wish(agreed=Outlay(3600))).state == State.HOLD


def test_mail_alone_says_whether_there_is_an_account(room):
    PersonFactory(email="lea@example.org")

    stranger, member = ask(room, wish("8-9")), ask(room, wish("9-10", email="Lea@example.org"))

    said = ["You have an account with this address" in message.body for message in mail.outbox]
    assert said == [False, True]
    assert (member.person, member.state, member.guest_name) == (None, stranger.state, stranger.guest_name)


# Confirming


def test_confirming_books_and_tells_with_the_link_and_the_calendar_file(room):
    booking = ask(room, wish())

    done = confirm(booking)

    assert (done.booking.state, done.booking.expires_at, done.is_new) == (State.CONFIRMED, None, True)
    message = mails_to()[-1]
    assert message.subject == "Salle Aneto is booked for you"
    assert reached(message) == {booking}
    calendar = next(content for name, content, _kind in message.attachments if name.endswith(".ics"))
    assert "sans-compte" not in calendar and str(booking.uuid) in calendar
    with in_half_an_hour(60):
        lapse()
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_confirming_twice_says_so_and_changes_nothing(room):
    booking = ask(room, wish())
    confirm(booking)
    mail.outbox.clear()

    again = confirm(booking)

    assert (again.is_new, again.booking.state, mail.outbox) == (False, State.CONFIRMED, [])


@pytest.mark.parametrize("tidied", [True, False])
def test_confirming_too_late_books_nothing(room, tidied):
    booking = ask(room, wish())

    with in_half_an_hour():
        if tidied:
            lapse()
        with pytest.raises(BookingRefused) as refusal:
            confirm(booking)

    assert refusal.value.code == "expired"
    assert not Booking.objects.filter(state=State.CONFIRMED).exists()


@pytest.mark.parametrize("change", ["closed", "blocked", "training", "no guests", "out of service"])
def test_every_rule_is_asked_again(room, owner, change):
    booking = ask(room, wish())
    if change == "closed":
        room.space.opening_hours.all().delete()
    elif change == "blocked":
        block(room, start=wish().start, end=wish().end, by=owner)
    elif change == "training":
        require_training(room)
    elif change == "no guests":
        BookingPolicy.objects.update(welcomes_guests=False)
    else:
        type(room).objects.update(is_active=False)

    with pytest.raises(BookingRefused) as refusal:
        confirm(booking)

    expected = {"closed": "closed", "blocked": "blocked", "training": "habilitation_missing"}
    assert refusal.value.code == expected.get(change, "not_allowed")
    assert Booking.objects.get().state == State.HOLD


def test_notice_that_was_kept_when_asked_is_not_asked_of_who_confirms_later(room):
    type(room).objects.update(min_notice=60)
    room.refresh_from_db()
    with clock.fixed(wish().start - timedelta(minutes=60)):
        booking = ask(room, wish())

    with clock.fixed(wish().start - timedelta(minutes=40)):
        assert confirm(booking).booking.state == State.CONFIRMED


def test_request_reaches_the_team_and_keeps_no_place_where_requests_compete(room, owner):
    type(room).objects.update(requires_approval=True, requests_compete=True)
    room.refresh_from_db()

    booking = confirmed(room)

    assert booking.state == State.PENDING
    assert not booking.occupancy.filter(active=True).exists()
    (asked,) = mails_to(owner.email)
    assert "Zoé Passante would like to book:" in asked.body
    assert not reached(asked) and "sans-compte" not in asked.alternatives[0].content
    assert approve(booking, by=owner).state == State.CONFIRMED
    assert [message.subject for message in mails_to()][1:] == [
        "Your request for Salle Aneto",
        "Salle Aneto is booked for you",
    ]


# Afterwards


def test_guest_is_told_in_their_language_what_becomes_of_it(room, owner):
    booking = confirmed(room, language="fr")
    mail.outbox.clear()
    start, end = on("14-16")

    booking = move(booking, start=start, end=end, by=owner)
    with clock.fixed(start - timedelta(hours=20)):
        assert remind() == 1
    with clock.fixed(start + timedelta(minutes=5)):
        release(booking, by=owner)

    assert [reached(message, prefix="") for message in mails_to()] == [{booking}, {booking}, {booking}]
    assert "/reservations/rendre/" in mails_to()[1].body


def test_cancelling_costs_a_guest_what_it_costs_everybody(room):
    BookingPolicy.objects.all().delete()
    conditions(room.space, (2880, 50), cancel_notice_min=60, welcomes_guests=True)
    booking, late = confirmed(room), confirmed(room, "14-16")

    with clock.fixed(booking.start_at - timedelta(hours=2)):
        gone = cancel(booking, by=booking.themselves)
    with clock.fixed(late.start_at - timedelta(minutes=30)), pytest.raises(BookingRefused) as refusal:
        cancel(late, by=late.themselves)

    assert (gone.state, gone.kept_cents, refusal.value.code) == (State.CANCELLED, 1800, "too_late")
    assert mails_to()[-1].subject == "Salle Aneto: your booking is cancelled"


def test_team_cancels_free_of_charge(room, owner):
    BookingPolicy.objects.all().delete()
    conditions(room.space, (100_000, 100), welcomes_guests=True)

    assert cancel(confirmed(room), by=owner).kept_cents is None


def test_other_times_are_offered_to_guests_and_one_click_takes_one(room, owner):
    booking = confirmed(room)
    confirmed(room, "14-15", email="autre@example.org")
    asked = Closure(space=room.space, chosen=(), start=at("2026-06-16 00:00"), end=at("2026-06-17 00:00"))
    close(asked, by=owner)
    mail.outbox.clear()

    made = propose(asked.affected(), by=owner)

    assert sorted(message.to for message in mail.outbox) == [["autre@example.org"], [ADDRESS]]
    assert reached(mails_to()[0]) == {booking}
    moved = take(Time(next(one for one in made if one.booking == booking), 0))
    assert (moved.state, moved.guest_email, moved.start_at.day) == (State.CONFIRMED, ADDRESS, 17)
    assert reached(mails_to()[-1]) == {booking}


# Forgetting


def test_name_and_address_are_forgotten_after_a_year_and_the_link_with_them(room):
    booking = confirmed(room)
    token = guest_links.page_of(booking).rstrip("/").rpartition("/")[2]

    with clock.fixed(booking.end_at + timedelta(days=365)):
        assert forget_guests() == 0
        assert guest_links.find(token) == booking
    with clock.fixed(booking.end_at + timedelta(days=365, minutes=1)):
        assert (forget_guests(), forget_guests()) == (1, 0)
        assert guest_links.find(token) is None

    booking.refresh_from_db()
    assert (booking.guest_name, booking.guest_email, booking.guest_language) == ("", "", "")


def test_who_never_confirmed_is_forgotten_the_next_day(room):
    ask(room, wish("8-9"))
    kept = confirmed(room, "10-12")

    with in_half_an_hour(30 + 24 * 60):
        assert forget_guests() == 0
    with in_half_an_hour(31 + 24 * 60):
        assert forget_guests() == 1

    assert list(Booking.objects.exclude(guest_email="")) == [kept]
