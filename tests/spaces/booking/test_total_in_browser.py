"""What a form would book or cancel follows what one ticks, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.catalogue.models import SpaceTeam
from tests.browsing import browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory, booked, open_room, priced
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import carnet

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _in_june():
    """Not here: the clock of the server is that of the browser."""


@pytest.fixture
def of_lea(client, live_server, page):
    """Léa's browser, Léa, a room at 18 € an hour, and a day to come."""
    room, lea = open_room(), PersonFactory()
    priced(room, 1800)
    client.force_login(lea)
    sign_in(page.context, client, live_server)
    return page, lea, room, clock.now().date() + timedelta(days=7)


def address(live_server, room) -> str:
    return f"{live_server.url}/en/lieux/{room.space.slug}"


def total(page, said: str) -> None:
    expect(page.locator(".summary-total b")).to_have_text(said)
    expect(page.locator(".reserve-bar b")).to_have_text(said)


def test_total_of_a_basket_follows_how_it_is_paid(of_lea, live_server):
    page, lea, room, day = of_lea
    carnet(lea, room.space, 120)
    place = address(live_server, room)
    page.goto(f"{place}/reserver-ensemble/?panier={room.slug}/{day:%Y%m%d}T1000Z/{day:%Y%m%d}T1300Z/1")
    total(page, "€18 incl. VAT")
    page.fill("[name=note]", "Avec Pistache")

    page.check("[name=sans_forfait]")

    total(page, "€54 incl. VAT")
    expect(page.locator("#paye")).to_have_text("€54 incl. VAT on site, nothing from your passes.")
    expect(page.locator("[role=status]")).to_contain_text("€54 incl. VAT")
    assert page.input_value("[name=note]") == "Avec Pistache" and not Booking.objects.exists()
    page.uncheck("[name=sans_forfait]")
    total(page, "€18 incl. VAT")


def test_total_of_a_series_follows_its_dates(of_lea, live_server):
    page, _lea, room, day = of_lea
    page.goto(
        f"{address(live_server, room)}/reserver/{room.slug}/serie/?debut={day}T10:00&fin={day}T12:00&rythme=semaine&fois=3"
    )
    total(page, "€108 incl. VAT")

    page.uncheck("[name^=date-] >> nth=2")

    total(page, "€72 incl. VAT")
    page.click("[form=reserver][type=submit]")
    page.wait_for_url("**/reservations/series/*/")
    assert sum(one.price_cents for one in Booking.objects.all()) == 7200


def test_price_at_the_desk_follows_the_form_and_what_is_typed_last_is_booked_at_once(client, live_server, page):
    """Whoever types a name and clicks has left no field before: the answer to that comes under the button."""
    with clock.fixed(clock.now().replace(hour=10, minute=7)):
        room, host = open_room(), PersonFactory()
        priced(room, 1800)
        SpaceTeam.objects.create(space=room.space, user=host, role=SpaceTeam.Role.HOST)
        client.force_login(host)
        sign_in(page.context, client, live_server)
        page.goto(f"{live_server.url}/en/gestion/{room.space.slug}/accueil/?ressource={room.slug}")
        expect(page.locator(".summary-total b")).to_have_text("€18 incl. VAT")

        page.check("[name=end] >> nth=2")

        expect(page.locator(".summary-total b")).to_have_text("€36 incl. VAT")
        expect(page.locator("[role=status]")).to_contain_text("€36 incl. VAT")
        page.locator("#id_who").press_sequentially("Zoé Passante")
        page.get_by_role("button", name="Book", exact=True).click()

        page.wait_for_url(f"**/gestion/{room.space.slug}/")
        assert Booking.objects.get().price_cents == 3600


