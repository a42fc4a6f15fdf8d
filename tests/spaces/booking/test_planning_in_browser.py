"""The timeline of a planning in a real browser: what it says, where it is closed, what can be dragged."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from maillage.base.zones import get_zone
from spaces.booking.models import Booking
from spaces.booking.services.imports import import_booking
from spaces.booking.services.uses import use
from tests.browsing import browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory, open_room, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


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
    sign_in(page.context, client, live_server)

    def show(view: str, size: dict = DESK):
        page.set_viewport_size(size)
        path = f"/en/gestion/{booking.resource.space.slug}/planning/"
        page.goto(f"{live_server.url}{path}?jour={tomorrow(14).date()}&vue={view}")
        page.locator(".ec-event").first.wait_for()
        return page

    return show


def pull(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one point to another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> str:
    """From one point to another; what the page says once it was let go."""
    pull(page, start, end)
    said = page.locator("#planning-status:not(:empty)")
    said.wait_for()
    return said.inner_text()


def test_week_shows_the_booking_and_when_the_doors_are_closed(planning):
    page = planning("semaine")

    event = page.locator(".ec-event", has_text="Léa Martin")
    expect(event.locator(".planning-from")).to_have_text("14:00")
    expect(event.locator(".planning-hours")).to_be_hidden()  # one hour of a week has no room for two
    expect(event.locator(".planning-initials")).to_have_text("LM")  # nor for a name
    expect(event.locator(".planning-initials")).to_be_visible()
    expect(event).to_have_attribute("title", "Léa Martin, 14:00–15:00")
    assert {"Closed"} < set(page.locator(".planning-word").all_inner_texts())  # and nothing where it has no room


def test_closed_is_read_beside_what_takes_place_after_hours(planning, booking):
    use(booking.resource, key=uuid4(), periods=[(tomorrow(18), tomorrow(20))], label="Vernissage")
    page = planning("jour")

    event = page.locator(".ec-event", has_text="Vernissage").bounding_box()
    words = page.locator(".planning-word", has=page.get_by_text("Closed", exact=True)).all()

    boxes = [word.bounding_box() for word in words]
    assert boxes and not any(overlap(event, box) for box in boxes)


def overlap(one: dict, other: dict) -> bool:
    """Whether two boxes share more than an edge."""
    across, down = (
        min(one[at] + one[size], other[at] + other[size]) - max(one[at], other[at])
        for at, size in (("x", "width"), ("y", "height"))
    )
    return across > 1 and down > 1


def test_table_says_what_its_button_does(planning):
    page = planning("semaine")
    table = page.locator("[data-planning-table] > summary")

    expect(table).to_have_text("Hide the table", use_inner_text=True)
    table.click()
    expect(table).to_have_text("As a table", use_inner_text=True)


def test_week_is_a_list_on_a_phone(planning):
    page = planning("semaine", PHONE)

    booked = page.locator(".planning-entry", has_text="Léa Martin")
    table, timeline = page.locator("[data-planning-table]").bounding_box(), page.locator("#planning").bounding_box()
    assert table["y"] < timeline["y"] and booked.bounding_box()["width"] > PHONE["width"] / 2
    expect(page.locator(".planning-grid tbody tr").filter(visible=True)).to_have_count(1)
    (day,) = page.locator(".planning-grid td").filter(visible=True).all()
    assert day.get_attribute("data-days").startswith(f"{tomorrow(14):%A}")


def test_hours_of_a_day_fill_the_line(planning):
    page = planning("jour")

    line, last = page.locator(".ec-main").bounding_box(), page.locator(".ec-slots").last.bounding_box()
    assert abs(line["x"] + line["width"] - last["x"] - last["width"]) < 8
    expect(page.locator(".ec-event .planning-hours")).to_be_hidden()
    expect(page.locator(".ec-event .planning-from")).to_be_visible()


@pytest.mark.parametrize(
    ("view", "size", "is_cut"), [("semaine", DESK, True), ("semaine", PHONE, True), ("jour", DESK, False)]
)
def test_timeline_fades_as_long_as_there_is_more_to_come(planning, view, size, is_cut):
    page = planning(view, size)
    timeline = page.locator(".ec-main")
    fades = "timeline => getComputedStyle(timeline).maskSize.startsWith('100%')"

    timeline.evaluate("timeline => timeline.scrollTo(0, 0)")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert timeline.evaluate(fades) == is_cut
    timeline.evaluate("timeline => timeline.scrollTo(timeline.scrollWidth, 0)")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert not timeline.evaluate(fades)


def test_edge_is_dragged_to_another_end(planning, booking):
    page = planning("jour")
    event = page.locator(".ec-event", has_text="Léa Martin")
    event.hover()
    box = event.bounding_box()
    edge, y = box["x"] + box["width"] - 3, box["y"] + box["height"] / 2

    assert drag(page, (edge, y), (edge + box["width"], y)).startswith("Léa Martin: moved to")

    booking.refresh_from_db()
    assert (booking.start_at, booking.end_at) == (tomorrow(14), tomorrow(16))
    expect(event).to_contain_text(re.compile("14:00–16:00"))


@pytest.mark.parametrize(("answer", "price"), [("Yes, move it for €36", 3600), ("Leave it where it is", 1800)])
def test_other_price_is_asked_about_before_it_is_saved(planning, booking, answer, price):
    priced(booking.resource, 1800)
    Booking.objects.update(price_cents=1800)
    page = planning("jour")
    event = page.locator(".ec-event", has_text="Léa Martin")
    event.hover()
    box = event.bounding_box()
    edge, y = box["x"] + box["width"] - 3, box["y"] + box["height"] / 2

    pull(page, (edge, y), (edge + box["width"], y))

    question = page.get_by_role("dialog", name="The cost changes")
    expect(question).to_contain_text("The price would be €36 instead of €18.")
    booking.refresh_from_db()
    assert booking.end_at == tomorrow(15)
    question.get_by_role("button", name=answer).press("Enter")
    page.locator("#planning-status:not(:empty)").wait_for()
    booking.refresh_from_db()
    assert booking.price_cents == price and booking.end_at == tomorrow(14 + price // 1800)


def drop(page, name: str) -> str:
    """Léa's booking onto the line of another room, at the same hour; what the page says then."""
    page.locator("#planning").evaluate("timeline => timeline.scrollIntoView({ block: 'center' })")
    box = page.locator(".ec-event", has_text="Léa Martin").bounding_box()
    line = page.locator(".ec-row-head", has_text=name).bounding_box()
    x = box["x"] + box["width"] / 2
    return drag(page, (x, box["y"] + box["height"] / 2), (x, line["y"] + line["height"] / 2))


