"""The timeline of a planning in a real browser: what it says, where it is closed, what can be dragged."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from maillage.base.zones import get_zone
from spaces.booking.models import Booking
from spaces.booking.services.imports import import_booking
from tests.browsing import browser_type_launch_args
from tests.factories.booking import PersonFactory, open_room
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1440, "height": 900}


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


def tomorrow(hour: int):
    now = clock.now().astimezone(get_zone("Europe/Paris"))
    return (now + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def booking(transactional_db) -> Booking:
    """Tomorrow at two, for an hour, in a place that is open from nine to six and has another room."""
    space = SpaceFactory.open(days=EVERY_DAY, hours=("09:00", "18:00"))
    room = open_room(space=space, name="Salle Aneto")
    ResourceFactory(space=space, name="Salle Ossau")
    return import_booking(room, person=PersonFactory(name="Léa Martin"), start=tomorrow(14), end=tomorrow(15))


@pytest.fixture
def planning(booking, coordinator, client, live_server, page):
    """Its timeline, by day or week."""
    client.force_login(coordinator)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_viewport_size(DESK)

    def show(view: str):
        path = f"/en/gestion/{booking.resource.space.slug}/planning/"
        page.goto(f"{live_server.url}{path}?jour={tomorrow(14).date()}&vue={view}")
        page.locator(".ec-event").wait_for()
        return page

    return show


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> str:
    """From one point to another; what the page says once it was let go."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    said = page.locator("#planning-status:not(:empty)")
    said.wait_for()
    return said.inner_text()


def test_week_shows_the_booking_and_when_the_doors_are_closed(planning):
    page = planning("semaine")

    event = page.locator(".ec-event", has_text="Léa Martin")
    expect(event.locator(".planning-from")).to_have_text("14:00")
    expect(event.locator(".planning-hours")).to_be_hidden()  # one hour of a week has no room for two
    assert {"Closed"} < set(page.locator(".planning-shut").all_inner_texts())  # and nothing where it has no room


def test_table_says_what_its_button_does(planning):
    page = planning("semaine")
    table = page.locator("[data-planning-table] > summary")

    expect(table).to_have_text("Hide the table", use_inner_text=True)
    table.click()
    expect(table).to_have_text("As a table", use_inner_text=True)


def test_hours_of_a_day_fill_the_line(planning):
    page = planning("jour")

    line, last = page.locator(".ec-main").bounding_box(), page.locator(".ec-slots").last.bounding_box()
    assert abs(line["x"] + line["width"] - last["x"] - last["width"]) < 8
    expect(page.locator(".ec-event .planning-hours")).to_be_hidden()
    expect(page.locator(".ec-event .planning-from")).to_be_visible()


def test_edge_is_dragged_to_another_end(planning, booking):
    page = planning("jour")
    event = page.locator(".ec-event", has_text="Léa Martin")
    event.hover()
    box = event.bounding_box()
    edge, y = box["x"] + box["width"] - 3, box["y"] + box["height"] / 2

    assert drag(page, (edge, y), (edge + box["width"], y)).startswith("Moved to")

    booking.refresh_from_db()
    assert (booking.start_at, booking.end_at) == (tomorrow(14), tomorrow(16))
    expect(event).to_contain_text(re.compile("14:00–16:00"))


def test_booking_dropped_on_another_room_stays_and_is_told_why(planning, booking):
    page = planning("jour")
    box = page.locator(".ec-event", has_text="Léa Martin").bounding_box()
    other = page.locator(".ec-row-head", has_text="Salle Ossau").bounding_box()
    x = box["x"] + box["width"] / 2

    said = drag(page, (x, box["y"] + box["height"] / 2), (x, other["y"] + other["height"] / 2))

    assert said.startswith("A booking keeps its room or machine")
    assert page.locator("#planning-status.planning-refused").count() == 1
    back, others = (
        page.locator(name).bounding_box() for name in (".ec-event:not(.ec-preview)", ".ec-row-head >> nth=1")
    )
    assert back["y"] < others["y"]
    booking.refresh_from_db()
    assert booking.resource.name == "Salle Aneto" and booking.start_at == tomorrow(14)
