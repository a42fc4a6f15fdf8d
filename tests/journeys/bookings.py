"""What a person does with the form of a booking, and with the booking. With the keyboard only."""

import re
from typing import Any

from tests.journeys.keyboard import follow, press


def book(page: Any, resource: str) -> str:
    """The address of the new booking. Whoever is not signed in does so on the way, and finds their choice as it was."""
    if "/compte/login/" in page.url:
        follow(page, "form:has(input[value='lea@example.org']) button")
    assert f"/reserver/{resource}/" in page.url
    follow(page, "[form=reserver][type=submit]")
    assert re.search(r"/reservations/[0-9a-f-]{36}/$", page.url)
    return page.url


def is_listed(page: Any, booking: str) -> bool:
    """Whether it is among those that are to come."""
    page.goto("/compte/reservations/")
    return page.locator(f"a[href$='{booking[booking.index('/reservations/') :]}']").count() == 1


def give_back(page: Any, booking: str) -> None:
    page.goto(booking)
    press(page, "a[href$='/annuler/']")
    follow(page, "dialog[open] button[type=submit].btn-danger")
    assert page.locator("a[href$='/annuler/']").count() == 0
