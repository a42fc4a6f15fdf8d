"""Who is written to, in which language, with what attached."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from icalendar import Calendar

from spaces.booking.services import notices
from spaces.booking.services.booking import book, move
from spaces.booking.services.series import book_series
from spaces.booking.services.states import approve, cancel, refuse
from tests.factories.booking import PersonFactory, booked, on, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.pricing import gives, member, plan

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]


@pytest.fixture
def lea():
    return PersonFactory(email="lea@example.org", name="Léa Martin", language="en")


@pytest.fixture
def room(owner):
    owner.language = "en"
    owner.save()
    space = SpaceFactory.open(
        name="La Centrale", slug="la-centrale", days=EVERY_DAY, hours=("00:00", "24:00"), manager=owner
    )
    return ResourceFactory(space=space, name="Salle A")


def ask(resource, person, hours="10-12", **more):
    start, end = on(hours)
    return book(resource, person=person, by=person, start=start, end=end, **more)


def sent() -> list[tuple[str, str]]:
    """To whom, with what subject; and forget it."""
    found = [(message.to[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return found


def attached(message) -> dict[str, str]:
    """The calendar file of a mail, as far as it says what happened."""
    name, content, kind = message.attachments[0]
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (name.endswith(".ics"), kind) == (True, "text/calendar")
    return {key: str(event[key]) for key in ("UID", "STATUS", "SEQUENCE", "SUMMARY")}


def test_example_2_calendar_file_and_mail_name_the_second_of_two_hours(room, lea):
    start = datetime.fromisoformat("2026-10-25T02:00+01:00")

    book(room, person=lea, by=lea, start=start, end=start + timedelta(hours=1))

    message = mail.outbox[0]
    event = Calendar.from_ical(message.attachments[0][1]).walk("VEVENT")[0]
    assert "Sunday 25 October, 02:00 (UTC+1)–03:00" in message.body
    assert [event[name].to_ical() for name in ("DTSTART", "DTEND")] == [b"20261025T010000Z", b"20261025T020000Z"]


def test_person_is_told_with_a_calendar_file_when_the_booking_is_confirmed(room, lea):
    priced(room)

    booking = ask(room, lea)

    message = mail.outbox[0]
    assert sent() == [("lea@example.org", "Salle A is booked for you")]
    assert attached(message) == {
        "UID": str(booking.uuid),
        "STATUS": "CONFIRMED",
        "SEQUENCE": "0",
        "SUMMARY": "Salle A – La Centrale",
    }
    for body in (message.body, message.alternatives[0][0]):
        assert "La Centrale, Pau" in body and "24" in body and booking.get_absolute_url() in body


def test_mail_says_that_a_pass_pays_and_owes_nothing_once_cancelled(room, lea):
    priced(room)
    carnet = plan("Carnet 10 h", space=room.space)
    gives(carnet, 600)
    member(lea, carnet)

    cancel(ask(room, lea), by=lea)

    confirmed, cancelled = mail.outbox
    assert "Price: Covered by a pass" in confirmed.body and "Covered by a pass" in confirmed.alternatives[0][0]
    assert "Price: Nothing to pay" in cancelled.body


def test_person_is_written_to_in_their_own_language(room):
    ask(room, PersonFactory(language="fr"))

    assert "16 juin" in mail.outbox[0].body


def test_person_and_managers_are_told_when_the_team_has_to_decide(room, lea):
    room.requires_approval = True
    room.save()

    ask(room, lea, note="Un atelier de dix personnes")

    to_manager = mail.outbox[1]
    assert sent() == [
        ("lea@example.org", "Your request for Salle A"),
        ("owner@example.org", "Salle A: a request waits for your answer"),
    ]
    assert "Léa Martin" in to_manager.body and "Un atelier de dix personnes" in to_manager.body


def test_person_reads_the_answer_when_the_team_refuses(room, lea, owner):
    room.requires_approval = True
    room.save()
    request = ask(room, lea)
    mail.outbox.clear()

    refuse(request, by=owner, reason="Nous recevons <une école>.")

    html = mail.outbox[0].alternatives[0][0]
    assert "Nous recevons <une école>." in mail.outbox[0].body
    assert "Nous recevons &lt;une école&gt;." in html
    assert sent() == [("lea@example.org", "Salle A: the team cannot take your request")]


def test_person_is_told_when_the_team_approves(room, lea, owner):
    room.requires_approval = True
    room.save()
    request = ask(room, lea)
    mail.outbox.clear()

    approve(request, by=owner)

    assert sent() == [("lea@example.org", "Salle A is booked for you")]


def test_calendar_entry_moves_when_the_booking_does(room, lea):
    booking = ask(room, lea)
    mail.outbox.clear()

    move(booking, start=on("14-16")[0], end=on("14-16")[1], by=lea)

    assert attached(mail.outbox[0])["SEQUENCE"] == "1"
    assert "10:00" in mail.outbox[0].body and "14:00" in mail.outbox[0].body
    assert sent() == [("lea@example.org", "Salle A: your booking has changed")]


def test_calendar_entry_is_cancelled_when_the_booking_is(room, lea):
    booking = ask(room, lea)
    mail.outbox.clear()

    cancel(booking, by=lea)

    found = attached(mail.outbox[0])
    assert (found["STATUS"], found["SUMMARY"]) == ("CANCELLED", "Cancelled: Salle A – La Centrale")
    assert sent() == [("lea@example.org", "Salle A: your booking is cancelled")]


def test_series_is_told_in_one_mail(room, lea):
    start, end = on("10-12")

    book_series(room, person=lea, by=lea, start=start, end=end, rrule="FREQ=WEEKLY;COUNT=3")

    message = mail.outbox[0]
    assert len(Calendar.from_ical(message.attachments[0][1]).walk("VEVENT")) == 3
    assert sent() == [("lea@example.org", "Salle A: 3 dates booked")]


def test_nobody_is_told_when_a_booking_is_imported(room, lea):
    booked(room, "10-12", person=lea)

    assert sent() == []


def test_nobody_is_told_when_the_booking_is_refused(room, lea):
    booked(room, "10-12")

    with pytest.raises(Exception, match="Salle A"):
        ask(room, lea)

    assert sent() == []


def late_worker(monkeypatch) -> tuple:
    """What it does for each notice, once it comes, and those that wait for it."""
    tell, queued = notices.tell.func, []
    monkeypatch.setattr(notices, "tell", SimpleNamespace(enqueue=lambda **said: queued.append(said)))
    return tell, queued


def test_of_many_moves_of_a_request_only_the_last_is_told(room, lea, owner, monkeypatch):
    type(room).objects.update(requires_approval=True)
    room.refresh_from_db()
    tell, queued = late_worker(monkeypatch)
    booking = ask(room, lea)
    for hours in ("11-13", "12-14", "13-15"):
        start, end = on(hours)
        booking = move(booking, start=start, end=end, by=lea)

    for said in queued:
        tell(**said)

    assert len(queued) == 4
    assert sorted(to for to, _subject in sent()) == sorted([lea.email, owner.email])


def test_of_moves_that_follow_each_other_only_the_last_is_told(room, lea, monkeypatch):
    booking = ask(room, lea)
    sent()
    tell, queued = late_worker(monkeypatch)
    for hours in ("11-13", "12-14"):
        start, end = on(hours)
        booking = move(booking, start=start, end=end, by=lea)

    for said in queued:
        tell(**said)

    (message,) = mail.outbox
    assert attached(message)["SEQUENCE"] == "2"
