"""The team's scanner in a real browser, before whose camera stand the codes that the site shows, mails and prints."""

from base64 import b64decode, b64encode
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from maillage.base import clock
from spaces.booking.services.codes import address_of, picture
from spaces.booking.services.imports import import_booking
from spaces.catalogue.services import team
from tests import filming
from tests.browsing import browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory, open_room

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIBRARY = "/static/vendor/qr/decode.js"
WITHOUT_OWN_READER = "delete window.BarcodeDetector"
HAS_OWN_READER = """async () =>
    "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")"""
# Chromium reads codes by itself on some systems only: there it is asked first.
OWN_READER = """address => {
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect(frame) { return frame.videoWidth ? [{ rawValue: address }] : []; }
    };
}"""
READ = """async ([library, picture]) => {
    const { BarcodeDetector } = await import(library);
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    return (await new BarcodeDetector({ formats: ["qr_code"] }).detect(new Blob([bytes]))).map(({ rawValue }) => rawValue);
}"""


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def booking(transactional_db, teammate):
    """Léa is expected since five minutes, where Tao is at the desk."""
    room, now = open_room(slug="salle-aneto", name="Salle Aneto"), clock.now()
    team.join(room.space, user=teammate, role="host")
    person = PersonFactory(name="Léa Martin")
    return import_booking(room, person=person, start=now - timedelta(minutes=5), end=now + timedelta(hours=2))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return tmp_path_factory.mktemp("camera") / "film.y4m"


@pytest.fixture(scope="module")
def filming_browser(launch_browser, browser_type_launch_args, film, request):
    """Its camera shows the film; its person lets a page use it, unless the parameter says otherwise."""
    camera = filming.arguments(film, is_allowed=getattr(request, "param", True))
    browser = launch_browser(args=[*browser_type_launch_args["args"], *camera])
    yield browser
    browser.close()


@pytest.fixture
def signed_in(live_server):
    """`signed_in(context, user)`: a page of theirs."""

    def page_of(context, user):
        client = Client()
        client.force_login(user)
        sign_in(context, client, live_server)
        return context.new_page()

    return page_of


@pytest.fixture
def scanner(filming_browser, signed_in, booking, teammate, live_server, film):
    """Tao's page, on a telephone; the hall is empty."""
    filming.shoot(film)
    context = filming_browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url)
    yield signed_in(context, teammate)
    context.close()


@pytest.fixture
def path(booking):
    return f"/en/gestion/{booking.resource.space.slug}/scanner/"


def start(page):
    return page.get_by_role("button", name="Scan with the camera")


