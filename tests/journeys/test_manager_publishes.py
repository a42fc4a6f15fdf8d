"""The manager of a place writes an event in Wagtail, looks at it, publishes it; it is on the agenda and its room is
taken. With the keyboard only."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from maillage.base.zones import get_zone
from tests.journeys.keyboard import follow, press, write, write_day

pytestmark = pytest.mark.browser

ROOM = "Salle Aneto"
AVAILABILITY = "/api/v1/resources/la-centrale/salle-aneto/availability"


def free_morning(page, weeks: int) -> date:
    """A day from so many weeks ahead on, when the room is free from half past nine to eleven."""
    first = clock.today(get_zone("Europe/Paris")) + timedelta(weeks=weeks)
    answer = page.request.get(f"{AVAILABILITY}?from={first}&until={first + timedelta(days=30)}&duration=90")
    starts = [start for start in answer.json()["starts"] if "T09:30" in start]
    return date.fromisoformat(starts[0][:10])


def is_free(page, day: date) -> bool:
    answer = page.request.get(f"{AVAILABILITY}?from={day}&until={day}&duration=90")
    return any("T09:30" in start for start in answer.json()["starts"])


def open_form(page) -> None:
    """From one's account to an empty form."""
    page.goto("/compte/")
    follow(page, "main a[href='/admin/']")
    follow(page, ".maillage-link[href$='/agenda/event/add/']")
    icon = page.locator("#header-title > svg").bounding_box()
    assert icon is None or icon["x"] >= 0


def describe(page, title: str, day: date) -> None:
    write(page, "#id_title", title)
    write(page, "#id_summary", "On vient avec une question.")
    write_day(page, "#id_schedules-0-first_on", day)
    write(page, "#id_schedules-0-starts", "9h30")
    write(page, "#id_schedules-0-ends", "11h")
    room = page.locator("label", has_text=ROOM).get_attribute("for")
    press(page, f"#{room}", "Space")


def save_draft(page) -> str:
    """Through the menu beside "Publish". Returns what the next page says."""
    press(page, "footer [data-w-dropdown-target=toggle]")
    press(page, "footer .w-dropdown__content button[data-w-kbd-key-value='mod+s']")
    return said(page)


def publish(page) -> str:
    press(page, "footer button[name=action-publish]")
    return said(page)


def said(page) -> str:
    """A form saves itself in between, which is no new page: wait for what the server says on one."""
    page.locator(".messages").wait_for()
    return " ".join(page.inner_text(".messages").replace("\u2060", "").split())


def look(page, title: str) -> None:
    """Open the preview beside the form: the page that visitors would see."""
    press(page, "[aria-label*='prévisualisation']")
    shown = page.frame_locator("iframe[title*='révisualisation'], #w-preview-iframe, [data-preview-iframe]").first
    expect(shown.locator("h1")).to_have_text(title)
    expect(shown.get_by_text(re.compile(r"9\sh\s30\s–\W+11\sh"))).to_be_visible()


@pytest.fixture
def manager(person):
    person.goto("/compte/login/")
    follow(person, "form:has(input[value='marion@example.org']) button")
    return person


def test_manager_publishes_an_event_that_takes_its_room(manager, request):
    size = request.node.callspec.params["person"]
    title, day = f"Café des usages, {size}", free_morning(manager, weeks=3 if size == "phone" else 5)

    open_form(manager)
    describe(manager, title, day)
    assert title in save_draft(manager)
    assert manager.input_value("#id_title") == title
    address = manager.url
    assert is_free(manager, day)
    look(manager, title)

    manager.goto(address)
    assert title in publish(manager)
    manager.goto(f"/agenda/?du={day}&au={day}&lieu=la-centrale")
    follow(manager, f"#results a[href$='/{day}/']")
    assert manager.inner_text("h1") == title
    assert not is_free(manager, day)
    manager.goto(f"/lieux/la-centrale/reserver/?ressource=salle-aneto&jour={day}")
    assert manager.locator(f"a[href*='debut={day}T09%3A30']:not(.slot-busy, .slot-busy > *)").count() == 0
    assert manager.locator(f"a[href*='debut={day}T11%3A00']:not(.slot-busy, .slot-busy > *)").count() == 1

    late = f"Trop tard, {size}"
    open_form(manager)
    describe(manager, late, day)
    refusal = publish(manager)
    assert ROOM in refusal
    assert "9 h 30 – 11 h" in refusal
    assert manager.input_value("#id_title") == late
    manager.goto("/admin/snippets/agenda/event/?q=tard")
    assert manager.get_by_role("link", name=late).count() == 1  # one draft, however fast one presses
    manager.goto(f"/agenda/?q=tard&du={day}")
    assert manager.locator("#results article").count() == 0


def test_enter_in_a_line_of_text_keeps_a_draft(manager, request):
    title = f"Pas encore, {request.node.callspec.params['person']}"
    day = free_morning(manager, weeks=7)
    open_form(manager)
    describe(manager, title, day)
    press(manager, "#id_title")

    assert title in said(manager)
    assert manager.input_value("#id_title") == title
    assert is_free(manager, day)
    manager.goto(f"/agenda/?q=encore&du={day}")
    assert manager.locator("#results article").count() == 0
