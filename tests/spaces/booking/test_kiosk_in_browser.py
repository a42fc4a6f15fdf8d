"""The kiosk in a real browser whose network is cut: it opens, keeps arrivals, and sends them with their real time."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from maillage.base import clock, dates
from spaces.booking.models import Booking, Kiosk, MissedArrival, State
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
    room = open_room(capacity=4, kind="hot_desk")
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


def has_focus(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.innerText")


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


def type_code(page, code) -> None:
    page.fill("#code", code)
    page.press("#code", "Enter")


def states() -> list[str]:
    return list(Booking.objects.order_by("pk").values_list("state", flat=True))


def test_arrivals_survive_a_cut_network(screen, bookings):
    lea, rose, ada = bookings
    button = f"[data-booking='{lea.uuid}'] button"

    screen.context.set_offline(True)
    before = clock.now()
    screen.click(button)
    screen.wait_for_selector(".kiosk-waits")
    after = clock.now()
    type_code(screen, rose.code.lower())
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
    assert "ont été envoyées" in screen.inner_text(".kiosk-done")
    assert screen.inner_text("[data-network]") == ""


def test_what_is_refused_once_the_network_is_back_is_shown_until_somebody_has_seen_it(screen, bookings, axe):
    lea, rose, _ada = bookings

    screen.context.set_offline(True)
    for typed in ("QQQ QQQ", rose.code):
        type_code(screen, typed)
        screen.wait_for_selector(".kiosk-waits:has-text('vérifié dès le retour du réseau')")
    screen.click(f"[data-booking='{lea.uuid}'] button")
    screen.wait_for_selector(".kiosk-waits:has-text('Votre arrivée est gardée')")
    assert waits(screen) == 3
    Booking.objects.filter(pk__in=[lea.pk, rose.pk]).update(state=State.CANCELLED)
    screen.context.set_offline(False)

    until(screen, lambda: screen.locator("[data-refused] li").count() == 3)
    told = screen.locator("[data-refused] li").all_inner_texts()
    assert [text.split("\n")[0].split(",")[0].strip() for text in told] == ["QQQ QQQ", rose.code, "Léa M."]
    assert "Aucune réservation de ce lieu ne porte ce code" in told[0]
    assert "annulée" in told[2] and re.search(r"\w, \d+\sh", told[2])
    assert "gardé" not in screen.inner_text("[data-said]")
    assert {missed.booking for missed in MissedArrival.objects.all()} == {lea, rose}
    assert axe(screen) == []

    screen.reload()
    screen.wait_for_selector("[data-kiosk][data-ready]")
    for left in (2, 1, 0):
        screen.locator("[data-refused] li button").first.click()
        until(screen, lambda left=left: (waits(screen), screen.locator("[data-refused] li").count()) == (left, left))
        until(screen, lambda: has_focus(screen) == "code")
    assert not screen.is_visible("[data-refused]")


@pytest.mark.parametrize("is_offline", [False, True])
def test_what_is_no_code_is_refused_at_once(screen, bookings, is_offline):
    screen.context.set_offline(is_offline)

    for typed in ("QQQ", "QQQ QQ0", "QQQ QQQ Q"):
        type_code(screen, typed)
        screen.wait_for_selector(".kiosk-refused")
        assert "six lettres ou chiffres" in screen.inner_text(".kiosk-refused")
        assert (waits(screen), screen.input_value("#code")) == (0, typed)

    type_code(screen, f"https://example.org/lieux/la-centrale/arrivee/{bookings[0].code.lower()}/")
    until(screen, lambda: states()[0] == State.CHECKED_IN if not is_offline else waits(screen) == 1)


def test_who_comes_too_early_reads_from_when_on_also_offline_and_with_a_wrong_clock(kiosk, bookings, live_server, page):
    now = clock.now()
    space = bookings[0].resource.space
    space.time_zone = f"Etc/GMT{(now.hour + 1) % 24 - 11:+}"  # where it is ten in the morning
    space.save()
    late = import_booking(
        bookings[0].resource, person=PersonFactory(), start=now + timedelta(hours=1), end=now + timedelta(hours=3)
    )
    line = f"[data-booking='{late.uuid}']"
    page.clock.set_fixed_time(now + timedelta(hours=2))
    at_the_door(page, kiosk, live_server)
    until(page, lambda: page.evaluate("localStorage.length"))
    with translation.override("fr"):
        from_hour = dates.clock_time(late.start_at - timedelta(minutes=15), late.zone)

    page.context.set_offline(True)
    assert page.get_attribute(f"{line} button", "aria-disabled") == "true"
    assert f"à partir de {from_hour}" in page.inner_text(line)
    page.click(f"{line} button", force=True)
    assert f"signaler votre arrivée à partir de {from_hour}" in page.inner_text(".kiosk-refused")
    assert waits(page) == 0

    page.clock.set_fixed_time(now + timedelta(hours=2, minutes=46))
    page.click(f"{line} button", force=True)
    until(page, lambda: waits(page) == 1)
    assert page.get_attribute(f"{line} button", "aria-disabled") is None and "à partir" not in page.inner_text(line)


@pytest.mark.parametrize("is_offline", [False, True])
def test_next_code_counts_wherever_it_is_typed(screen, bookings, is_offline):
    lea, rose, ada = bookings
    screen.context.set_offline(is_offline)

    screen.click(f"[data-booking='{lea.uuid}'] button")
    screen.wait_for_selector(".kiosk-waits" if is_offline else "[data-booking] .kiosk-there")
    assert has_focus(screen) == "code"
    assert screen.get_attribute("#code", "inputmode") == "none"  # no keyboard comes up over the screen
    screen.keyboard.type(rose.code)
    screen.keyboard.press("Enter")
    until(screen, lambda: waits(screen) == 2 if is_offline else states()[1] == State.CHECKED_IN)

    screen.click("#code")
    assert (screen.get_attribute("#code", "inputmode"), has_focus(screen)) == ("", "code")
    screen.keyboard.type(ada.code)
    screen.click(".kiosk-code button")
    until(screen, lambda: waits(screen) == 3 if is_offline else states()[2] == State.CHECKED_IN)
    assert has_focus(screen) == "code"


def test_screen_is_accessible(kiosk, live_server, page, axe):
    at_the_door(page, kiosk, live_server)

    assert axe(page) == []


def test_arrival_with_a_network_is_noted_and_answered(screen, bookings):
    screen.click(f"[data-booking='{bookings[0].uuid}'] button")
    screen.wait_for_selector(".kiosk-done")
    screen.wait_for_selector(f"[data-booking='{bookings[0].uuid}'] .kiosk-there")

    assert states()[0] == State.CHECKED_IN

    type_code(screen, "222222")
    screen.wait_for_selector(".kiosk-refused")
    assert waits(screen) == 0


def test_kiosk_closed_while_it_is_offline_lists_what_it_did_not_send(screen, kiosk, bookings, owner, live_server, axe):
    lea, rose, _ada = bookings
    screen.context.set_offline(True)
    screen.click(f"[data-booking='{lea.uuid}'] button")
    screen.wait_for_selector(".kiosk-waits:has-text('Votre arrivée est gardée')")
    type_code(screen, rose.code)
    screen.wait_for_selector(".kiosk-waits:has-text('vérifié dès le retour du réseau')")
    hour = screen.evaluate("`, ${new Date().getHours()}\u00a0h`")
    kiosks.revoke(kiosk)
    screen.context.set_offline(False)

    lines = screen.locator("main:not(:has([data-kiosk])) [data-refused] li")
    until(screen, lambda: lines.count() == 2)
    told = lines.all_inner_texts()
    assert told[0].startswith("Léa M.") and told[1].startswith(rose.code)
    assert all(hour in text and "Non envoyée" in text for text in told)
    assert states() == [State.CONFIRMED] * 3
    assert axe(screen) == []

    screen.goto(f"{live_server.url}/lieux/la-centrale/borne/")  # it stays
    until(screen, lambda: lines.count() == 2)
    lines.first.locator("button").click()
    until(screen, lambda: (waits(screen), lines.count()) == (1, 1))
    until(screen, lambda: has_focus(screen).startswith("Vu"))

    again, again.secret = kiosks.open_kiosk(kiosk.space, name="Entrée", by=owner)
    at_the_door(screen, again, live_server)  # a kiosk once more: what was said not to be sent is not
    assert "Non envoyée" in screen.inner_text("[data-refused] li")
    screen.locator("[data-refused] li button").click()
    until(screen, lambda: waits(screen) == 0)
    assert states() == [State.CONFIRMED] * 3


def test_page_of_a_screen_that_is_no_kiosk_elsewhere_leaves_what_waits(screen, bookings, live_server):
    screen.route("**/borne/arrivees/", lambda route: route.abort())
    screen.click(f"[data-booking='{bookings[0].uuid}'] button")
    until(screen, lambda: waits(screen) == 1)

    screen.goto(f"{live_server.url}/lieux/ailleurs/borne/")
    screen.wait_for_timeout(500)

    assert waits(screen) == 1 and not screen.is_visible("[data-refused]")


def test_revoked_kiosk_forgets_everything(screen, kiosk):
    kiosks.revoke(kiosk)
    screen.reload()

    assert screen.query_selector("[data-kiosk]") is None
    screen.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        screen.reload()
