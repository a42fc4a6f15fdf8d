"""A host's busy morning at the desk: one arrives, one shows a code, one does not come, somebody walks in, one is moved, two
want the hall and a manager chooses. With the keyboard only; then a booking is dragged on the planning."""

import json
import re
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from maillage.base.zones import get_zone
from tests.journeys.arriving import link_in_mail, sign_in, sign_in_as
from tests.journeys.conftest import DESKTOP
from tests.journeys.keyboard import follow, reach, write

pytestmark = pytest.mark.browser

PASSWORD = "correct-horse-42"
EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]
HOUR_OF_A_MOMENT = 3  # steps from the first part of a day and time to its hour, in every language
OF_MANAGERS = {
    "accepter",
    "refuser",
    "indisponibilites",
    "fermetures",
    "forfaits",
    "habilitations",
    "revoquer",
    "admin",
}


def now() -> datetime:
    return clock.now().astimezone(get_zone("Europe/Paris")).replace(tzinfo=None, second=0, microsecond=0)


def tomorrow(hour: int) -> datetime:
    return (now() + timedelta(days=1)).replace(hour=hour, minute=0)


def moment(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def booking(slug: str, resource: str, email: str, start: datetime, minutes: int) -> dict:
    end = moment(start + timedelta(minutes=minutes))
    return {"resource": f"{slug}/{resource}", "person": email, "start": moment(start), "end": end}


def host(slug: str) -> str:
    """Who welcomes people there, and nothing else: the other journeys' people keep what they have."""
    return f"maya-{slug}@example.org"


def manager(slug: str) -> str:
    return f"noe-{slug}@example.org"


def open_desk(site, slug: str) -> None:
    """A space that never closes, where three are expected since a moment and one is tomorrow at two."""
    here = now() - timedelta(minutes=10)
    resources = [
        {"slug": "bureau", "name": "Bureau partagé", "kind": "hot_desk", "capacity": 9, "step": 60},
        {"slug": "cabine", "name": "Cabine", "kind": "office", "step": 30},
        {"slug": "salle", "name": "Salle des fêtes", "kind": "event_room", "step": 60, "requires_approval": True,
         "requests_compete": True},
    ]  # fmt: skip
    people = [
        {"email": f"{name.lower()}-{slug}@example.org", "name": name} for name in ("Ada", "Basile", "Cleo", "Dora")
    ]
    ada, basile, cleo, dora = (person["email"] for person in people)
    document = {
        "format": "maillage-network/1",
        "spaces": [{
            "slug": slug, "name": f"Le Comptoir {slug}", "types": ["coworking"], "time_zone": "Europe/Paris",
            "address": {"street": "1 place du Marché", "postal_code": "64000", "city": "Pau", "insee": "64445"},
            "latitude": 43.3, "longitude": -0.37, "resources": resources,
            "opening_hours": [{"days": EVERY_DAY, "opens": "00:00", "closes": "24:00"}],
        }],
        "people": [
            *people,
            {"email": host(slug), "name": "Maya", "password": PASSWORD, "hosts": [slug]},
            {"email": manager(slug), "name": "Noé", "password": PASSWORD, "manages": [slug]},
        ],
        "bookings": [
            *(booking(slug, "bureau", email, here, 120) for email in (ada, basile, cleo)),
            booking(slug, "cabine", dora, tomorrow(14), 60),
            booking(slug, "cabine", ada, tomorrow(17), 60),
        ],
    }  # fmt: skip
    path = site.mails.parent / f"{slug}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    site.manage("import_network", str(path))


@contextmanager
def elsewhere(browser, site):
    """Somebody else, in a browser of their own."""
    context = browser.new_context(base_url=site.address, locale="fr-FR")
    yield context.new_page()
    context.close()


def ask_for_the_hall(page, slug: str, email: str) -> None:
    """For tomorrow, from ten to noon."""
    sign_in_as(page, email)
    page.goto(f"/lieux/{slug}/reserver/salle/?debut={moment(tomorrow(10))}&fin={moment(tomorrow(12))}")
    follow(page, "[form=reserver][type=submit]")
    assert "/reservations/" in page.url


def choose_lea(page, slug: str) -> None:
    """The manager answers what the host could only read."""
    page.goto("/compte/login/")
    sign_in(page, manager(slug), PASSWORD)
    page.goto(f"/gestion/{slug}/demandes/")
    assert offered(page) & OF_MANAGERS >= {"accepter", "refuser", "fermetures"}
    lea = page.locator(".team-rivals li", has_text="Léa").locator("form").get_attribute("action")
    follow(page, f"form[action='{lea}'] button")
    assert page.locator(".team-rivals").count() == 0


def offered(page) -> set[str]:
    """The words of every address that the page leads to or sends a form to."""
    found = page.evaluate("""() => [...document.querySelectorAll("a[href], form[method=post]")].map(
        (element) => element.href || element.action)""")
    return {word for address in found for word in urlsplit(address).path.split("/")}


def visit(page, path: str) -> None:
    """As the host: no page offers what only managers do."""
    page.goto(path)
    assert offered(page) & OF_MANAGERS == set(), path


def button(page, group: str, name: str, act: str) -> str:
    """The button of a line of the board, by what its form does."""
    form = page.locator(f"#{group} li", has_text=name).locator(f"form[action$='/{act}/']")
    return f"form[action='{form.get_attribute('action')}'] button"


def act(page, selector: str) -> None:
    """Press a button of the board, which answers in place."""
    reach(page, selector)
    page.keyboard.press("Enter")
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=15_000)  # as long as for all else


