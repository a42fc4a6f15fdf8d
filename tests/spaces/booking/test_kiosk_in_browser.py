"""The kiosk in a real browser whose network is cut: it opens, keeps arrivals, and sends them with their real time."""

from datetime import timedelta

import pytest

from maillage.base import clock
from spaces.booking.models import Booking, Kiosk, State
from spaces.booking.services import kiosks
from spaces.booking.services.imports import import_booking
from tests.browsing import axe, browser_type_launch_args
from tests.factories.booking import PersonFactory, open_room

__all__ = ["axe", "browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE_MS = 15_000


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def bookings(transactional_db):
    room = open_room(capacity=3, kind="hot_desk")
    room.space.slug = "la-centrale"
    room.space.save()
    now = clock.now()
    return [
        import_booking(
            room, person=PersonFactory(name=name), start=now - timedelta(minutes=5), end=now + timedelta(hours=2)
        )
        for name in ("Léa Martin", "Rose Lacoste", "Ada Noël")
    ]


@pytest.fixture
def kiosk(bookings, owner) -> Kiosk:
    kiosk, kiosk.secret = kiosks.open_kiosk(bookings[0].resource.space, name="Entrée", by=owner)
    return kiosk


def at_the_door(page, kiosk, live_server) -> None:
    """Open the kiosk, and wait until it could do without the network."""
    page.set_default_timeout(PATIENCE_MS)
    url = f"{live_server.url}/lieux/la-centrale/borne/"
    page.context.add_cookies([{"name": "borne", "value": kiosk.secret, "url": url, "httpOnly": True}])
    page.goto(url)
    page.wait_for_selector("[data-kiosk][data-ready]")


@pytest.fixture
def screen(kiosk, live_server, page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    at_the_door(page, kiosk, live_server)
    yield page
    assert complaints == []


def waits(page) -> int:
    """How many arrivals the tablet keeps."""
    return page.evaluate(
        """() => new Promise((resolve) => {
            indexedDB.open("kiosk").onsuccess = (event) => {
                const count = event.target.result.transaction("arrivals").objectStore("arrivals").count();
                count.onsuccess = () => resolve(count.result);
            };
        })"""
    )


def until(page, check) -> None:
    for _ in range(PATIENCE_MS // 100):
        if check():
            return
        page.wait_for_timeout(100)
    raise AssertionError("in vain")


def states() -> list[str]:
    return list(Booking.objects.order_by("pk").values_list("state", flat=True))


def test_arrivals_survive_a_cut_network(screen, bookings):
    lea, rose, ada = bookings
    button = f"[data-booking='{lea.uuid}'] button"

    screen.context.set_offline(True)
    before = clock.now()
    screen.click(button)
    screen.wait_for_selector(".kiosk-done")
    after = clock.now()
    screen.fill("#code", rose.code.lower())
    screen.press("#code", "Enter")
    until(screen, lambda: waits(screen) == 2)
    assert states() == [State.CONFIRMED] * 3

    Booking.objects.filter(pk=ada.pk).update(guest_name="Eve", person=None)
    screen.reload()  # nobody answers: the page is the one that was kept
    screen.wait_for_selector("[data-kiosk]")
    until(screen, lambda: screen.is_disabled(button))
    assert waits(screen) == 2
    assert "Ada N." in screen.inner_text("#jour") and "Eve" not in screen.inner_text("#jour")
    until(screen, lambda: clock.now() - after > timedelta(seconds=5))

    screen.context.set_offline(False)
    until(screen, lambda: states() == [State.CHECKED_IN, State.CHECKED_IN, State.CONFIRMED])
    until(screen, lambda: waits(screen) == 0)
    came_at = Booking.objects.get(pk=lea.pk).checked_in_at
    assert before - timedelta(seconds=2) <= came_at <= after + timedelta(seconds=2)
    until(screen, lambda: "Eve" in screen.inner_text("#jour"))


def test_screen_is_accessible(kiosk, live_server, page, axe):
    at_the_door(page, kiosk, live_server)

    assert axe(page) == []


def test_arrival_with_a_network_is_noted_and_answered(screen, bookings):
    screen.click(f"[data-booking='{bookings[0].uuid}'] button")
    screen.wait_for_selector(".kiosk-done")
    screen.wait_for_selector(f"[data-booking='{bookings[0].uuid}'] .kiosk-there")

    assert states()[0] == State.CHECKED_IN

    screen.fill("#code", "222222")
    screen.press("#code", "Enter")
    screen.wait_for_selector(".kiosk-refused")
    assert waits(screen) == 0


def test_revoked_kiosk_forgets_everything(screen, kiosk):
    kiosks.revoke(kiosk)
    screen.reload()

    assert screen.query_selector("[data-kiosk]") is None
    screen.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        screen.reload()
