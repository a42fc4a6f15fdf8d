"""The list in a browser: its search bar follows its facets, and one asks what is around."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.catalogue import SpaceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def list_page(live_server, page):
    SpaceFactory(name="La Centrale", slug="la-centrale", types=["fablab"])
    SpaceFactory(name="La Gare", slug="la-gare", types=["coworking"])
    page.goto(f"{live_server.url}/lieux/?q=la")
    return page


def test_search_bar_carries_along_what_the_facets_chose(list_page):
    list_page.locator(".facet summary").first.click()
    list_page.locator("input[name=type][value=fablab]").check()
    expect(list_page).to_have_url(re.compile(r"q=la&type=fablab$"))
    list_page.keyboard.press("Escape")

    list_page.locator(".search input[name=q]").fill("centrale")
    list_page.locator(".search input[name=q]").press("Enter")

    expect(list_page).to_have_url(re.compile(r"q=centrale"))
    assert "type=fablab" in list_page.url
    expect(list_page.locator("#results .row")).to_have_count(1)


def test_around_me_puts_the_position_into_the_address_rounded(list_page):
    list_page.context.grant_permissions(["geolocation"])
    list_page.context.set_geolocation({"latitude": 43.295123, "longitude": -0.370812})

    list_page.locator("[data-near]").click()

    expect(list_page).to_have_url(re.compile(r"q=la&pres=43\.295(%2C|,)-0\.371&rayon=30"))
    expect(list_page.locator("#results .row")).to_have_count(2)


def test_around_me_says_so_when_the_reader_refuses(list_page):
    button = list_page.locator("[data-near]")
    expect(button).to_be_visible()

    button.click()

    expect(button).to_contain_text(button.get_attribute("data-refused"))
