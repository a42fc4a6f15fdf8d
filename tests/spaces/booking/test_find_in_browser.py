"""Who looks for what is free across the network lands on what was found, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from tests.browsing import browser_type_launch_args
from tests.factories.booking import open_room

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def form(live_server, page):
    open_room(kind="meeting_room")
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"{live_server.url}/en/reserver/")
    return page.get_by_role("search", name="Find what is free")


def test_who_looks_lands_on_what_was_found(form, page):
    form.get_by_role("combobox", name="What").select_option("meeting_room")
    form.get_by_role("button", name="Find").press("Enter")

    found = page.locator("p", has_text="1 place with something free")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Near me")).to_be_focused()


def test_who_has_to_correct_something_lands_there(form, page):
    day = form.get_by_label("Day")
    day.fill((clock.now().date() - timedelta(days=3)).isoformat())
    form.get_by_role("button", name="Find").press("Enter")

    expect(page.get_by_text("This day is over.")).to_be_visible()
    expect(day).to_be_focused()
