"""The map beside the list, in a real browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.factories.catalogue import SpaceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 800}


@pytest.fixture
def places():
    """Three places in Pau that share a group from afar, one of them twice on one spot, and one in Bayonne."""
    for name, latitude, longitude in [
        ("La Centrale", 43.2951, -0.3708),
        ("Babel", 43.3101, -0.3508),
        ("L'Étage de Babel", 43.3101, -0.3508),
        ("La Quincaillerie", 43.4929, -1.4748),
    ]:
        SpaceFactory(name=name, city="Bayonne" if longitude < -1 else "Pau", latitude=latitude, longitude=longitude)


@pytest.fixture
def asked(page):
    """The addresses that the page has asked for."""
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


@pytest.fixture
def complaints(page):
    """What the browser's console says is wrong, the content security policy included."""
    said = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def map_page(places, asked, complaints, live_server, page):
    page.goto(f"{live_server.url}/lieux/")
    page.locator(".map .map-marker").first.wait_for()
    page.locator(".map-land").first.wait_for(state="attached")
    return page


def status(page):
    return page.locator(".map [role=status]")


def test_map_shows_every_place_and_asks_nobody_else(map_page, live_server, asked, complaints):
    expect(status(map_page)).to_have_text(re.compile("4"))
    map_page.locator(".map-town").first.wait_for(state="attached")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
    assert complaints == []


def test_no_name_of_a_town_goes_under_the_buttons_of_the_map(places, live_server, page):
    """Whatever is in view: the towns pass under them while one looks around."""
    under = """() => {
        const rect = (element) => element.getBoundingClientRect();
        const buttons = [...document.querySelectorAll(".map .leaflet-control")].map(rect);
        const names = [...document.querySelectorAll(".map-town")].map(rect);
        const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
        return [names.length, names.filter((name) => buttons.some((button) => meet(name, button))).length];
    }"""
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/carte/")
    page.locator(".map-town").first.wait_for(state="attached")
    for key in ["ArrowUp"] * 4 + ["ArrowRight"] * 4:
        page.locator(".map").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(400)  # the map's own movement
        names, hidden = page.evaluate(under)
        assert (names > 0, hidden) == (True, 0)


def test_group_opens_and_its_places_can_be_reached_with_the_keyboard_alone(map_page):
    group = map_page.locator(".map-marker", has=map_page.locator(".map-cluster")).first
    group.focus()
    map_page.keyboard.press("Enter")
    pin = map_page.locator(".map-marker[aria-label='La Centrale, Pau']")
    pin.focus()
    map_page.keyboard.press("Enter")
    expect(map_page.locator(".map-place")).to_be_focused()
    expect(map_page.locator(".map-place")).to_have_attribute("href", re.compile("^/lieux/la-centrale"))
    map_page.keyboard.press("Escape")
    expect(map_page.locator(".leaflet-popup")).to_have_count(0)
    expect(pin).to_be_focused()


def test_places_on_one_spot_are_listed_when_no_zoom_can_part_them(map_page):
    for _ in range(3):
        group = map_page.locator(".map-marker", has=map_page.locator(".map-cluster"))
        group.first.focus()
        map_page.keyboard.press("Enter")
        if map_page.locator(".map-place").count():
            break
        map_page.wait_for_timeout(400)  # the zoom's own movement
    expect(map_page.locator(".map-place")).to_have_text(["Babel", "L'Étage de Babel"])


def test_moving_offers_to_search_there_and_the_list_follows(map_page):
    area = map_page.locator(".map-area")
    expect(area).to_be_hidden()
    map_page.locator(".map-marker[aria-label='La Quincaillerie, Bayonne']").click()
    map_page.keyboard.press("Escape")
    for _ in range(4):
        map_page.locator(".map").focus()
        map_page.keyboard.press("+")
        map_page.wait_for_timeout(400)  # the zoom's own movement
    area.click()
    expect(map_page).to_have_url(re.compile("bbox="))
    west, south, east, north = map(float, parse_qs(urlsplit(map_page.url).query)["bbox"][0].split(","))
    assert west < east
    assert south < north
    shown = map_page.locator("#results article").count()
    expect(status(map_page)).to_have_text(re.compile(str(shown) if shown else "."))
    assert shown < 4


def test_what_is_pointed_at_in_the_list_stands_out_on_the_map(map_page):
    map_page.locator("#results article", has_text="La Quincaillerie").hover()
    current = map_page.locator(".map-marker", has=map_page.locator(".is-current"))
    expect(current).to_have_attribute("aria-label", "La Quincaillerie, Bayonne")
    map_page.locator("#results article", has_text="La Centrale").get_by_role("link").focus()
    expect(current).to_have_attribute("aria-label", re.compile("3"))  # the group that holds it


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_is_accessible(map_page, axe, scheme):
    map_page.emulate_media(color_scheme=scheme)
    map_page.locator(".map-marker[aria-label='La Quincaillerie, Bayonne']").click()
    expect(map_page.locator(".leaflet-popup", has=map_page.locator(".map-place"))).to_have_css("opacity", "1")
    assert axe(map_page) == []


def test_nothing_is_loaded_on_a_phone_before_it_is_asked_for(places, asked, live_server, page):
    space = SpaceFactory(name="Ici", latitude=43.3, longitude=-0.36)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/lieux/{space.slug}/")
    page.locator(".map").scroll_into_view_if_needed()
    page.locator(".map-ask").wait_for()
    assert not [url for url in asked if "leaflet" in url or "outlines" in url]
    page.locator(".map-ask").click()
    page.locator(".map .is-here").wait_for()
    assert [url for url in asked if "outlines" in url]


def test_list_is_named_when_the_map_cannot_come(places, live_server, page):
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(f"{live_server.url}/lieux/")
    page.locator(".map.is-broken").wait_for()
    expect(page.locator(".map-wait a")).to_be_visible()
