"""A guest moves their booking by the link of their mail. In English: the words of the code itself."""

from datetime import timedelta

import icalendar
import pytest
from django.core import mail

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, BookingPolicy
from tests.factories.booking import booked, on
from tests.factories.catalogue import ResourceFactory
from tests.reading import fields, soup, text
from tests.spaces.booking.views.guest_pages import _welcome, asked, confirmed, link, sent, unmovable, whole

__all__ = ["_welcome", "confirmed", "sent", "unmovable"]

pytestmark = pytest.mark.django_db


def times() -> tuple:
    booking = Booking.objects.order_by("pk").first()
    return booking.start_at, booking.end_at


def test_guest_chooses_another_time_sees_its_price_and_moves(client, room, confirmed):
    (button,) = soup(client.get(confirmed)).select("a[href$='/deplacer/']")
    assert not soup(client.get(button["href"])).select("[type=datetime-local]")

    shown = client.get(button["href"], asked("14-17", "2026-06-17"))
    assert "€54 incl. VAT" in text(shown) and "instead of €36" in text(shown)
    assert "Move for €54" in text(shown)
    response = client.post(button["href"], fields(shown), follow=True)

    assert response.redirect_chain == [(confirmed, 302)]
    assert "It is moved." in whole(response) and times() == on("14-17", "2026-06-17")
    message = mail.outbox[-1]
    (event,) = icalendar.Calendar.from_ical(message.attachments[0].content).events
    assert (message.to, event["SEQUENCE"]) == (["zoe@example.org"], 2)
    assert "Wednesday 17 June, 14:00–17:00" in text(client.get(link(message)))
    assert AuditEvent.objects.get(action="moved").actor is None
    assert [line for line in soup(client.get(confirmed)).select("li") if "Moved" in line.text and "by you" in line.text]


def test_guest_takes_another_room_of_its_kind(client, room, confirmed):
    other = ResourceFactory(space=room.space, name="Salle Balaïtous", slug="salle-balaitous", kind=room.kind)
    (choice,) = [a for a in soup(client.get(f"{confirmed}deplacer/")).select("a") if other.name in a.get_text()]

    client.post(f"{confirmed}deplacer/", fields(client.get(choice["href"])))

    assert Booking.objects.get().resource == other


def test_taken_time_is_refused_with_others_to_choose(client, room, confirmed):
    booked(room, "14-16")

    response = client.post(f"{confirmed}deplacer/", asked("14-16"))

    assert response.status_code == 409 and times() == on("10-12")
    assert soup(response).select(f".errors a[href^='{confirmed}deplacer/']")


def test_time_that_makes_no_sense_says_so(client, room, confirmed):
    said = text(client.get(f"{confirmed}deplacer/", asked("14-13")))
    assert (
        "The end must be after the start." in said
        and "When Tuesday 16 June, 10:00–12:00" in said
        and "Asked for" in said
    )
    assert client.get(f"{confirmed}deplacer/?debut=demain").status_code == 400


def test_what_can_no_longer_be_moved_says_so_and_stays(client, unmovable):
    shown = client.get(unmovable)
    response = client.post(f"{unmovable}deplacer/", asked("14-16"), follow=True)

    assert not soup(shown).select("a[href$='/deplacer/']")
    assert "can no longer be moved" in whole(response) and times() == on("10-12")


def test_only_the_end_changes_once_it_has_begun(client, room, confirmed):
    with clock.fixed(on("10-12")[0] + timedelta(minutes=5)):
        page = client.get(f"{confirmed}deplacer/")
        client.post(f"{confirmed}deplacer/", asked("10-13") | {"total": "5400"})

    assert "deplacer=" not in whole(page) and times() == on("10-13")


def test_where_guests_are_no_longer_welcome_the_team_is_asked(client, room, confirmed):
    BookingPolicy.objects.update(welcomes_guests=False)

    assert client.post(f"{confirmed}deplacer/", asked("14-16")).status_code == 422
    assert times() == on("10-12")


def test_request_that_moves_waits_again(client, room, confirmed):
    type(room).objects.update(requires_approval=True)

    response = client.post(f"{confirmed}deplacer/", asked("14-16"), follow=True)

    assert "The team answers by e-mail." in whole(response)
    assert (Booking.objects.get().state, times()) == ("pending", on("14-16"))


def test_link_that_nobody_was_sent_moves_nothing(client, confirmed):
    assert client.post("/en/reservations/sans-compte/x/deplacer/", asked("14-16")).status_code == 404
    assert times() == on("10-12")
