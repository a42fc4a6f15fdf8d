"""The name and the tagline of a network in the header, however long, in a real browser."""

import pytest

from maillage.base.models import Network
from tests.browsing import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

NAME = "Réseau des tiers-lieux du Béarn, du Pays basque et des Landes"
TAGLINE = "Travailler, fabriquer, apprendre et se rencontrer près de chez soi, dans plus de cent lieux partagés"


@pytest.fixture
def long_names():
    network = Network.default()
    network.name, network.tagline = NAME, TAGLINE
    network.save()


@pytest.mark.parametrize(("width", "is_shown"), [(390, False), (700, True), (1000, False), (1200, False), (1440, True)])
def test_tagline_is_whole_or_not_there(live_server, page, long_names, width, is_shown):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/lieux/")
    tagline = page.locator(".brand small")

    assert tagline.is_visible() == is_shown
    assert tagline.evaluate("one => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
