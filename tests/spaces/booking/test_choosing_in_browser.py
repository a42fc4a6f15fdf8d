"""Who chooses how long, or on how many places, finds what they chose where it was, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from tests.browsing import browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory, open_room

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def form(client, live_server, page):
    """The form of two hours at desks, in a week, on a phone."""
    room = open_room(capacity=6, kind="hot_desk")
    client.force_login(PersonFactory())
    sign_in(page.context, client, live_server)
    page.set_viewport_size({"width": 390, "height": 700})
    day = clock.now().date() + timedelta(days=7)
    times = f"debut={day:%Y%m%d}T1000Z&fin={day:%Y%m%d}T1200Z"
    page.goto(f"{live_server.url}/en/lieux/{room.space.slug}/reserver/{room.slug}/?{times}")
    return page


@pytest.mark.parametrize(("part", "chosen"), [("duree", "3 h"), ("nombre", "2 ")])
def test_choice_stays_where_it_was_with_the_focus(form, part, chosen):
    choice = form.locator(f"section[aria-labelledby={part}] button", has_text=chosen).first
    choice.scroll_into_view_if_needed()
    was = choice.bounding_box()["y"]

    choice.press("Enter")

    expect(choice).to_have_attribute("aria-current", "true")
    expect(choice).to_be_focused()
    assert abs(choice.bounding_box()["y"] - was) <= 1
