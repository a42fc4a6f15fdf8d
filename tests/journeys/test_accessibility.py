"""axe finds nothing serious on any type of page, light and dark, on a phone and on a desk."""

import pytest

from tests.journeys import pages
from tests.journeys.keyboard import follow
from tests.journeys.offering import offered

pytestmark = [pytest.mark.browser, pytest.mark.once]  # a page is the same on any database


def sign_in(page, email):
    page.goto("/compte/login/")
    follow(page, f"form:has(input[value='{email}']) button")


def wrong(page, axe, addresses):
    """What axe says of each page, light and dark, by page; and what sticks out sideways."""
    found = {}
    for name, address in addresses.items():
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        pages.visit(page, address)
        if problems := axe(page):
            found[f"{name} light"] = problems
        page.emulate_media(color_scheme="dark")
        if problems := axe(page, colours=True):
            found[f"{name} dark"] = problems
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name} width"] = ["the page is wider than the window"]
    return found


def test_public_pages(person, axe):
    assert wrong(person, axe, pages.PUBLIC) == {}


@pytest.fixture(scope="session")
def proposals(site):
    return offered(site)


def test_other_times_that_a_team_offers(person, axe, proposals):
    assert wrong(person, axe, proposals) == {}


def test_pages_of_somebody_signed_in(person, axe):
    sign_in(person, "lea@example.org")

    assert wrong(person, axe, pages.SIGNED_IN) == {}


def test_pages_of_who_keeps_an_organisation(person, axe):
    sign_in(person, "yanis@example.org")

    assert wrong(person, axe, pages.KEEPER) == {}


def test_pages_of_a_team(person, axe):
    sign_in(person, "marion@example.org")

    assert wrong(person, axe, pages.TEAM) == {}


def test_pages_of_who_runs_the_network(person, axe):
    sign_in(person, "ines@example.org")

    assert wrong(person, axe, pages.COORDINATOR) == {}


def test_back_office_of_a_team(person, axe):
    sign_in(person, "marion@example.org")

    kinds = ("dashboard", "resources", "new-event", "edit-space")
    addresses = pages.BACK_OFFICE | pages.EDITORS
    assert wrong(person, axe, {name: addresses[name] for name in kinds}) == {}


def test_back_office_of_who_runs_the_network(person, axe):
    sign_in(person, "ines@example.org")

    assert wrong(person, axe, pages.NETWORK) == {}
