"""What people read of their passes: before they book, on the booking, in their account."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from maillage.base import clock
from spaces.booking.models import Booking
from spaces.booking.services.booking import book, move
from spaces.pricing.models import LedgerEntry, Plan
from spaces.pricing.services.ledger import expire
from tests import queries
from tests.factories.booking import at, conditions, on
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import gives, member, plan
from tests.reading import fields, plain, soup

pytestmark = pytest.mark.django_db

FOUR_HOURS = {"debut": "2026-06-16T10:00", "fin": "2026-06-16T14:00"}
PRICE = "€72 incl. VAT on site"
FORM = "/en/lieux/la-centrale/reserver/salle-aneto/"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def choices(page) -> list[tuple[str, str]]:
    """What can pay for it: label and note of each."""
    buttons = soup(page).select("[aria-labelledby=payer] button")
    return [(one.b.get_text(), plain(one.small.get_text())) for one in buttons]


def chosen(page) -> str:
    return soup(page).select_one("[aria-labelledby=payer] [aria-current]").b.get_text()


@pytest.fixture
def lea(lea):
    lea.language = "en"
    lea.save()
    return lea


@pytest.fixture
def membership(lea, room):
    carnet = plan("Carnet 10 h", space=room.space)
    gives(carnet, 600)
    return member(lea, carnet)


def test_form_says_what_is_taken_and_what_will_be_left(as_, lea, room, membership):
    page = as_(lea).get(FORM, FOUR_HOURS)

    assert choices(page) == [("With your pass", "4 h of “Carnet 10 h”, 6 h left"), ("Without your pass", PRICE)]
    assert chosen(page) == "With your pass"
    assert "Covered by your pass" in text(page)
    assert "4 h of your passes" in soup(page).select_one(".reserve-bar").get_text()


def test_form_says_what_stays_to_pay_and_which_of_several_passes_pays_first(as_, lea, room, membership):
    june = plan("Carnet de juin", space=room.space)
    gives(june, 60)
    member(lea, june, valid_through=date(2026, 6, 30))
    membership.plan.entitlements.update(amount=120)

    page = as_(lea).get(FORM, FOUR_HOURS)

    with_them = "1 h of “Carnet de juin”, which is then used up · 2 h of “Carnet 10 h”, which is then used up"
    ways = [("With your passes", f"{with_them} · then €18 incl. VAT on site"), ("Without your passes", PRICE)]
    assert choices(page) == ways
    assert "Of several passes, the one that ends first pays first." in text(page)


def test_who_has_no_pass_for_it_is_asked_nothing(as_, lea, room):
    assert choices(as_(lea).get(FORM, FOUR_HOURS)) == []


def test_booking_is_paid_without_the_pass_where_its_person_says_so(as_, lea, room, membership):
    client = as_(lea)
    button = soup(client.get(FORM, FOUR_HOURS)).select("[aria-labelledby=payer] button")[1]["value"]

    answer = client.post(FORM, FOUR_HOURS | {"choix": button})
    page = client.get(answer.url)
    client.post(FORM, fields(page))

    booking = Booking.objects.get()
    assert soup(page).select_one("[name=payer]")["value"] == "sur-place"
    assert chosen(page) == "Without your pass"
    assert (booking.price_cents, booking.policy.get("passes")) == (7200, None)
    assert not LedgerEntry.objects.exists()


def test_other_length_keeps_how_it_is_paid(as_, lea, room, membership):
    shorter = "2026-06-16T10:00/2026-06-16T12:00"

    answer = as_(lea).post(FORM, FOUR_HOURS | {"payer": "sur-place", "choix": shorter})

    assert "payer=sur-place" in answer.url


def test_time_is_kept_to_be_paid_without_the_pass(as_, lea, room, membership):
    as_(lea).post(FORM, FOUR_HOURS | {"payer": "sur-place", "garder": "oui", "total": "7200"})

    booking = Booking.objects.get()
    assert (booking.state, booking.price_cents) == ("hold", 7200)
    assert not booking.pays_with_passes


@pytest.mark.parametrize(("typed", "cents"), [({}, 0), ({"sans_forfait": "on"}, 7200)])
def test_what_is_booked_together_is_paid_as_its_person_says(as_, lea, room, membership, typed, cents):
    together = "/en/lieux/la-centrale/reserver-ensemble/?panier=salle-aneto/20260616T0800Z/20260616T1200Z/1"
    client = as_(lea)

    sent = fields(client.get(together))
    del sent["sans_forfait"]
    client.post(together, sent | typed)

    assert Booking.objects.get().price_cents == cents


@pytest.mark.parametrize(("typed", "cents"), [({}, 0), ({"sans_forfait": "on"}, 1800)])
def test_series_is_paid_as_its_person_says(as_, lea, room, membership, typed, cents):
    series = f"{FORM}serie/?debut=2026-06-16T10:00&rythme=semaine&fois=2"
    client = as_(lea)
    form = soup(client.get(series)).select_one("#reserver")
    chosen = {one["name"]: one["value"] for one in form.select("[name^=date-], [name^=total]")}

    assert form.select_one("[name=sans_forfait]")
    client.post(series, chosen | typed)

    assert [one.price_cents for one in Booking.objects.all()] == [cents, cents]


def test_pages_of_what_is_booked_together_say_what_passes_leave_to_pay(as_, lea, room, membership):
    membership.plan.entitlements.update(amount=300)
    lines = [f"panier=salle-aneto/{day}T0800Z/{day}T1200Z/1" for day in ("20260616", "20260617")]

    pages = [
        as_(lea).get(f"/en/lieux/la-centrale/reserver-ensemble/?{'&'.join(lines)}"),
        as_(lea).get(f"{FORM}serie/?debut=2026-06-16T10:00&fin=2026-06-16T14:00&rythme=jour&fois=2"),
    ]

    for page in pages:
        paid = plain(soup(page).select_one("[aria-labelledby=payer]").get_text(" "))
        total = plain(soup(page).select_one(".summary").get_text(" "))
        assert "5 h of your passes, then €54 incl. VAT on site." in paid
        assert "Without them: €144 incl. VAT on site." in paid
        assert "Total €54 incl. VAT 5 h of your passes" in total


@pytest.mark.parametrize(
    ("minutes", "total"), [(300, "€54 incl. VAT 5 h of your passes"), (600, "Covered by a pass: 8 h")]
)
def test_basket_tells_the_same_total_on_the_board_as_on_its_page(as_, lea, room, membership, minutes, total):
    membership.plan.entitlements.update(amount=minutes)
    lines = [f"panier=salle-aneto/{day}T0800Z/{day}T1200Z/1" for day in ("20260616", "20260617")]
    pages = {"reserver": ".basket", "reserver-ensemble": ".summary"}

    said = {
        url: plain(soup(as_(lea).get(f"/en/lieux/la-centrale/{url}/?{'&'.join(lines)}")).select_one(part).get_text(" "))
        for url, part in pages.items()
    }

    assert {url: f"Total {total}" in words for url, words in said.items()} == dict.fromkeys(pages, True)


def test_how_a_series_is_paid_follows_what_its_person_ticks(as_, lea, room, membership):
    series = f"{FORM}serie/?debut=2026-06-16T10:00&fin=2026-06-16T14:00&rythme=jour&fois=2"
    client = as_(lea)
    sent = fields(client.get(series))

    page = client.post(series, sent | {"regarder": "oui", "sans_forfait": "on"})

    now, otherwise = (plain(one.get_text(" ")) for one in soup(page).select("[aria-labelledby=payer] [data-follow]"))
    assert now == "€144 incl. VAT on site, nothing from your passes."
    assert otherwise == "Otherwise: 8 h of your passes, and nothing more."
    assert "of your passes" not in plain(soup(page).select_one(".summary").get_text(" "))


def test_who_pays_on_site_has_been_shown_what_a_series_costs_without_the_pass(as_, lea, room, membership):
    series = f"{FORM}serie/?debut=2026-06-16T10:00&rythme=semaine&fois=2"
    client = as_(lea)
    form = soup(client.get(series)).select_one("#reserver")
    sent = {one["name"]: one["value"] for one in form.select("[name^=date-], [name^=total]")}
    room.prices.update(amount_cents=F("amount_cents") * 2)

    without = client.post(series, sent | {"sans_forfait": "on"})

    assert without.status_code == 409 and "The price would be €72 instead of €36." in plain(without.content.decode())
    assert client.post(series, sent).status_code == 302  # the pass pays as much as before


def test_who_has_no_pass_is_not_asked_about_it_together(as_, lea, room):
    together = "/en/lieux/la-centrale/reserver-ensemble/?panier=salle-aneto/20260616T0800Z/20260616T1200Z/1"

    assert "sans_forfait" not in text(as_(lea).get(together))


def test_whose_pass_is_for_other_things_is_not_asked_about_it(as_, lea, room, membership):
    membership.plan.entitlements.update(kinds=["machine"])
    together = "/en/lieux/la-centrale/reserver-ensemble/?panier=salle-aneto/20260616T0800Z/20260616T1200Z/1"

    assert "sans_forfait" not in text(as_(lea).get(together))
    assert "sans_forfait" not in text(as_(lea).get(f"{FORM}serie/?debut=2026-06-16T10:00&rythme=semaine&fois=2"))


def test_booking_says_what_was_taken_from_where(as_, lea, room, membership):
    start, end = on("10-14")
    booking = book(room, person=lea, by=lea, start=start, end=end)

    page = text(as_(lea).get(f"/en/reservations/{booking.uuid}/"))

    assert "Carnet 10 h: 4 h" in page
    assert "Covered by a pass" in page


def test_conditions_of_what_a_pass_pays_are_said(as_, lea, room, membership):
    conditions(room.space, (100_000, 50))
    form = text(as_(lea).get(FORM, {"debut": "2026-06-16T10:00", "fin": "2026-06-16T14:00"}))
    start, end = on("10-14")
    booking = book(room, person=lea, by=lea, start=start, end=end)

    page = text(as_(lea).get(f"/en/reservations/{booking.uuid}/"))

    assert "50% of the price is kept" in form
    assert "50% of the price is kept" in page
    assert "50% of what your pass paid is kept" in page


def test_my_passes_say_what_is_left_and_what_was_taken(as_, lea, room, membership):
    start, end = on("10-14")
    booking = book(room, person=lea, by=lea, start=start, end=end)
    membership.valid_through = date(2026, 12, 31)
    membership.save()
    plan("Carnet secret", space=room.space)  # nobody gave her this one

    page = text(as_(lea).get("/en/compte/forfaits/"))

    assert "Carnet 10 h" in page and "6 h left of 10 h" in page and "+10 h" in page and "−4 h" in page
    assert f"/reservations/{booking.uuid}/" in page
    assert "Carnet secret" not in page


def test_movements_name_the_hours_that_a_moved_booking_had(as_, lea, room, membership):
    start, end = on("10-12")
    booking = book(room, person=lea, by=lea, start=start, end=end)
    start, end = on("14-17")
    with clock.fixed(clock.now() + timedelta(hours=1)):
        move(booking, start=start, end=end, by=lea)

    lines = [
        said.get_text(" ", strip=True) for said in soup(as_(lea).get("/en/compte/forfaits/")).select(".pass-moves li")
    ]

    assert [line.split(" · ")[0].replace("\xa0", " ") for line in lines] == [
        "Salle Aneto, Tuesday 16 June, 14:00–17:00 Booked, Monday 15 June",
        "Salle Aneto, Tuesday 16 June, 10:00–12:00 Given back, Monday 15 June",
        "Salle Aneto, Tuesday 16 June, 10:00–12:00 Booked, Monday 15 June",
        "Carnet 10 h Received, Monday 15 June +10 h",
    ]


def test_pass_of_each_month_shows_the_later_month_that_was_taken_from(as_, lea, room):
    monthly = plan("Abonnement", space=room.space)
    gives(monthly, 600, every="month")
    member(lea, monthly, valid_through=date(2026, 7, 20))
    book(room, person=lea, by=lea, start=at("2026-07-07 10:00"), end=at("2026-07-07 12:00"))

    shown = soup(as_(lea).get("/en/compte/forfaits/")).select(".pass-lot")

    assert [lot.get_text(" ", strip=True).replace("\xa0", " ") for lot in shown] == [
        "This month: 10 h left of 10 h",
        "For July 2026 8 h left of 10 h",
    ]


def test_pass_that_begins_later_shows_what_was_taken_of_it(as_, lea, room):
    carnet = plan("Carnet de juillet", space=room.space)
    gives(carnet, 600)
    member(lea, carnet, valid_from=date(2026, 7, 1))
    book(room, person=lea, by=lea, start=at("2026-07-07 10:00"), end=at("2026-07-07 12:00"))

    shown = soup(as_(lea).get("/en/compte/forfaits/"))

    assert "From 1 July 2026" in shown.select_one(".passes").get_text()
    assert [lot.get_text(strip=True).replace("\xa0", " ") for lot in shown.select(".pass-lot")] == ["8 h left of 10 h"]


def test_what_expired_has_the_last_day_of_its_lot(as_, lea, room, membership):
    start, end = on("10-14")
    book(room, person=lea, by=lea, start=start, end=end)
    membership.valid_through = date(2026, 6, 20)
    membership.save()

    with clock.fixed(at("2026-06-23 03:00")):
        expire(date(2026, 6, 23))
        latest = soup(as_(lea).get("/en/compte/forfaits/")).select_one(".pass-moves li")

    assert latest.get_text(" ", strip=True).replace("\xa0", " ") == "Carnet 10 h Expired, Saturday 20 June −6 h"


def test_movements_stand_in_the_order_of_their_days(as_, lea, room, membership):
    start, end = on("10-14")
    book(room, person=lea, by=lea, start=start, end=end)
    membership.valid_through = date(2026, 6, 20)
    membership.save()
    longer = member(lea, plan("Carnet long", space=room.space))
    gives(longer.plan, 60)

    with clock.fixed(at("2026-06-22 10:00")):
        start, end = on("10-11", day="2026-06-23")
        book(room, person=lea, by=lea, start=start, end=end)
    with clock.fixed(at("2026-06-23 03:00")):
        expire(date(2026, 6, 23))
        moves = soup(as_(lea).get("/en/compte/forfaits/")).select(".pass-moves li small")

    said = [" ".join(one.get_text().replace("\xa0", " ").split()) for one in moves]
    assert [one.partition(" ·")[0] for one in said[:3]] == [
        "Booked, Monday 22 June",
        "Received, Monday 22 June",
        "Expired, Saturday 20 June",
    ]


def test_passes_say_where_they_count_and_which_are_over(as_, lea, room, membership):
    others = [SpaceFactory(name=name) for name in ("Le Phare", "Babel")]
    nomad = plan("Nomade", reach=Plan.Reach.LISTED)
    nomad.spaces.set(others)
    nomad.save()
    member(lea, nomad)
    member(lea, plan("Essai", space=room.space), valid_through=date(2026, 5, 31))

    page = text(as_(lea).get("/en/compte/forfaits/"))

    assert "Babel and Le Phare" in page and "prices of its members" in page
    current, over = page.split("Passes that are over")
    assert "Essai" in over and "ended on Sunday 31 May" in over
    assert "Essai" not in current and "Nomade" not in over


def test_pass_is_over_on_the_clock_of_its_place(as_, lea):
    """In Tahiti the 14th lasts until ten in the morning of the 15th in Paris."""
    far = SpaceFactory(time_zone="Pacific/Tahiti")
    for name, space, last in (("Loin", far, 14), ("Hier", far, 13), ("Ici", SpaceFactory(), 14), ("Réseau", None, 14)):
        given = plan(name, space=space)
        gives(given, 600)
        member(lea, given, valid_through=date(2026, 6, last))

    page = text(as_(lea).get("/en/compte/forfaits/"))

    current, over = page.split("Passes that are over")
    assert [name in current for name in ("Loin", "Hier", "Ici", "Réseau")] == [True, False, False, False]
    assert [name in over for name in ("Loin", "Hier", "Ici", "Réseau")] == [False, True, True, True]
    assert "10 h left of 10 h" in current.replace("\xa0", " ")


def test_pass_that_a_booking_uses_up_says_so(as_, lea, room):
    carnet = plan("Petit carnet", space=room.space)
    gives(carnet, 60)
    member(lea, carnet)

    page = text(as_(lea).get(FORM, {"debut": "2026-06-16T10:00", "fin": "2026-06-16T12:00"}))

    assert "1 h of “Petit carnet”, which is then used up" in page


def test_my_passes_are_mine(as_, lea, stranger, room, membership):
    assert "Carnet 10 h" not in text(as_(stranger).get("/en/compte/forfaits/"))
    assert as_(None).get("/en/compte/forfaits/").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_my_passes_take_as_many_queries_however_many(as_, lea, room, count):
    for number in range(count):
        carnet = plan(f"Carnet {number}", space=room.space)
        gives(carnet, 60)
        member(lea, carnet)
        start, end = on(f"{10 + number}-{11 + number}")
        book(room, person=lea, by=lea, start=start, end=end)

    assert queries.asked(as_(lea), "/en/compte/forfaits/", "pricing_") == 6


def test_month_begins_on_the_clock_of_the_network(as_, lea, room):
    carnet = plan("Juillet", space=room.space)
    gives(carnet, 600)
    member(lea, carnet, valid_from=date(2026, 7, 1))

    with clock.fixed(at("2026-07-01 00:30")):
        assert "10 h left of 10 h" in text(as_(lea).get("/en/compte/forfaits/"))