def test_time_that_is_taken_is_told_at_the_desk_and_another_comes_into_the_form(client, live_server, page):
    with clock.fixed(clock.now().replace(hour=10, minute=7)):
        room, host = open_room(), PersonFactory()
        day = (clock.now() + timedelta(days=7)).date().isoformat()
        booked(room, "14-16", day=day)
        SpaceTeam.objects.create(space=room.space, user=host, role=SpaceTeam.Role.HOST)
        client.force_login(host)
        sign_in(page.context, client, live_server)
        page.goto(f"{live_server.url}/en/gestion/{room.space.slug}/accueil/?jour={day}")
        page.fill("[name=end]", f"{day}T15:00")
        page.fill("[name=start]", f"{day}T14:00")

        page.fill("#id_who", "Zoé Passante")
        page.press("#id_who", "Tab")

        expect(page.locator("#pourquoi .message")).to_contain_text("already taken")
        expect(page.locator("[role=status].visually-hidden")).to_contain_text("already taken")
        page.locator("#pourquoi [name=choix]", has_text="16:00").click()
        expect(page.locator("[name=start]")).to_have_value(f"{day}T16:00")
        expect(page.locator("#id_who")).to_have_value("Zoé Passante")
        page.press("#id_who", "Enter")
        page.wait_for_url(f"**/gestion/{room.space.slug}/?jour={day}")
        assert Booking.objects.filter(guest_name="Zoé Passante").count() == 1


def test_button_of_an_absence_follows_what_is_ticked(of_lea, live_server):
    page, lea, room, day = of_lea
    for hours in ("9-10", "11-12"):
        booked(room, hours, person=lea, day=day.isoformat())
    page.goto(f"{live_server.url}/en/compte/reservations/absence/?du={day}&au={day}")
    button = page.locator("#annuler button")
    expect(button).to_have_text("Cancel 2 bookings")

    page.uncheck("[name=reservation] >> nth=1")

    expect(button).to_have_text("Cancel 1 booking")
    page.get_by_role("button", name="Tick all").click()
    expect(button).to_have_text("Cancel 2 bookings")
    expect(page.locator("[name=reservation]:checked")).to_have_count(2)
    expect(page.get_by_role("button", name="Tick all")).to_be_focused()


def test_rooms_and_price_of_a_move_follow_what_the_team_fills_in(of_lea, client, live_server):
    page, lea, room, day = of_lea
    priced(ResourceFactory(space=room.space, name="Salle Ossau"), 2400)
    booking, owner = booked(room, "10-12", person=lea, day=f"{day}"), PersonFactory()
    SpaceTeam.objects.create(space=room.space, user=owner, role=SpaceTeam.Role.HOST)
    client.force_login(owner)
    sign_in(page.context, client, live_server)
    page.goto(f"{live_server.url}/en/reservations/{booking.uuid}/deplacer/")
    select = page.locator("[name=resource]")
    expect(select).to_contain_text("Salle Ossau · €48")

    page.fill("[name=end]", f"{day}T11:00")
    page.keyboard.press("Tab")

    expect(select).to_contain_text("Salle Ossau · €24")
    select.focus()
    select.select_option(label="Salle Ossau · €24")
    expect(page.locator("#recapitulatif .summary-total b")).to_have_text("€24 incl. VAT")
    expect(select).to_be_focused()


def test_what_was_wrong_at_the_desk_is_no_longer_said_of_what_is_put_right(of_lea, client, live_server):
    page, lea, room, day = of_lea
    host = PersonFactory()
    SpaceTeam.objects.create(space=room.space, user=host, role=SpaceTeam.Role.HOST)
    client.force_login(host)
    sign_in(page.context, client, live_server)
    page.goto(f"{live_server.url}/en/gestion/{room.space.slug}/accueil/?jour={day}")
    said = page.locator("main").get_by_text("No account has this address.")
    page.fill("#id_who", "nobody@example.org")
    page.press("#id_who", "Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(said).to_have_count(2)

    page.fill("#id_who", "nobody.either@example.org")
    page.press("#id_who", "Tab")
    expect(page.locator("#qui")).to_contain_text("No account has this address.")
    expect(said).to_have_count(1)

    page.fill("#id_who", lea.email)
    page.press("#id_who", "Tab")
    expect(said).to_have_count(0)
    expect(page.locator("[data-errors]")).to_have_count(0)
