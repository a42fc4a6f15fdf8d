"""The team's scanner in a real browser: with a camera that reads codes, and without one."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from spaces.booking.services.imports import import_booking
from tests.browsing import browser_type_launch_args
from tests.factories.booking import PersonFactory, open_room

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Chromium reads codes on some systems only: here a camera films a blank sheet, and its reader finds the code on the third look.
CAMERA = """(address) => {
    navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream(5);
    HTMLMediaElement.prototype.play = async () => {};
    let looks = 0;
    window.BarcodeDetector = class {
        static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
        async detect() { return !address || ++looks < 3 ? [] : [{ rawValue: address }]; }
    };
}"""


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def booking(transactional_db):
    room, now = open_room(), clock.now()
    person = PersonFactory(name="Léa Martin")
    return import_booking(room, person=person, start=now - timedelta(minutes=5), end=now + timedelta(hours=2))


@pytest.fixture
def scanner(booking, coordinator, client, live_server, page):
    client.force_login(coordinator)
    url = f"{live_server.url}/en/gestion/{booking.resource.space.slug}/scanner/"
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page, url


def test_camera_leads_to_the_booking_and_one_button_notes_the_arrival(scanner, booking, live_server):
    page, url = scanner
    address = f"{live_server.url}/lieux/{booking.resource.space.slug}/arrivee/{booking.code}/"
    page.add_init_script(f"({CAMERA})({address!r})")
    page.goto(url)

    page.get_by_role("button", name="Scan with the camera").click()
    page.get_by_role("heading", name="Léa Martin").wait_for()
    page.get_by_role("button", name="Note the arrival Léa Martin").click()

    page.get_by_text("Arrival noted.").wait_for()
    booking.refresh_from_db()
    assert booking.state == "checked_in"


def test_camera_is_stopped_by_the_button_that_says_so(scanner):
    page, url = scanner
    page.add_init_script(f"({CAMERA})('')")  # nobody shows a code
    page.goto(url)
    assert page.get_by_text("Scan the code of the booking, or type it.").is_visible()

    page.get_by_role("button", name="Scan with the camera").press("Enter")
    stop = page.get_by_role("button", name="Stop the camera")
    expect(stop).to_be_focused()
    expect(page.locator("video")).to_be_visible()

    stop.press("Enter")
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_focused()
    expect(page.locator("video")).to_be_hidden()


def test_without_a_reader_only_the_field_is_there(scanner, booking):
    page, url = scanner
    page.add_init_script("delete window.BarcodeDetector")
    page.goto(url)
    page.wait_for_load_state("networkidle")

    assert not page.get_by_role("button", name="Scan with the camera").is_visible()
    assert page.locator(".lede").inner_text() == "Type the code of the booking."
    page.fill("#code", booking.code.lower())
    page.press("#code", "Enter")
    page.get_by_role("heading", name="Léa Martin").wait_for()
