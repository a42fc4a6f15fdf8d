"""On a phone, the tabs of a team fade where there is more of them to come, in a real browser."""

import pytest

from tests.browsing import browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory
from tests.factories.catalogue import SpaceFactory

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def fades(tabs) -> bool:
    return tabs.evaluate("tabs => getComputedStyle(tabs).maskSize.startsWith('100%')")


@pytest.mark.parametrize(("width", "is_cut"), [(360, True), (1440, False)])
def test_tabs_fade_as_long_as_there_is_more_to_come(client, live_server, page, width, is_cut):
    manager = PersonFactory()
    space = SpaceFactory.open(manager=manager)
    client.force_login(manager)
    sign_in(page.context, client, live_server)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{live_server.url}/gestion/{space.slug}/")
    tabs = page.locator(".team-tabs .tabs")

    assert fades(tabs) == is_cut
    tabs.evaluate("tabs => tabs.scrollTo(tabs.scrollWidth, 0)")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert not fades(tabs)
