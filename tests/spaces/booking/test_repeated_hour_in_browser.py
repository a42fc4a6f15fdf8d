"""The planning of the day on which the clocks go back, in a real browser: what is dragged, and what the form asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from maillage.base import clock
from maillage.base.instants import readings
from spaces.booking.models import Booking
from spaces.booking.services.imports import import_booking
from tests.browsing import axe, browser_type_launch_args, sign_in
from tests.factories.booking import PARIS, PersonFactory, open_room

__all__ = ["axe", "browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def night() -> list[datetime]:
    """Both 02:00 of the next night that has two."""
    return next(both for at in two_o_clocks() if len(both := readings(at, PARIS)) == 2)


def two_o_clocks() -> Iterator[datetime]:
    first = clock.now().replace(tzinfo=None, hour=2, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=ahead) for ahead in range(1, 400))


@pytest.fixture
def stands(night):
    """One booking at the second 02:00, and one at ten o'clock."""
    room = open_room()
    second, ten = night[1], night[0].replace(hour=10)
    return [
        import_booking(room, person=PersonFactory(name=name), start=start, end=start + HOUR)
        for name, start in (("Nora", second), ("Ada", ten))
    ]


@pytest.fixture
def planning(stands, night, coordinator, client, live_server, page):
    client.force_login(coordinator)
    sign_in(page.context, client, live_server)
    page.goto(f"{live_server.url}/en/gestion/{stands[0].resource.space.slug}/planning/?jour={night[0].date()}&vue=jour")
    page.wait_for_selector(".ec-event")
    return page


def test_example_2_what_is_dragged_sends_instants_and_that_hour_is_left_to_the_form(planning, stands, axe):
    nora, ada = (planning.locator(".ec-event", has_text=name) for name in ("Nora", "Ada"))
    assert "02:00 (UTC+1)" in nora.inner_text()
    assert [one.locator(".ec-resizer").count() for one in (nora, ada)] == [0, 1]
    assert "moved with “Move…” below" in planning.locator("main").inner_text()

    assert axe(planning) == []

    ada.scroll_into_view_if_needed()
    edge = ada.locator(".ec-resizer").bounding_box()
    x, y, hour = edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2, ada.bounding_box()["width"]
    with planning.expect_request("**/deplacer/") as sent:
        planning.mouse.move(x, y)
        planning.mouse.down()
        planning.mouse.move(x + hour / 2, y, steps=5)
        planning.mouse.move(x + hour, y, steps=5)
        planning.mouse.up()
    planning.locator("#planning-status:not(:empty)").wait_for()

    assert "T10:00:00+01:00" in sent.value.post_data
    assert Booking.objects.get(pk=stands[1].pk).end_at == stands[1].end_at + HOUR

    planning.goto(f"{planning.url.split('/en/')[0]}/en/reservations/{stands[0].uuid}/deplacer/")
    assert planning.locator("[name=start_utc]:checked").input_value() == "+01:00"
    assert axe(planning) == []
    planning.locator("#id_end").fill(planning.locator("#id_end").input_value().replace("03:00", "04:00"))
    planning.locator("main").get_by_role("button", name="Move the booking").click()
    planning.wait_for_url(lambda url: not urlsplit(url).path.endswith("/deplacer/"))
    moved = Booking.objects.get(pk=stands[0].pk)
    assert (moved.start_at, moved.end_at) == (stands[0].start_at, stands[0].end_at + HOUR)