def said(element) -> str:
    """Its words, whatever spaces part them and joiners keep them together."""
    return " ".join(element.inner_text().replace("\u2060", "").split())


def names(page, group: str) -> set[str]:
    return set(page.locator(f"#{group} .team-what b").all_inner_texts())


def an_hour_later(page, selector: str) -> None:
    """On the field of a day and time, the hour goes up by one."""
    reach(page, selector)
    for _ in range(HOUR_OF_A_MOMENT):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")


def let_in_by_code(page, slug: str, name: str) -> None:
    """They say the code of their booking."""
    booked = page.locator("#to_arrive li", has_text=name).locator("a").first.get_attribute("href")
    follow(page, f"a[href='{booked}']")
    code = said(page.locator(".code-said"))
    visit(page, f"/gestion/{slug}/")
    follow(page, f"a[href='/gestion/{slug}/scanner/']")
    write(page, "#code", code.lower())
    follow(page, "form[role=search] button")
    assert said(page.locator("#resultat h2")) == name
    follow(page, "#resultat form[action$='/arrivee/'] button")
    follow(page, f"a[href='/gestion/{slug}/']")


def move_an_hour_later(page, slug: str, name: str) -> None:
    """By the list beside the planning: it was from 14 to 15, tomorrow."""
    visit(page, f"/gestion/{slug}/planning/?jour={tomorrow(14).date()}&vue=jour")
    page.wait_for_selector(".ec-event")
    assert "8 h 9 h 10 h" in " ".join(page.locator("#planning").inner_text().split())
    page.keyboard.press("Tab")
    if not page.evaluate("document.querySelector('[data-planning-table]').open"):  # it is, on a phone
        reach(page, "[data-planning-table] > summary")
        page.keyboard.press("Enter")
    moves = page.locator(".planning-entry", has_text=name).locator(".planning-move").get_attribute("href")
    follow(page, f".planning-move[href='{moves}']")
    an_hour_later(page, "#id_end")
    page.keyboard.press("Escape")
    an_hour_later(page, "#id_start")
    follow(page, "main form[method=post] button[type=submit]")
    assert "15 h – 16 h" in said(page.locator(".messages"))
    visit(
        page,
        page.locator(".planning-entry", has_text=name).locator("a[href^='/reservations/']").first.get_attribute("href"),
    )
    assert "14 h" in said(page.locator(".timeline"))