def wait_for_line(page, number: int) -> None:
    """Until Léa's booking is drawn on that line, counted from the top; the timeline draws again after each move."""
    page.wait_for_function(
        """number => {
          const drawn = [...document.querySelectorAll(".ec-event:not(.ec-preview)")];
          const event = drawn.find((one) => one.textContent.includes("Léa Martin"))?.getBoundingClientRect();
          const line = document.querySelectorAll(".ec-row-head")[number].getBoundingClientRect();
          return event && line.top - 1 <= event.top && event.top < line.bottom;
        }""",
        arg=number,
    )


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_booking_dropped_on_another_room_goes_there(planning, booking, size):
    page = planning("jour", size)

    said = drop(page, "Salle Ossau")

    assert said.startswith("Léa Martin: moved to Salle Ossau,") and "14:00–15:00." in said
    booking.refresh_from_db()
    assert (booking.resource.name, booking.start_at) == ("Salle Ossau", tomorrow(14))
    expect(page.locator(".ec-event:not(.ec-preview)", has_text="Léa Martin")).to_have_count(1)
    wait_for_line(page, 1)


def test_booking_dropped_on_a_room_that_is_taken_goes_back_and_is_told_why(planning, booking):
    other = booking.resource.space.resources.get(name="Salle Ossau")
    import_booking(other, person=PersonFactory(name="Zoé"), start=tomorrow(14), end=tomorrow(16))
    page = planning("jour")

    said = drop(page, "Salle Ossau")

    assert said.startswith("Salle Ossau is already taken at that time.")
    assert page.locator("#planning-status.planning-refused").count() == 1
    wait_for_line(page, 0)
    booking.refresh_from_db()
    assert booking.resource.name == "Salle Aneto" and booking.start_at == tomorrow(14)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_keyboard_moves_to_another_room_by_the_form(planning, booking, size):
    page = planning("jour", size)
    if size == DESK:  # on a phone the list is open, and comes first
        page.locator("[data-planning-table] > summary").focus()
        page.keyboard.press("Enter")
    link = page.get_by_role("link", name=re.compile("Move… Léa Martin"))
    link.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_label("What")
    choice.focus()
    page.keyboard.type("Salle Ossau")
    expect(choice.locator("option:checked")).to_have_text("Salle Ossau")

    page.get_by_label("Start").focus()
    page.keyboard.press("Enter")

    page.get_by_text("Léa Martin: moved to Salle Ossau,").wait_for()
    booking.refresh_from_db()
    assert (booking.resource.name, booking.start_at) == ("Salle Ossau", tomorrow(14))
