"""A freelancer finds a desk, books it, sees it in her calendar, and gives it back. With the keyboard only."""

import urllib.request
from datetime import date, timedelta

import icalendar
import pytest

from maillage.base import clock
from maillage.base.zones import get_zone
from tests.journeys.bookings import book, give_back, is_listed
from tests.journeys.keyboard import follow, write

pytestmark = pytest.mark.browser


def next_tuesday() -> date:
    """A day when La Centrale is open, at least two days ahead."""
    today = clock.today(get_zone("Europe/Paris"))
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7) + timedelta(days=7)


def test_freelancer_books_a_desk_and_gives_it_back(person):
    person.goto("/")
    write(person, ".hero input[name=q]", "centrale")
    with person.expect_navigation():
        person.keyboard.press("Enter")
    follow(person, "#results a[href='/lieux/la-centrale/']")
    follow(person, "main a[href^='/lieux/la-centrale/reserver/']")
    follow(person, f"a[href*='jour={next_tuesday()}']")
    follow(person, f"a[href*='/reserver/espace-ouvert/'][href*='debut={next_tuesday()}']")
    booking = book(person, "espace-ouvert")

    assert "Espace ouvert" in person.inner_text("h1")

    calendar_file = read(person, f"{booking.rstrip('/')}.ics")
    (event,) = icalendar.Calendar.from_ical(calendar_file).events
    assert (event["STATUS"], event["DTSTART"].dt.date()) == ("CONFIRMED", next_tuesday())

    assert is_listed(person, booking)
    give_back(person, booking)
    assert not is_listed(person, booking)


def read(page, url: str) -> bytes:
    """What the address answers to the signed-in person."""
    return page.request.get(url).body()


def test_private_calendar_follows_the_bookings_until_it_is_ended(person, site):
    person.goto("/compte/login/")
    follow(person, "form:has(input[value='lea@example.org']) button")
    person.goto("/compte/reglages/")
    follow(person, "form[action$='/reglages/agenda/'] button")
    address = person.input_value("#calendar-address")

    with urllib.request.urlopen(address) as answer:
        events = icalendar.Calendar.from_ical(answer.read()).events
    assert len(events) >= 1

    follow(person, "form[action*='/revoquer/'] button")
    assert person.request.get(address).status == 404