def shown(page, booking, live_server) -> bytes:
    """Its code on the page of its person, who prefers dark colours."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}{booking.get_absolute_url()}")
    return page.locator(".code-drawn .qr").screenshot()


@pytest.mark.parametrize("reader", ["the library's", "the browser's"])
@pytest.mark.parametrize("is_mailed", [False, True], ids=["shown", "mailed"])
def test_code_held_before_the_camera_lets_its_person_in(
    scanner, booking, path, film, page, signed_in, live_server, reader, is_mailed
):
    if reader == "the library's":
        scanner.add_init_script(WITHOUT_OWN_READER)
    scanner.goto(path)
    if reader == "the browser's" and not scanner.evaluate(HAS_OWN_READER):
        pytest.skip("this Chromium does not read codes by itself")
    theirs = signed_in(page.context, booking.person)
    filming.shoot(film, b64decode(picture(booking).content) if is_mailed else shown(theirs, booking, live_server))

    start(scanner).click()
    scanner.get_by_role("heading", name="Léa Martin").wait_for()
    scanner.get_by_role("button", name="Note the arrival Léa Martin").click()

    scanner.get_by_text("Arrival noted: Léa Martin.").wait_for()
    booking.refresh_from_db()
    assert booking.state == "checked_in"


def test_library_is_fetched_from_this_site_once_the_camera_is_on(scanner, path, live_server):
    asked, complaints = [], []
    scanner.on("request", lambda request: asked.append(request.url))
    scanner.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    scanner.add_init_script(WITHOUT_OWN_READER)
    scanner.goto(path)
    expect(start(scanner)).to_be_visible()
    assert f"{live_server.url}{LIBRARY}" not in asked

    with scanner.expect_request_finished(lambda request: request.url.endswith(LIBRARY)):
        start(scanner).click()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
    assert complaints == []


def test_browser_that_reads_codes_by_itself_fetches_no_library(scanner, path, booking):
    asked = []
    scanner.on("request", lambda request: asked.append(urlsplit(request.url).path))
    scanner.add_init_script(f"({OWN_READER})({address_of(booking)!r})")
    scanner.goto(path)

    start(scanner).click()
    scanner.get_by_role("heading", name="Léa Martin").wait_for()
    assert LIBRARY not in asked


def test_printed_labels_lead_where_they_say(page, signed_in, booking, teammate, live_server):
    space = booking.resource.space
    tao = signed_in(page.context, teammate)
    tao.emulate_media(media="print", color_scheme="dark")
    tao.goto(f"{live_server.url}/gestion/{space.slug}/etiquettes/")
    labels = [b64encode(label.screenshot()).decode() for label in tao.locator(".label").all()]

    read = [tao.evaluate(READ, [LIBRARY, label]) for label in labels]
    door = f"/lieux/{space.slug}/sur-place/"
    assert read == [[f"{settings.SITE_URL}{door}"], [f"{settings.SITE_URL}{door}?ressource=salle-aneto"]]

    page.goto(read[1][0].replace(settings.SITE_URL, live_server.url))
    expect(page.get_by_role("heading", level=1)).to_have_text("Salle Aneto")


def test_label_of_a_desk_is_no_booking(scanner, path, film, signed_in, booking, teammate, live_server):
    tao = signed_in(scanner.context, teammate)
    tao.goto(f"{live_server.url}/gestion/{booking.resource.space.slug}/etiquettes/")
    filming.shoot(film, tao.locator(".label-drawn").last.screenshot())
    scanner.goto(path)

    start(scanner).click()
    scanner.get_by_text("This is not the code of a booking").wait_for()
    expect(scanner.get_by_label("Code of the booking")).to_be_empty()


def test_who_holds_nothing_up_is_told_how_to_and_may_type(scanner, path, booking):
    scanner.clock.install()
    scanner.goto(path)
    said = scanner.get_by_text("No code has been read yet.")
    start(scanner).click()
    expect(scanner.locator("video")).to_be_visible()
    expect(said).to_be_hidden()

    scanner.clock.fast_forward("00:20")
    expect(said).to_be_visible()
    expect(scanner.locator("video")).to_be_visible()
    scanner.fill("#code", booking.code.lower())
    scanner.press("#code", "Enter")
    scanner.get_by_role("heading", name="Léa Martin").wait_for()


def test_camera_is_stopped_by_the_button_that_says_so(scanner, path):
    scanner.goto(path)
    expect(scanner.get_by_text("Scan the code of the booking, or type it.")).to_be_visible()

    start(scanner).press("Enter")
    stop = scanner.get_by_role("button", name="Stop the camera")
    expect(stop).to_be_focused()
    expect(scanner.locator("video")).to_be_visible()

    stop.press("Enter")
    expect(start(scanner)).to_be_focused()
    expect(scanner.locator("video")).to_be_hidden()


@pytest.mark.parametrize("filming_browser", [False], indirect=True, ids=["refused"])
def test_who_refuses_the_camera_is_told_where_to_allow_it_and_stands_in_the_field(scanner, path):
    scanner.goto(path)

    start(scanner).click()
    expect(scanner.get_by_role("status")).to_contain_text("This site may not use the camera.")
    expect(scanner.get_by_label("Code of the booking")).to_be_focused()
    expect(start(scanner)).to_be_visible()


def test_camera_that_fails_leaves_the_field(scanner, path, film):
    scanner.goto(path)
    expect(start(scanner)).to_be_visible()
    film.unlink()

    start(scanner).click()
    expect(scanner.get_by_role("status")).to_have_text("The camera cannot be used here. Type the code.")
    expect(scanner.get_by_label("Code of the booking")).to_be_focused()


def test_without_a_camera_only_the_field_is_there(page, signed_in, path, booking, teammate, live_server):
    tao = signed_in(page.context, teammate)
    tao.goto(f"{live_server.url}{path}")
    tao.wait_for_load_state("networkidle")

    assert not start(tao).is_visible()
    said = "This browser has no camera to read codes with: type the code of the booking."
    assert tao.locator(".lede").inner_text() == said
    tao.fill("#code", booking.code.lower())
    tao.press("#code", "Enter")
    tao.get_by_role("heading", name="Léa Martin").wait_for()
