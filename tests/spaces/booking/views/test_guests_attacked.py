"""Booking without an account, as an attacker sees it. In English: the words of the code itself."""

import threading
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.booking.services.people import forget_guests
from tests.reading import soup
from tests.spaces.booking.conftest import NOW
from tests.spaces.booking.views.guest_pages import DESKS, ROOM, ZOE, _welcome, asked, confirmed, link, sent, states

__all__ = ["_welcome", "confirmed", "sent"]

pytestmark = pytest.mark.django_db


def forged(path: str, uuid) -> list[str]:
    token = path.rstrip("/").rpartition("/")[2]
    said, at, signature = token.split(":")
    others = [
        signing.dumps(str(uuid), salt="booking.giving_back"),
        signing.dumps(str(uuid), salt="booking.guest", key="guess"),
        signing.dumps([str(uuid)], salt="booking.proposal"),
    ]
    changed = [f"{said}:{at}:{signature[::-1]}", f"{said[:-2]}AA:{at}:{signature}", token[:-1], str(uuid), "x"]
    return [path.replace(token, one) for one in (*others, *changed)]


def test_links_that_nobody_was_sent_lead_nowhere(client, confirmed, lea, room):
    booking = Booking.objects.get()
    for path in forged(confirmed, booking.uuid):
        for url in (path, f"{path}annuler/", f"{path}calendrier.ics"):
            assert client.get(url).status_code == 404, url
        for url in (path, f"{path}annuler/"):
            assert client.post(url).status_code == 404, url

    assert states() == ["confirmed"]


def test_link_of_one_booking_says_and_does_nothing_to_another(client, confirmed, room):
    client.post(ROOM, asked("14-15", **ZOE | {"name": "Max Autre", "email": "max@example.org"}))
    other = link()
    client.post(other)

    client.post(f"{confirmed}annuler/")

    assert states() == ["cancelled", "confirmed"]
    assert "Max" not in client.get(confirmed).content.decode()


def test_signed_link_of_a_member_s_booking_is_no_guest_s(client, booking):
    token = signing.dumps(str(booking.uuid), salt="booking.guest")

    assert client.post(f"/en/reservations/sans-compte/{token}/annuler/").status_code == 404
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_link_ends_once_the_guest_is_forgotten(client, confirmed):
    with clock.fixed(clock.now() + timedelta(days=500)):
        forget_guests()
        assert client.get(confirmed).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_button_pressed_four_times_at_once_confirms_once(sent):
    answers = []

    def press():
        with clock.fixed(NOW):
            answers.append(Client().post(sent).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (answers, states()) == ([302] * 4, ["confirmed"])
    assert [message.subject for message in mail.outbox].count("Salle Aneto is booked for you") == 1


@pytest.mark.parametrize("who", ["nobody", "stranger", "lea"])
def test_booking_of_a_guest_is_nobody_else_s(as_, request, confirmed, who):
    booking = Booking.objects.get()
    client = as_(None if who == "nobody" else request.getfixturevalue(who))

    for page in ("", "annuler/", "horaire/"):
        response = client.get(f"/en/reservations/{booking.uuid}/{page}")
        assert response.status_code in (302, 404)
    for page in ("annuler/", "prendre/", "je-suis-la/", "accepter/", "absence/"):
        client.post(f"/en/reservations/{booking.uuid}/{page}")
    assert states() == ["confirmed"]


def test_form_and_button_need_their_own_key_of_the_site(sent):
    client = Client(enforce_csrf_checks=True)

    assert client.post(sent).status_code == 403
    assert client.post(ROOM, asked("14-15", **ZOE)).status_code == 403
    assert states() == ["hold"]


def test_whoever_sends_many_is_stopped(client, desks, settings):
    settings.PER_HOUR = {"guests": 2}
    answers = [
        client.post(DESKS, asked(name="x", email=f"a{number}@example.org"), REMOTE_ADDR="192.0.2.1").status_code
        for number in range(3)
    ]

    assert answers == [302, 302, 429]
    assert Booking.objects.count() == 2
    with clock.fixed(clock.now() + timedelta(hours=1)):
        assert client.post(DESKS, asked(**ZOE), REMOTE_ADDR="192.0.2.1").status_code == 302


def test_address_that_has_enough_to_confirm_is_refused_by_its_field(client, desks):
    for hours in ("9-10", "10-11"):
        client.post(DESKS, asked(hours, **ZOE))

    response = client.post(DESKS, asked("11-12", **ZOE))

    assert (response.status_code, Booking.objects.count()) == (422, 2)
    assert "confirm them first" in soup(response).select_one("#id_email_error").get_text()


def test_words_of_a_guest_are_escaped_for_the_team(as_, client, room, owner):
    bad = "<script>alert(1)</script>"
    client.post(ROOM, asked(**ZOE | {"name": bad}))
    client.post(link())
    booking = Booking.objects.get()

    for path in (f"/en/reservations/{booking.uuid}/", "/en/gestion/la-centrale/planning/?jour=2026-06-16"):
        page = as_(owner).get(path).content.decode()
        assert bad not in page and "&lt;script&gt;alert(1)" in page


def test_booking_that_moves_all_the_time_is_stopped(client, confirmed, settings):
    settings.PER_HOUR = settings.PER_HOUR | {"moves": 2}
    sent_before = len(mail.outbox)

    answers = [
        client.post(f"{confirmed}deplacer/", asked(hours)).status_code for hours in ("11-13", "12-14", "13-15", "14-16")
    ]

    assert answers == [302, 302, 429, 429]
    assert len(mail.outbox) == sent_before + 2
    with clock.fixed(clock.now() + timedelta(hours=1)):
        assert client.post(f"{confirmed}deplacer/", asked("14-16")).status_code == 302


def test_line_break_in_a_name_adds_no_line_to_the_mail_of_the_team(client, room, owner):
    type(room).objects.update(requires_approval=True)
    client.post(ROOM, asked(**ZOE | {"name": "Zoé\r\nAccepted already:\u2028https://evil.example\x07"}))
    client.post(link())

    body = next(message.body for message in mail.outbox if message.to == [owner.email])
    assert Booking.objects.get().guest_name == "Zoé Accepted already: https://evil.example"
    assert "Zoé Accepted already:" in body
    assert not any(line.startswith(("Accepted", "https://evil")) for line in body.splitlines())


def test_name_of_nothing_but_controls_is_none(client, room):
    response = client.post(ROOM, asked(**ZOE | {"name": "\x07\u2028"}))

    assert (response.status_code, Booking.objects.count()) == (422, 0)
