"""What the team reads of what it has just done with one booking. In English: the words of the code itself."""

import pytest

from maillage.base import clock
from spaces.booking.models import State
from tests.factories.booking import PersonFactory, at, booked
from tests.reading import soup

pytestmark = pytest.mark.django_db

BOARD = "/en/gestion/la-centrale/"


def done(client, booking, act: str, moment: str, **sent: str) -> str:
    """The message over the board after an act."""
    with clock.fixed(at(f"2026-06-16 {moment}")):
        answer = client.post(f"/en/reservations/{booking.uuid}/{act}/", {"retour": BOARD} | sent, follow=True)
    return " ".join(soup(answer).select_one("#messages").get_text(" ").split())


@pytest.mark.parametrize(
    ("act", "moment", "words"),
    [
        ("arrivee", "10:20", "Arrival noted: Léa Martin."),
        ("absence", "10:20", "Absence noted: Léa Martin. The place is free for others."),
        ("absence", "12:00", "Absence noted: Léa Martin."),
        ("absence", "17:00", "Absence noted: Léa Martin."),
    ],
)
def test_message_names_who_came_or_did_not_and_what_becomes_free(as_, booking, teammate, act, moment, words):
    assert done(as_(teammate), booking, act, moment).endswith(words)


def test_answer_to_a_request_names_who_is_told(as_, room, owner):
    one = booked(room, "10-12", state=State.PENDING, person=PersonFactory(name="Ada"))
    other = booked(room, "14-16", state=State.PENDING, person=PersonFactory(name="Bob"))

    accepted = done(as_(owner), one, "accepter", "09:00", vu=str(one.sequence))
    refused = done(as_(owner), other, "refuser", "09:00", reason="Travaux")

    assert "Accepted. Ada is told by e-mail." in accepted
    assert "Refused. Bob receives your words by e-mail." in refused