@pytest.fixture
def desk(person, site, request):
    """The board of a space of this test's own, open in the host's browser."""
    slug = f"comptoir-{request.node.originalname.split('_')[1]}-{request.node.callspec.params['person']}"
    open_desk(site, slug)
    person.goto("/compte/login/")
    sign_in(person, host(slug), PASSWORD)
    follow(person, f"a[href='/gestion/{slug}/']")
    return slug


def test_host_runs_a_busy_morning(person, desk, browser, site):
    board = f"/gestion/{desk}/"
    assert names(person, "to_arrive") == {"Ada", "Basile", "Cleo"}
    assert offered(person) & OF_MANAGERS == set()

    act(person, button(person, "to_arrive", "Ada", "arrivee"))
    let_in_by_code(person, desk, "Basile")
    act(person, button(person, "to_arrive", "Cleo", "absence"))
    act(person, button(person, "absent", "Cleo", "retablir"))
    assert names(person, "to_arrive") == {"Cleo"}
    act(person, button(person, "to_arrive", "Cleo", "absence"))
    assert (names(person, "in"), names(person, "absent")) == ({"Ada", "Basile"}, {"Cleo"})
    assert person.locator(".team-counts .figure-value").all_inner_texts() == ["0", "2", "0", "1"]

    follow(person, ".team-free a[href$='ressource=bureau']")
    assert not person.locator("[name=override_reason]").count()
    expect(person.locator(".summary-total")).to_have_count(1)  # what it costs, before it is booked
    write(person, "#id_who", "Zoé Passante")
    reach(person, "#recapitulatif button")
    person.keyboard.press("Enter")  # while the form still looks what it costs her
    person.wait_for_url(f"**{board}")
    assert names(person, "in") == {"Ada", "Basile", "Zoé Passante"}

    move_an_hour_later(person, desk, "Dora")

    for email in ("lea@example.org", "yanis@example.org"):
        with elsewhere(browser, site) as theirs:
            ask_for_the_hall(theirs, desk, email)
    visit(person, f"{board}demandes/")
    assert person.locator(".team-rivals > li").count() == 2
    with elsewhere(browser, site) as theirs:
        choose_lea(theirs, desk)
    visit(person, f"{board}demandes/")
    assert person.locator(".team-rivals").count() == 0
    other_time = link_in_mail(site, "yanis@example.org", f"/lieux/{desk}/reserver/salle/")
    assert f"{tomorrow(12):%Y-%m-%d}" in other_time or f"{tomorrow(12) + timedelta(days=1):%Y-%m-%d}" in other_time

    for name in ("etiquettes", "borne", "pourquoi", "accueil"):
        visit(person, f"{board}{name}/")
    for name in ("fermetures", "forfaits", "habilitations"):
        assert person.goto(f"{board}{name}/").status == 403


def test_booking_is_dragged_and_put_back_when_refused(person, desk):
    if person.viewport_size != DESKTOP:
        person.set_viewport_size(DESKTOP)  # a mouse has a desk around it
    person.goto(f"/gestion/{desk}/planning/?jour={tomorrow(14).date()}&vue=jour")
    event = person.locator(".ec-event", has_text="Dora")
    hour = person.locator(".ec-event:not(.ec-start-clipped)", has_text="Ada").bounding_box()["width"]

    def drag(hours: float) -> str:
        """What the page says once it was let go."""
        person.evaluate("document.getElementById('planning-status').textContent = ''")
        box = event.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        person.mouse.move(x, y)
        person.mouse.down()
        person.mouse.move(x + hours * hour / 2, y, steps=5)
        person.mouse.move(x + hours * hour, y, steps=5)
        person.mouse.up()
        person.locator("#planning-status:not(:empty)").wait_for()
        return person.get_attribute("#planning-status", "class")

    assert "planning-refused" not in drag(1)
    expect(event).to_contain_text(re.compile(r"15\sh\s–\W+16\sh"))
    assert "planning-refused" in drag(2)
    assert said(event) == "Dora 15 h"  # an hour of a day has no room for two
