"""The agenda's map and facets, in a real browser."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _events():
    """A weekly workshop and a talk in one place, a concert in another, a class online."""
    soon = clock.now().date() + timedelta(days=3)
    phare = SpaceFactory(name="Le Phare", city="Bayonne", latitude=43.4929, longitude=-1.4748)
    EventFactory.published(
        title="Céramique", slug="ceramique", space=phare, on=soon, rrule="FREQ=WEEKLY;COUNT=4", types=["atelier"]
    )
    EventFactory.published(title="Causerie", space=phare, on=soon + timedelta(days=1), types=["rencontre"])
    babel = SpaceFactory(name="Babel", city="Pau")
    EventFactory.published(title="Concert", space=babel, on=soon, types=["concert"], is_free=False, price="5 €")
    EventFactory.published(title="Cours", space=None, attendance="online", on=soon, types=["atelier"])


@pytest.fixture
def agenda(_events, live_server, page):
    page.goto(f"{live_server.url}/en/agenda/?vue=carte")
    page.locator(".map .map-marker").first.wait_for()
    return page


def spot(page, text):
    return page.locator(f".map-marker[aria-label^='{text}']")


def test_events_of_one_place_are_listed_with_their_dates(agenda):
    group = agenda.locator(".map-marker", has=agenda.locator(".map-cluster"))
    group.focus()
    agenda.keyboard.press("Enter")

    expect(agenda.locator(".map-place")).to_have_text(["Céramique", "Causerie"])
    expect(agenda.locator(".map-when").first).to_have_text(re.compile(r"18:00–20:00, and 3 other dates$"))
    expect(agenda.locator(".map-place").first).to_be_focused()
    expect(agenda.locator(".map-place").first).to_have_attribute("href", re.compile(r"^/en/agenda/ceramique/\d{4}-"))
    agenda.keyboard.press("Escape")
    expect(group).to_be_focused()


def test_every_date_of_an_event_points_to_it_on_the_map(agenda):
    agenda.locator("#results article", has_text="Céramique").nth(2).hover()

    expect(agenda.locator(".map-cluster.is-current")).to_have_count(1)


def test_filter_changes_list_and_map_together(agenda):
    expect(agenda.locator("#results article")).to_have_count(7)
    agenda.locator(".facet summary", has_text="Type of event").click()
    agenda.get_by_role("checkbox", name="Concert").check()

    expect(agenda.locator("#results article")).to_have_count(1)
    expect(agenda.locator(".map-marker")).to_have_count(1)
    expect(spot(agenda, "Concert, ")).to_be_visible()
    expect(agenda).to_have_url(re.compile(r"vue=carte.*type=concert|type=concert.*vue=carte"))
    places = agenda.locator("select[name=lieu] option")
    expect(places).to_have_text(["all", "Babel (1)"])
    calendar = agenda.locator(".subscribe a[href^='webcal:']")
    expect(calendar).to_have_attribute("href", re.compile(r"/en/agenda\.ics\?type=concert$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_of_events_is_accessible(agenda, axe, scheme):
    agenda.emulate_media(color_scheme=scheme)
    spot(agenda, "Concert, ").click()
    expect(agenda.locator(".leaflet-popup")).to_have_css("opacity", "1")  # it fades in

    assert axe(agenda) == []


def test_map_page_works_without_scripts(_events, live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/agenda/?vue=carte")

    expect(page.locator("#results article")).to_have_count(7)
    expect(page.get_by_text("1 date is online or without an address")).to_be_visible()
    page.locator(".facet summary", has_text="Type of event").click()
    page.get_by_role("checkbox", name="Concert").check()
    page.get_by_role("button", name="Show the results").click()
    expect(page.locator("#results article")).to_have_count(1)
    context.close()
