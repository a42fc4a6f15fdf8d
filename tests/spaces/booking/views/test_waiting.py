"""Waiting for a time, seeing what is held, taking it."""

import pytest

from spaces.booking.models import Booking, State, WaitlistEntry
from spaces.booking.services.states import cancel
from tests.factories.booking import booked
from tests.factories.catalogue import ResourceFactory
from tests.reading import fields, soup, text

pytestmark = pytest.mark.django_db

ROOM = "/en/lieux/la-centrale/reserver/salle-aneto/"
WAIT = f"{ROOM}attente/"
MINE = "/en/compte/reservations/"


def asked(hours=(10, 12), **more) -> dict[str, str]:
    start, end = (f"2026-06-16T{hour}:00:00+02:00" for hour in hours)
    return {"debut": start, "fin": end, **more}


@pytest.fixture
def taken(room, teammate):
    return booked(room, "10-12", person=teammate)


def test_whoever_is_refused_can_wait_and_take_what_becomes_free(as_, taken, room, lea):
    booked(ResourceFactory(space=room.space, name="Poste 4"), "14-15", person=lea)
    form = as_(lea).get(ROOM, asked())
    (button,) = soup(form).select(f"button[formaction='{WAIT}']")
    response = as_(lea).post(button["formaction"], fields(form), follow=True)

    assert "You are on the waiting list" in soup(response).get_text()
    assert "Salle Aneto, La Centrale" in text(response)
    assert text(response).index("You are waiting for") < text(response).index("Poste 4")

    cancel(taken, by=taken.person)
    held = WaitlistEntry.objects.get().booking
    page = as_(lea).get(held.get_absolute_url())
    assert "It is kept until" in text(page)
    assert "Offered by the waiting list, and kept for a while" in text(page)
    assert "by you" not in text(page)
    taking = as_(lea).post(f"/en/reservations/{held.uuid}/prendre/", follow=True)

    assert "It is booked" in soup(taking).get_text()
    assert Booking.objects.get(pk=held.pk).state == State.CONFIRMED
    assert "You are waiting for" not in text(as_(lea).get(MINE))


def test_one_waits_no_longer(as_, taken, lea):
    as_(lea).post(WAIT, asked())
    (form,) = [form for form in soup(as_(lea).get(MINE)).select("form") if "attente" in form.get("action", "")]

    response = as_(lea).post(form["action"], follow=True)

    assert "You are no longer on this waiting list" in soup(response).get_text()
    assert WaitlistEntry.objects.get().state == WaitlistEntry.State.LEFT


def test_no_list_is_offered_for_what_a_rule_refuses(as_, room, lea):
    assert not soup(as_(lea).get(ROOM, asked((20, 22)))).select(f"button[formaction='{WAIT}']")
    refused = as_(lea).post(WAIT, asked((20, 22)), follow=True)

    assert "closed" in text(refused)
    assert not WaitlistEntry.objects.exists()


def test_what_is_free_meanwhile_is_booked_instead(as_, room, lea):
    response = as_(lea).post(WAIT, asked(), follow=True)

    assert "It has just become free" in soup(response).get_text()
    assert soup(response).select("button[type=submit]")


def test_visitor_signs_in_first_and_bad_times_are_named(as_, taken, lea):
    assert "/compte/login/" in as_(None).post(WAIT, asked())["Location"]
    assert as_(lea).post(WAIT, {"debut": "hier", "fin": "demain"}).status_code == 400
    assert as_(lea).get(WAIT).status_code == 405


def test_entries_and_holds_are_their_person_s(as_, taken, lea, other_manager, teammate):
    as_(lea).post(WAIT, asked())
    entry = WaitlistEntry.objects.get()
    leaving = f"/en/reservations/attente/{entry.uuid}/quitter/"

    assert as_(other_manager).post(leaving).status_code == 404
    cancel(taken, by=taken.person)
    held = WaitlistEntry.objects.get().booking
    taking = f"/en/reservations/{held.uuid}/prendre/"
    assert as_(other_manager).post(taking).status_code == 404
    assert as_(teammate).post(taking).status_code == 302  # the team, for them
    told = as_(lea).post(taking, follow=True).content.decode()
    assert "This booking has changed: it is now" in told
    assert Booking.objects.get(pk=held.pk).state == State.CONFIRMED
