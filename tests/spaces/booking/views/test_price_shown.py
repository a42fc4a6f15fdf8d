"""Nobody books at a price that they have not seen: alone, together, repeated, or as a guest."""

import pytest
from django.core import mail
from django.db.models import F

from spaces.booking.models import Booking
from tests.factories.booking import conditions, priced
from tests.factories.pricing import gives, member, plan
from tests.reading import fields, plain, soup, text

pytestmark = pytest.mark.django_db

PLACE = "/en/lieux/la-centrale/"
TIMES = "debut=2026-06-16T10:00&fin=2026-06-16T12:00"
ALONE = f"{PLACE}reserver/salle-aneto/?{TIMES}"
TOGETHER = f"{PLACE}reserver-ensemble/?panier=salle-aneto/20260616T0800Z/20260616T1000Z/1"
SERIES = f"{PLACE}reserver/salle-aneto/serie/?debut=2026-06-16T10:00&fin=2026-06-16T11:00&rythme=jour&fois=2"
WAYS = pytest.mark.parametrize("url", [ALONE, TOGETHER, SERIES], ids=["alone", "together", "series"])
DEARER, CHEAPER = 5.5, 0.5
BUTTONS = {ALONE: "Book", TOGETHER: "Book all of it", SERIES: "Book these dates"}


def priced_anew(resource, times: float) -> None:
    resource.prices.update(amount_cents=F("amount_cents") * times)


def total(page) -> str:
    return plain(soup(page).select_one(".summary").get_text(" "))


def button(page) -> str:
    return soup(page).select_one(".summary [type=submit]").get_text(strip=True)


def sent_of(page) -> dict[str, str]:
    """What a browser sends of the form: boxes that are not ticked are no part of it."""
    form, sent = soup(page).select_one("#reserver"), fields(page)
    ticked = {box["name"]: box["value"] for box in form.select("[type=checkbox][checked]")}
    boxes = {box["name"] for box in form.select("[type=checkbox]")}
    return {name: value for name, value in sent.items() if name not in boxes} | ticked


def cents() -> int:
    return sum(one.price_cents for one in Booking.objects.all())


@WAYS
def test_price_that_has_risen_meanwhile_is_shown_before_it_is_booked(as_, room, lea, url):
    page = as_(lea).get(url)
    priced_anew(room, DEARER)

    asks = as_(lea).post(url, sent_of(page) | {"note": "Le chœur"})

    assert "€36 incl. VAT" in total(page) and "€198 incl. VAT" in total(asks)
    assert (
        asks.status_code == 409
        and "The price would be €198 instead of €36. Nothing is booked until you say yes." in text(asks)
    )
    assert (button(page), button(asks)) == (BUTTONS[url], "Yes, book for €198")
    assert fields(asks)["note"].strip() == "Le chœur"
    assert not Booking.objects.exists() and not mail.outbox

    assert as_(lea).post(url, sent_of(asks)).status_code == 302
    assert (cents(), Booking.objects.first().note) == (19800, "Le chœur")


def test_guest_is_shown_a_price_that_has_risen_meanwhile(client, centrale, room):
    conditions(centrale, welcomes_guests=True)
    who = {"name": "Zoé Passante", "email": "zoe@example.org", "note": "Avec un chien"}
    page = client.get(ALONE)
    priced_anew(room, DEARER)

    asks = client.post(ALONE, sent_of(page) | who)

    assert asks.status_code == 409 and "The price would be €198 instead of €36." in text(asks)
    assert {name: fields(asks)[name].strip() for name in who} == who
    assert (button(page), button(asks)) == ("Book and get the link", "Yes, send me the link")
    assert not Booking.objects.exists() and not mail.outbox

    assert client.post(ALONE, sent_of(asks)).status_code == 302
    assert (cents(), len(mail.outbox)) == (19800, 1)


@WAYS
def test_price_that_has_fallen_meanwhile_is_booked(as_, room, lea, url):
    page = as_(lea).get(url)
    priced_anew(room, CHEAPER)

    assert as_(lea).post(url, sent_of(page)).status_code == 302
    assert cents() == 1800


@WAYS
@pytest.mark.parametrize("shown", [{}, {"total": ""}, {"total": "-1"}, {"total": "9" * 5000}])
def test_form_that_says_no_price_has_shown_none(as_, room, lea, url, shown):
    sent = sent_of(as_(lea).get(url))
    del sent["total"]

    assert as_(lea).post(url, sent | shown).status_code == 409
    assert not Booking.objects.exists()


@pytest.fixture
def carnet(lea, room):
    """Two hours, and no more."""
    found = plan("Carnet 2 h", space=room.space)
    gives(found, 120)
    return member(lea, found)


@WAYS
def test_what_a_pass_no_longer_pays_is_shown_before_it_is_booked(as_, room, lea, carnet, url):
    page = as_(lea).get(url)
    as_(lea).post(ALONE, {"debut": "2026-06-16T14:00", "fin": "2026-06-16T16:00", "total": "0+120"})
    assert (Booking.objects.count(), cents()) == (1, 0)

    asks = as_(lea).post(url, sent_of(page))

    assert asks.status_code == 409 and "The price would be €36: passes would no longer pay" in text(asks)
    assert "€36 incl. VAT" in total(asks) and Booking.objects.count() == 1


@WAYS
def test_without_passes_a_price_that_has_risen_is_shown_too(as_, room, lea, carnet, url):
    without = {"sans_forfait": "on"} if url != ALONE else {}
    url += "&payer=sur-place" if url == ALONE else ""
    page = as_(lea).get(url)
    priced_anew(room, DEARER)

    asks = as_(lea).post(url, sent_of(page) | without)

    assert "The price would be €198 instead of €36." in text(asks) and "€198 incl. VAT" in total(asks)
    assert button(asks) == "Yes, book for €198"
    assert as_(lea).post(url, sent_of(asks)).status_code == 302
    assert cents() == 19800


@pytest.mark.parametrize(
    "url",
    [ALONE, TOGETHER, SERIES.replace("salle-aneto", "espace-ouvert")],
    ids=["alone", "together", "series"],
)
def test_form_sent_twice_shows_the_booking_that_a_pass_has_paid(as_, room, desks, lea, carnet, url):
    priced(desks, 1800)
    sent = sent_of(as_(lea).get(url))

    first, again = as_(lea).post(url, sent), as_(lea).post(url, sent, follow=True)

    assert again.redirect_chain == [(first.url, 302)]
    assert "You had sent this form already" in again.content.decode() and cents() == 0
