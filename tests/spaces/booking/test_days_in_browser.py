"""On a phone the days of a board show that some come before the one that is chosen, in a real browser."""

from datetime import timedelta

import pytest

from maillage.base import clock
from tests.browsing import browser_type_launch_args
from tests.factories.booking import open_room

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


def test_a_part_of_the_day_before_is_in_sight(live_server, page):
    day = clock.now().date() + timedelta(days=6)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/lieux/{open_room().space.slug}/reserver/?jour={day}")
    strip = page.locator(".date-strip-days").bounding_box()
    before = page.locator(".date-strip-days li:has(+ li [aria-current])").bounding_box()

    assert before["x"] < strip["x"] < before["x"] + before["width"] - 8
