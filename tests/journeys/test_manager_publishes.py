"""The manager of a space writes an event in Wagtail, publishes it, and it is on the agenda. With the keyboard only."""

from datetime import timedelta

import pytest

from maillage.base import clock
from maillage.base.zones import get_zone
from tests.journeys.keyboard import follow, press, reach, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_manager_publishes_an_event_that_takes_a_room(person, request):
    title = f"Atelier du clavier {request.node.callspec.id}"
    day = clock.today(get_zone("Europe/Paris")) + timedelta(days=40 if "phone" in title else 41)

    person.goto("/compte/login/")
    follow(person, "form:has(input[value='marion@example.org']) button")
    follow(person, "main a[href='/admin/']")
    person.goto("/admin/snippets/agenda/event/add/")
    write(person, "#id_title", title)
    write(person, "#id_schedules-0-first_on", day.isoformat())
    person.keyboard.press("Escape")
    write(person, "#id_schedules-0-starts", "21:00")
    person.keyboard.press("Escape")
    write(person, "#id_schedules-0-ends", "22:30")
    person.keyboard.press("Escape")
    reach(person, "#id_status")
    publish(person)

    assert person.locator(".messages .success, .w-messages .success, li.success").count() >= 1
    person.goto(f"/agenda/?du={day}&au={day}&q=clavier")
    assert title in person.inner_text("#results")


def publish(page) -> None:
    """Open the menu beside "Save draft", and choose "Publish"."""
    press(page, "footer [data-w-dropdown-target=toggle], nav.footer [aria-expanded][data-w-dropdown-target=toggle]")
    page.wait_for_selector("button[name=action-publish]", state="visible")
    for _ in range(8):
        if page.evaluate("document.activeElement?.matches('button[name=action-publish]')"):
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
