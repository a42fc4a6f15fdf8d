"""Requests of one series: answered together, told in one mail."""

import pytest
from django.core import mail
from django.utils import translation
from icalendar import Calendar

from maillage.base import clock
from maillage.base.errors import DomainError
from spaces.booking.models import Booking, Occupancy, State
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book, move
from spaces.booking.services.choosing import accept_among, accept_together, refuse_together, waiting
from spaces.booking.services.series import book_series
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import PersonFactory, at, booked, on, require_training, trained
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]

FOUR_WEEKS = "FREQ=WEEKLY;COUNT=4"


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def desk(owner):
    owner.language = "en"
    owner.save()
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"), manager=owner, slug="la-centrale")
    return ResourceFactory(space=space, slug="bureau", name="Bureau", requires_approval=True, requests_compete=True)


def series_of(desk, hours="10-12", rrule=FOUR_WEEKS):
    """The requests of a series, oldest first; nobody has been written to."""
    person = PersonFactory(language="en")
    start, end = on(hours)
    _series, bookings = book_series(desk, person=person, by=person, start=start, end=end, rrule=rrule)
    mail.outbox.clear()
    return bookings


def ask(desk, hours, day="2026-06-16"):
    person = PersonFactory(language="en")
    start, end = on(hours, day)
    booking = book(desk, person=person, by=person, start=start, end=end)
    mail.outbox.clear()
    return booking


def seen(bookings):
    return {one.uuid: one.sequence for one in bookings}


def states(bookings) -> list[str]:
    for one in bookings:
        one.refresh_from_db()
    return [one.state for one in bookings]


def mails_to(booking) -> list:
    return [message for message in mail.outbox if message.to == [booking.person.email]]


def test_all_are_accepted_and_one_mail_tells_of_each_date(desk, owner):
    asked = series_of(desk)

    answered = accept_together(asked, by=owner, seen=seen(asked))

    assert (len(answered.accepted), answered.refused, answered.left) == (4, [], [])
    assert states(asked) == [State.CONFIRMED] * 4
    assert Occupancy.objects.active().filter(booking__in=asked).count() == 4
    (message,) = mail.outbox
    assert message.to == [asked[0].person.email]
    assert all(f"{day}, 10:00–12:00" in message.body for day in ("16 June", "23 June", "30 June", "7 July"))
    assert len(Calendar.from_ical(message.attachments[0][1]).walk("VEVENT")) == 4


def test_dates_that_somebody_has_are_refused_in_the_same_mail_with_other_times(desk, owner):
    asked = series_of(desk)
    booked(desk, "11-13", day="2026-06-30")
    mail.outbox.clear()

    answered = accept_together(asked, by=owner, seen=seen(asked))

    assert states(asked) == [State.CONFIRMED, State.CONFIRMED, State.REFUSED, State.CONFIRMED]
    assert (answered.refused, answered.left) == ([asked[2]], [])
    assert Occupancy.objects.active().filter(booking=asked[2]).count() == 0
    (message,) = mails_to(asked[0])
    before, _, after = message.body.partition("cannot take this date")
    assert "30 June" not in before and "Tuesday 30 June, 10:00–12:00" in after
    assert "Free at this moment" in after and "/reserver/bureau/?debut=" in after
    assert len(Calendar.from_ical(message.attachments[0][1]).walk("VEVENT")) == 3


def test_each_reason_is_said_in_the_language_of_the_person(desk, owner):
    asked = series_of(desk)
    start, end = on("9-18", "2026-06-23")
    block(desk, start=start, end=end, by=owner)
    booked(desk, "10-12", day="2026-06-30")
    type(asked[0].person).objects.filter(pk=asked[0].person_id).update(language="fr")

    read = list(Booking.objects.for_listing().to_decide())
    with translation.override("en"):
        accept_together(read, by=owner, seen=seen(read))

    states(asked)
    assert [one.answer for one in asked] == [
        "", "C’est fermé à cet horaire.", "Quelqu’un d’autre a cet horaire entre-temps.", "",
    ]  # fmt: skip


def test_some_dates_are_accepted_and_the_mail_says_which_wait_on(desk, owner):
    asked = series_of(desk)

    accept_together(asked[:2], by=owner, seen=seen(asked))

    assert states(asked) == [State.CONFIRMED] * 2 + [State.PENDING] * 2
    (message,) = mail.outbox
    assert "7 July" in message.body.partition("still wait for an answer")[2]


