"""The link of a reminder: one click, no account open, nothing by a mere visit."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book
from spaces.booking.services.reminders import remind
from spaces.booking.services.states import check_in
from tests.factories.booking import conditions, on
from tests.reading import soup, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(room, lea):
    start, end = on("10-12", "2026-06-18")
    return book(room, person=lea, by=lea, start=start, end=end)


@pytest.fixture
def link(booking) -> str:
    with clock.fixed(booking.start_at - timedelta(hours=20)):
        remind()
    (address,) = re.findall(r"https?://[^/]+(/\S*rendre/\S+)", mail.outbox[-1].body)
    return "/en" + address.removeprefix("/en")


def test_one_click_gives_the_place_back_without_signing_in(client, booking, link):
    asked = client.get(link)
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    assert [button.get_text(strip=True) for button in soup(asked).select("main button")] == ["Give it back"]

    done = client.post(link)

    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_at is not None) == (State.CANCELLED, True)
    assert "The place is free for others" in text(done)
    assert "The place is free for others" in text(client.get(link))


def test_conditions_hold_here_too(client, room, booking, lea):
    conditions(room.space, cancel_notice_min=60)
    start, end = on("14-16", "2026-06-18")
    strict = book(room, person=lea, by=lea, start=start, end=end)
    with clock.fixed(strict.start_at - timedelta(hours=20)):
        remind()
    (address,) = re.findall(r"https?://[^/]+(/\S*rendre/\S+)", mail.outbox[-1].body)

    with clock.fixed(strict.start_at - timedelta(minutes=30)):
        response = client.post("/en" + address.removeprefix("/en"))

    strict.refresh_from_db()
    assert (response.status_code, strict.state) == (422, State.CONFIRMED)
    assert "could be changed until" in text(response)


def test_links_that_nobody_was_sent_lead_nowhere(client, booking, link):
    for forged in (link[:-3], "/en/reservations/rendre/rien/", f"/en/reservations/rendre/{booking.uuid}/"):
        assert client.post(forged if forged.endswith("/") else f"{forged}/").status_code == 404

    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_who_has_arrived_cannot_take_their_hours_back(client, booking, link, owner):
    with clock.fixed(booking.start_at):
        check_in(booking, by=owner)

        assert client.post(link).status_code == 422

    booking.refresh_from_db()
    assert booking.state == State.CHECKED_IN


def test_link_leads_nowhere_once_its_person_is_erased(client, booking, link, lea):
    lea.delete()

    assert client.post(link).status_code == 404
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_what_is_over_says_so_and_offers_nothing(client, booking, link):
    with clock.fixed(booking.end_at):
        page = client.get(link)

    assert page.status_code == 200 and "This booking is over" in text(page)
    assert not soup(page).select("main form")
