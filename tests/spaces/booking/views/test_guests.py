"""Booking without an account, as a visitor and as an attacker see it. In English: the words of the code itself."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from maillage.base.demonstration import written_to
from spaces.booking.models import Booking, BookingPolicy
from spaces.booking.services import giving_back
from spaces.booking.services.lapsing import lapse
from tests.factories.booking import booked, priced, require_training
from tests.factories.catalogue import ResourceFactory
from tests.queries import queries_of_rooms
from tests.reading import fields, soup, text
from tests.spaces.booking.views.guest_pages import (
    ROOM,
    ZOE,
    _welcome,
    asked,
    confirmed,
    link,
    sent,
    states,
    whole,
)

__all__ = ["_welcome", "confirmed", "sent"]

pytestmark = pytest.mark.django_db

# The form


def test_demonstration_shows_the_way_to_the_mail_that_it_does_not_send(client, room, settings):
    assert "demonstration/mails/" not in client.post(ROOM, asked(**ZOE), follow=True).content.decode()
    settings.DEMO_MODE = True

    page = client.post(ROOM, asked("14-15", **ZOE | {"email": "Zoe@Example.org"}), follow=True)

    assert soup(page).select_one("main .btn-primary")["href"] == "/en/compte/demonstration/mails/"
    assert written_to(page.wsgi_request) == "zoe@example.org"


def test_form_is_shown_beside_the_way_to_sign_in(client, room):
    response = client.get(ROOM, asked())

    said = text(response)
    assert response.status_code == 200
    assert "€36 incl. VAT" in said and "of which VAT (20%) €6" in said
    assert "Who are you?" in said and "Book and get the link" in said
    sign_in = soup(response).select_one("main a[href*='/compte/login/']")
    assert "salle-aneto" in sign_in["href"] and "2026-06-16T10" in sign_in["href"]
    assert {"name", "email", "note"} <= fields(response).keys()
    assert soup(response).select_one("[name=email]")["autocomplete"] == "email"


def test_key_enter_books_and_chooses_no_other_duration(client, room):
    pressed = soup(client.get(ROOM, asked())).select_one("#reserver [type=submit]")  # the first, as browsers do

    assert pressed.get_text() == "Book and get the link" and not pressed.get("name")


def test_elsewhere_signing_in_comes_first(client, room):
    BookingPolicy.objects.update(welcomes_guests=False)

    for response in (client.get(ROOM, asked()), client.post(ROOM, asked(**ZOE))):
        assert response.status_code == 302 and "/compte/login/" in response.url
    assert not Booking.objects.exists() and not mail.outbox


def test_form_of_an_account_that_is_no_longer_signed_in_leads_there(client, room):
    assert "/compte/login/" in client.post(ROOM, asked(note="Avec un chien")).url


def test_place_is_kept_and_nothing_is_booked(client, room):
    response = client.post(ROOM, asked(**ZOE, note="Avec un chien"), follow=True)

    assert urlsplit(response.redirect_chain[-1][0]).path == f"{ROOM}confirmer/"
    assert "An e-mail is on its way to zoe@example.org." in whole(response)
    assert "Tuesday 16 June, 10:00–12:00" in text(response)
    assert (states(), len(mail.outbox)) == (["hold"], 1)
    again = Client().get(response.redirect_chain[-1][0])
    assert "zoe@" not in again.content.decode() and "Zoé" not in again.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"email": ""}, {"email": "zoe"}, {"name": "x" * 121}, {"note": "x" * 1001}]
)
def test_mistakes_are_named_and_what_was_typed_stays(client, room, wrong):
    response = client.post(ROOM, asked(**ZOE | {"note": "Avec un chien"} | wrong))

    assert (response.status_code, Booking.objects.count(), mail.outbox) == (422, 0, [])
    assert soup(response).select_one(f"[name={next(iter(wrong))}][aria-invalid=true]")
    assert {name: fields(response)[name] for name in ZOE if name not in wrong} == {
        name: value for name, value in ZOE.items() if name not in wrong
    }


def test_who_asks_for_another_time_types_nothing_twice(client, room):
    choice = "2026-06-16T14:00:00+02:00/2026-06-16T15:00:00+02:00"

    moved = client.post(ROOM, asked(**ZOE, note="Avec un chien", choix=choice), follow=True)

    assert {name: fields(moved)[name].strip() for name in (*ZOE, "note")} == {
        **ZOE,
        "note": "Avec un chien",
        "total": "1800+0+0",
    }
    assert fields(moved)["debut"].startswith("2026-06-16T14") and not Booking.objects.exists()


def test_refusals_say_what_to_do(client, room):
    booked(room, "10-12")
    taken = client.post(ROOM, asked(**ZOE))
    require_training(room)
    trained = client.get(ROOM, asked("14-15"))

    assert taken.status_code == 409 and "already taken" in text(taken) and not mail.outbox
    assert fields(taken)["email"] == ZOE["email"]
    assert "requires training first" in text(trained) and "Sign in" in text(trained)
    assert client.post(ROOM, asked("14-15", **ZOE)).status_code == 422


def test_member_has_the_form_of_members(as_, room, lea):
    assert "Who are you?" not in text(as_(lea).get(ROOM, asked()))


# Nobody learns who has an account


def answer_to(room, email: str) -> tuple:
    """What a visitor sees of it, but for the address that they typed."""
    client = Client()
    first = client.post(ROOM, asked(name="Quelqu’un", email=email, total="3600"))
    page = client.get(first.url).content.decode().replace(email, "…")
    Booking.objects.all().delete()
    return first.status_code, first.url, re.sub(r'nonce="[^"]*"|value="[^"]{64}"|[\w-]{20,}', "", page)


def test_answer_is_the_same_whoever_has_the_address(room, lea):
    lea.language = "en"
    lea.save()
    assert answer_to(room, lea.email) == answer_to(room, "rien@example.org")
    assert "You have an account" in mail.outbox[0].body and "You have an account" not in mail.outbox[1].body


# The link


def test_visit_shows_what_is_confirmed_and_changes_nothing(client, sent):
    for _ in range(2):
        response = client.get(sent)
    client.head(sent)

    said = text(response)
    assert "Confirm your booking" in said and "€36 incl. VAT" in said and "Tuesday 16 June, 10:00–12:00" in said
    assert [one.get_text(strip=True) for one in soup(response).select("main button")] == ["Confirm my booking"]
    assert states() == ["hold"]
    assert "noindex" in response.content.decode() and "no-store" in response["Cache-Control"]


def test_one_button_confirms_and_leads_to_the_booking(client, sent):
    response = client.post(sent, follow=True)

    assert states() == ["confirmed"]
    assert "It is booked." in whole(response) and "Salle Aneto" in text(response)
    assert soup(response).select_one(f"a[href='{sent}calendrier.ics']")
    assert not soup(response).select("main a[href*='/compte/'], main form[action*='/prendre/']")


def test_second_click_says_that_it_is_confirmed_already(client, confirmed):
    count = len(mail.outbox)

    assert "You had confirmed it already" in whole(client.post(confirmed, follow=True))
    assert (states(), len(mail.outbox)) == (["confirmed"], count)


@pytest.mark.parametrize("tidied", [True, False])
def test_link_says_when_it_is_too_late(client, sent, tidied):
    with clock.fixed(clock.now() + timedelta(minutes=30)):
        if tidied:
            lapse()
        pages = [client.get(sent), client.post(sent)]

    assert [page.status_code for page in pages] == [200, 422]
    assert all("The time to confirm is over" in text(page) for page in pages)
    assert all(not soup(page).select("main form") for page in pages)
    assert all(soup(page).select_one("main a[href*='debut=2026-06-16T10']") for page in pages)
    assert "confirmed" not in states()


def test_refusal_is_said_and_books_nothing(client, sent):
    BookingPolicy.objects.update(welcomes_guests=False)

    response = client.post(sent)

    assert response.status_code == 422 and "only for people with an account" in text(response)
    assert states() == ["hold"]


def test_guest_reads_the_file_and_cancels(client, confirmed):
    (event,) = icalendar.Calendar.from_ical(client.get(f"{confirmed}calendrier.ics").content).events
    asking = client.get(f"{confirmed}annuler/")
    unchanged = states()
    response = client.post(f"{confirmed}annuler/", follow=True)

    assert (event["STATUS"], event["URL"].endswith("/lieux/la-centrale/")) == ("CONFIRMED", True)
    assert "Cancel this booking?" in text(asking) and unchanged == ["confirmed"]
    assert "The booking is cancelled" in whole(response) and states() == ["cancelled"]
    assert mail.outbox[-1].subject == "Salle Aneto: your booking is cancelled"
    assert client.get(f"{confirmed}annuler/").url == confirmed
    client.post(confirmed)
    assert states() == ["cancelled"]


def test_guest_says_that_they_are_there_by_the_link(client, confirmed):
    booking = Booking.objects.get()
    assert not soup(client.get(confirmed)).select("main form[action*='je-suis-la']")
    client.post(f"{confirmed}je-suis-la/")
    too_early = states()

    with clock.fixed(booking.start_at - timedelta(minutes=15)):
        (form,) = soup(client.get(confirmed)).select("main form[action*='je-suis-la']")
        response = client.post(form["action"], follow=True)

    assert form["action"] == f"{confirmed}je-suis-la/"
    assert "Welcome!" in whole(response) and (too_early, states()) == (["confirmed"], ["checked_in"])
    assert client.post("/en/reservations/sans-compte/x/je-suis-la/").status_code == 404


def test_link_of_the_reminder_gives_back_a_guest_s_place(client, confirmed):
    booking = Booking.objects.get()
    give_back = urlsplit(giving_back.url_of(booking)).path

    assert soup(client.get(give_back)).select_one("main a[href*='/reservations/sans-compte/']")
    client.post(give_back)

    assert states() == ["cancelled"]


# The team, and nobody else


def test_team_reads_name_address_and_what_happened(as_, confirmed, teammate, stranger):
    booking = Booking.objects.get()
    page = text(as_(teammate).get(f"/en/reservations/{booking.uuid}/"))

    assert "Zoé Passante" in page and "zoe@example.org" in page
    assert "Confirmed" in page and "by Zoé Passante" in page
    assert "sans-compte" not in as_(teammate).get(f"/en/reservations/{booking.uuid}/").content.decode()
    with clock.fixed(booking.start_at):
        assert "Zoé Passante" in text(as_(teammate).get("/en/gestion/la-centrale/"))
    assert "Zoé Passante" in text(as_(teammate).get("/en/gestion/la-centrale/planning/?jour=2026-06-16"))


def test_request_of_a_guest_waits_with_the_others(as_, client, room, owner):
    type(room).objects.update(requires_approval=True)
    client.post(ROOM, asked(**ZOE))
    response = client.post(link(), follow=True)

    assert "Your request has been sent" in whole(response) and states() == ["pending"]
    assert "Zoé Passante" in text(as_(owner).get("/en/gestion/la-centrale/demandes/"))


def test_public_pages_feeds_and_api_say_nothing_of_guests(as_, confirmed, stranger):
    addresses = [
        "/en/lieux/la-centrale/", "/lieux/la-centrale.json", "/lieux/la-centrale.ics", "/lieux.json",
        "/en/lieux/la-centrale/reserver/?jour=2026-06-16", "/en/lieux/la-centrale/sur-place/",
        "/api/v1/bookings", "/api/v1/resources/la-centrale/salle-aneto",
        "/api/v1/resources/la-centrale/salle-aneto/availability?from=2026-06-16&until=2026-06-16&duration=60&explain=1",
    ]  # fmt: skip
    for who in (None, stranger):
        for address in addresses:
            said = whole(as_(who).get(address))
            assert "Zoé" not in said and "Zo\\u00e9" not in said and "zoe@" not in said, address


# Queries


def test_queries_of_the_form_and_of_the_booking_do_not_depend_on_what_there_is(client, room, confirmed):
    def visit(path, query=None):
        client.get(path, query)  # sites are remembered
        with CaptureQueriesContext(connection) as found:
            assert client.get(path, query).status_code == 200
        return queries_of_rooms(found)

    one = visit(ROOM, asked("14-15")), visit(confirmed)
    for number in (1, 2):
        other = ResourceFactory(space=room.space, slug=f"r{number}")
        priced(other)
        booked(other, "10-12")
        booked(room, "16-17" if number == 1 else "17-18")
    three = visit(ROOM, asked("14-15")), visit(confirmed)

    assert (one, three) == ((11, 2), (11, 2))