def test_all_are_refused_with_words_that_are_said_once(desk, owner):
    asked = series_of(desk)

    refuse_together(asked, by=owner, reason="Travaux tout l’été.")

    assert states(asked) == [State.REFUSED] * 4
    (message,) = mail.outbox
    assert message.body.count("Travaux tout l’été.") == 1 and "7 July" in message.body
    assert message.attachments == []


def test_refusing_together_asks_for_words(desk, owner):
    asked = series_of(desk)

    with pytest.raises(DomainError) as refusal:
        refuse_together(asked, by=owner, reason=" ")

    assert refusal.value.code == "reason_missing"
    assert (states(asked), mail.outbox) == ([State.PENDING] * 4, [])


def test_date_that_has_moved_since_it_was_read_waits_on(desk, owner):
    asked = series_of(desk)
    read = seen(asked)
    start, end = on("14-16", "2026-06-23")
    move(asked[1], start=start, end=end, by=asked[1].person)

    answered = accept_together(asked, by=owner, seen=read)

    assert [(one.pk, why.code) for one, why in answered.left] == [(asked[1].pk, "wrong_state")]
    assert states(asked) == [State.CONFIRMED, State.PENDING, State.CONFIRMED, State.CONFIRMED]


def test_what_a_rule_of_the_person_stands_against_waits_on(desk, owner):
    asked = series_of(desk)
    require_training(desk)
    trained(asked[0].person, valid_until="2026-06-25")

    answered = accept_together(asked, by=owner, seen=seen(asked))

    assert [why.code for _one, why in answered.left] == ["habilitation_expired"] * 2
    assert states(asked) == [State.CONFIRMED] * 2 + [State.PENDING] * 2


def test_rivals_of_each_date_are_refused_and_a_rival_series_gets_one_mail(desk, owner):
    asked, rival, alone = series_of(desk), series_of(desk, "11-13"), ask(desk, "9-11", "2026-06-23")

    answered = accept_together(asked, by=owner, seen=seen(asked))

    assert (states(rival), states([alone])) == ([State.REFUSED] * 4, [State.REFUSED])
    assert len(answered.refused) == 5
    assert (len(mails_to(rival[0])), len(mails_to(alone)), len(mails_to(asked[0]))) == (1, 1, 1)
    assert mails_to(rival[0])[0].body.count("Another request was accepted for that time.") == 1


def test_one_date_that_is_answered_alone_is_told(desk, owner):
    asked = series_of(desk)

    accept_among(asked[0], by=owner)

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([asked[0].person.email], "Bureau is booked for you")


def test_queue_has_a_series_and_who_wants_some_of_its_dates_in_one_group(desk):
    asked, alone = series_of(desk), ask(desk, "11-13", "2026-06-30")
    elsewhere = ask(desk, "14-15")

    found = waiting(desk.space)

    assert [[one.pk for one in group] for group in found.groups] == [
        [one.pk for one in (*asked[:3], alone, asked[3])],
        [elsewhere.pk],
    ]
    assert {pk: others for pk, others in found.rivals.items() if others} == {asked[2].pk: [alone], alone.pk: [asked[2]]}


def test_managers_are_led_to_the_queue(desk, owner):
    person = PersonFactory()
    start, end = on("10-12")

    book_series(desk, person=person, by=person, start=start, end=end, rrule=FOUR_WEEKS)

    (message,) = [one for one in mail.outbox if one.to == [owner.email]]
    assert "/gestion/la-centrale/demandes/" in message.body


def test_answer_of_one_place_says_nothing_of_what_waits_in_another(desk, owner):
    elsewhere = SpaceFactory.open(name="Ailleurs", days=EVERY_DAY)
    rooms = [
        desk,
        ResourceFactory(space=desk.space, name="Salle du fond", requires_approval=True),
        ResourceFactory(space=elsewhere, name="Salle d’ailleurs", requires_approval=True),
    ]
    person, (start, end) = PersonFactory(language="en"), on("10-12")
    lines = [Line(one, start, end) for one in rooms] + [Line(desk, *on("14-16"))]
    _series, asked = book_together(lines, person=person, by=person)
    mail.outbox.clear()

    accept_together([asked[0], asked[3]], by=owner, seen={})

    (message,) = mails_to(asked[0])
    assert "still waits" in message.body and "Salle du fond" in message.body and "Salle d’ailleurs" not in message.body
