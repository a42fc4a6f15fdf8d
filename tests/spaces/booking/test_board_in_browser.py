"""The day's board in real browsers, at two desks: acts in place, and what one does is seen at the other."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from spaces.booking.models import Booking, MissedArrival, State
from spaces.booking.services import states
from spaces.booking.services.imports import import_booking
from spaces.booking.services.kiosks import open_kiosk
from tests.browsing import axe, browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory, open_room

__all__ = ["axe", "browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def room(transactional_db):
    return open_room()


@pytest.fixture
def expected(room):
    """Three who are to be there by now."""
    start, end = clock.now() - timedelta(minutes=5), clock.now() + timedelta(hours=2)
    rooms = [room, *(open_room(space=room.space) for _ in range(2))]
    return {
        name: import_booking(one, person=PersonFactory(name=name), start=start, end=end)
        for name, one in zip(("Ada", "Basile", "Cleo"), rooms, strict=True)
    }


@pytest.fixture
def desk(expected, coordinator, client, live_server, page):
    """The board, and whether it is still the page that was opened."""
    client.force_login(coordinator)
    url = f"{live_server.url}/en/gestion/{expected['Ada'].resource.space.slug}/"
    sign_in(page.context, client, live_server)
    page.goto(url)
    page.evaluate("window.first = true")
    page.wait_for_selector("#board-switch", state="visible")
    return page


def names(page, group: str) -> list[str]:
    return page.locator(f"#{group} .team-what b").all_inner_texts()


def said(page):
    return page.locator("body > [role=status]")


def look_again(page) -> None:
    """The reader comes back to the page; wait until what it asks is shown.

    To have the response is not enough: what is asked before it is shown is left out.
    """
    page.evaluate("""() => new Promise((done) => {
        document.addEventListener("htmx:finally:request", done, {once: true});
        document.dispatchEvent(new Event("visibilitychange"));
    })""")


def is_same_page(page) -> bool:
    return page.evaluate("window.first === true")


def test_arrival_is_noted_in_place_and_undone(desk, axe):
    desk.get_by_role("button", name="Note the arrival Basile").press("Enter")

    expect(said(desk)).to_have_text(re.compile("Arrival noted: Basile"))
    assert (names(desk, "to_arrive"), names(desk, "in")) == (["Ada", "Cleo"], ["Basile"])
    assert desk.locator(".team-counts .figure-value").all_inner_texts() == ["2", "1", "0", "0"]
    expect(desk.locator("#messages .message-success")).to_be_visible()
    expect(desk.locator("#to_arrive .team-line", has_text="Cleo")).to_be_focused()  # on to the next
    assert axe(desk) == []

    desk.get_by_role("button", name="Undo Basile").press("Enter")
    expect(said(desk)).to_have_text(re.compile("Basile is expected again"))
    assert names(desk, "to_arrive") == ["Ada", "Basile", "Cleo"]
    assert desk.locator("#messages .message").count() == 1
    assert is_same_page(desk)


def came_offline(booking, kiosk) -> None:
    MissedArrival.objects.create(booking=booking, kiosk=kiosk, at=booking.start_at, why="The place was taken.")


def is_seen(page) -> bool:
    """What has the focus lies wholly in the window, and under nothing."""
    return page.evaluate("""() => {
        const {top, bottom, left} = document.activeElement.getBoundingClientRect();
        const seen = document.elementFromPoint(left + 2, top + 2);
        return bottom <= innerHeight && document.activeElement.contains(seen);
    }""")


def test_settling_who_could_not_be_let_in_is_told_and_goes_on(desk, expected, coordinator, axe):
    kiosk, _secret = open_kiosk(expected["Ada"].resource.space, name="Entrance", by=coordinator)
    for name in ("Ada", "Basile"):
        came_offline(expected[name], kiosk)
    desk.reload()
    desk.wait_for_selector("#board-switch", state="visible")

    desk.get_by_role("button", name="Settled Ada").press("Enter")

    expect(said(desk)).to_have_text("Settled with Ada.")
    expect(said(desk)).to_be_in_viewport()
    expect(desk.locator(".team-missed li", has_text="Basile")).to_be_focused()
    assert is_seen(desk) and axe(desk) == []

    desk.get_by_role("button", name="Settled Basile").press("Enter")

    expect(said(desk)).to_have_text("Settled with Basile.")
    expect(desk.get_by_role("heading", name="The day")).to_be_focused()
    assert is_seen(desk)


def test_focus_is_seen_after_undoing(desk):
    desk.set_viewport_size({"width": 1280, "height": 660})
    for name in ("Ada", "Basile"):
        desk.get_by_role("button", name=f"Note the arrival {name}").click()
        expect(desk.locator("#in .team-what b").last).to_have_text(name)

    for name, place in (("Basile", "#in .team-line"), ("Ada", "#in h3")):
        undo = desk.get_by_role("button", name=f"Undo {name}")
        undo.focus()
        undo.evaluate("button => scrollBy(0, button.getBoundingClientRect().top - 90)")  # just below the header
        desk.keyboard.press("Enter")

        expect(said(desk)).to_have_text(re.compile(f"{name} is expected again"))
        expect(desk.locator(place)).to_be_focused()
        assert is_seen(desk)


def test_whoever_notes_arrivals_stays_among_them(desk):
    desk.set_viewport_size({"width": 390, "height": 500})
    group, button = desk.locator("#to_arrive"), desk.get_by_role("button", name="Note the arrival Ada")
    button.scroll_into_view_if_needed()
    was = group.bounding_box()["y"]

    button.click()

    expect(said(desk)).to_have_text(re.compile("Arrival noted: Ada"))
    expect(said(desk)).to_be_in_viewport()
    assert abs(group.bounding_box()["y"] - was) <= 1
    desk.keyboard.press("Enter")  # on nobody
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Basile")).to_be_focused()


def test_refusal_is_said_and_shown(desk, expected, coordinator):
    Booking.objects.filter(pk=expected["Ada"].pk).update(state=State.CANCELLED)

    desk.set_viewport_size({"width": 390, "height": 500})
    desk.get_by_role("button", name="Note the arrival Ada").click()

    expect(desk.locator("#messages [role=alert]")).to_be_in_viewport()
    assert names(desk, "to_arrive") == ["Basile", "Cleo"]
    assert is_same_page(desk)
    assert desk.evaluate("document.activeElement.id") == "content"


def test_two_clicks_are_one_act_and_two_people_are_two(desk):
    sent = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    desk.get_by_role("button", name="Note the arrival Ada").dblclick()
    desk.get_by_role("button", name="Note the arrival Cleo").click()

    expect(desk.locator("#in .team-what b")).to_have_text(["Ada", "Cleo"])
    assert len(sent) == 2
    assert desk.locator("#messages [role=alert]").count() == 0


def test_other_desk_sees_it_without_being_disturbed(desk, expected, coordinator):
    desk.locator("details.team-block summary").click()
    desk.locator("#id_reason").fill("Entretien de la")
    states.check_in(expected["Ada"], by=coordinator)
    states.release(expected["Cleo"], by=coordinator)

    look_again(desk)

    expect(desk.locator("#in .team-what b")).to_have_text(["Ada"])
    assert (names(desk, "to_arrive"), names(desk, "absent")) == (["Basile"], ["Cleo"])
    expect(said(desk)).to_have_text("1 To arrive, 1 There now, 0 Leaving soon, 1 No arrival noted")
    expect(desk.locator("#id_reason")).to_be_focused()
    desk.keyboard.type(" porte")
    expect(desk.locator("#id_reason")).to_have_value("Entretien de la porte")
    assert is_same_page(desk)


def test_focus_stays_on_the_line_that_moves_up(desk, expected, coordinator):
    button = desk.get_by_role("button", name="Note the arrival Cleo")
    button.focus()
    states.check_in(expected["Ada"], by=coordinator)

    look_again(desk)

    expect(desk.locator("#in .team-what b")).to_have_text(["Ada"])
    expect(button).to_be_focused()


def test_nothing_is_said_when_nothing_has_changed(desk):
    desk.evaluate("""() => {
        window.told = [];
        const region = document.querySelector("body > [role=status]");
        new MutationObserver(() => told.push(region.textContent)).observe(region, {childList: true});
    }""")

    look_again(desk)
    look_again(desk)

    assert desk.evaluate("told") == []


def test_what_was_unfolded_stays_so(desk, expected):
    now = clock.now()
    Booking.objects.filter(pk=expected["Cleo"].pk).update(
        state=State.CHECKED_IN, start_at=now - timedelta(minutes=5), end_at=now - timedelta(minutes=1)
    )
    look_again(desk)
    desk.locator("#over summary").click()

    look_again(desk)

    expect(desk.locator("#over .team-what b")).to_be_visible()


def test_board_asks_every_minute_while_it_is_seen_and_wanted(desk):
    desk.clock.install()
    desk.reload()
    desk.wait_for_selector("#board-switch", state="visible")
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "hx-request" in request.headers else None)

    def a_minute_later() -> int:
        asked.clear()
        desk.clock.run_for(60_000)
        desk.wait_for_timeout(300)
        return len(asked)

    assert a_minute_later() == 1
    desk.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    assert a_minute_later() == 0
    desk.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    desk.locator("#board-switch input").uncheck()
    assert a_minute_later() == 0
    desk.locator("#board-switch input").check()
    assert a_minute_later() == 1


def test_failure_becomes_an_ordinary_form(desk):
    desk.route(
        "**/arrivee/",
        lambda route: route.fulfill(status=503) if "hx-request" in route.request.headers else route.continue_(),
    )

    desk.get_by_role("button", name="Note the arrival Ada").click()

    expect(desk.locator("#in .team-what b")).to_have_text(["Ada"])
    assert not is_same_page(desk)


def test_who_is_signed_out_meanwhile_sees_the_board_no_more(desk):
    desk.context.clear_cookies()
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(desk.locator("main")).not_to_contain_text("Ada")
    assert not is_same_page(desk)


def test_network_that_fails_for_a_moment_changes_nothing(desk):
    desk.route("**/gestion/**", lambda route: route.abort())
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desk.wait_for_timeout(300)

    assert is_same_page(desk) and names(desk, "to_arrive") == ["Ada", "Basile", "Cleo"]


def test_board_works_without_a_script(desk, browser):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.context.cookies())
    page = context.new_page()
    page.goto(desk.url)

    page.get_by_role("button", name="Note the arrival Ada").click()

    expect(page.locator("#in .team-what b")).to_have_text(["Ada"])
    expect(page.locator(".message-success")).to_be_visible()
    assert page.locator("#board-switch").is_hidden()
    context.close()
