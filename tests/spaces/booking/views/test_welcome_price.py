"""At the desk, what something costs is shown before it is booked for somebody. In English: the code's own words."""

import pytest

from maillage.base import clock
from spaces.booking.forms import LOOK
from spaces.booking.models import Booking, State
from spaces.booking.pages.welcome import WelcomePage
from spaces.booking.services.welcome import Guest
from spaces.booking.team_forms import WelcomeForm
from spaces.catalogue.models import Resource
from tests.factories.booking import at, booked, on, priced
from tests.factories.pricing import audience, carnet, days_left, member, plan, price_for
from tests.reading import plain, soup, text
from tests.spaces.booking.views.agreeing import seen

pytestmark = pytest.mark.django_db

WELCOME = "/en/gestion/la-centrale/accueil/"
AT_ONCE = f"{WELCOME}?ressource=salle-aneto"


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with clock.fixed(at("2026-06-16 10:07")):
        yield


@pytest.fixture
def client(as_, teammate):
    """Of the team."""
    return as_(teammate)


def asked(resource, who="Zoé Passante", hours=("10:05", "11:05"), **more) -> dict:
    start, end = (f"2026-06-16T{hour}" for hour in hours)
    return {"resource": resource.pk, "start": start, "end": end, "who": who, "seats": "1", "cle": "k1", **more}


def joined(person, resource) -> None:
    """Members pay 10 € an hour."""
    members = audience(space=resource.space)
    price_for(resource, 1000, audience=members)
    member(person, plan(space=resource.space, audience=members))


def looked(client, form: dict, to: str = WELCOME):
    return client.post(to, form | {LOOK: "oui"})


def summary(page) -> str:
    found = soup(page).select_one("#recapitulatif .summary")
    return plain(found.get_text(" ", strip=True)) if found else ""


def buttons(page) -> list[str]:
    return [one.get_text(strip=True) for one in soup(page).select("#recapitulatif button")]


def test_price_of_what_is_proposed_is_shown_at_once(client, room):
    for address in (WELCOME, AT_ONCE):
        page = client.get(address)

        assert "Tuesday 16 June, 10:05–11:05" in summary(page)
        assert "Total €18 incl. VAT of which VAT (20%) €3" in summary(page)
        assert buttons(page) == ["Book"]


def test_price_follows_what_is_chosen(client, room, desks):
    priced(desks, 500)

    assert "Total €36 incl. VAT" in summary(looked(client, asked(room, hours=("10:05", "12:05")), AT_ONCE))
    assert "Espace ouvert 3 seats" in summary(found := looked(client, asked(desks, seats="3")))
    assert "Total €15 incl. VAT" in summary(found)
    assert not Booking.objects.exists()


def test_what_is_not_sold_is_free_of_charge_and_booked_without_a_question(client, desks):
    assert "Total Free of charge" in summary(looked(client, asked(desks)))
    assert client.post(WELCOME, asked(desks)).status_code == 302


@pytest.mark.parametrize("wrong", [{"end": "2026-06-16T09:05"}, {"start": "demain"}, {"resource": 0}])
def test_what_makes_no_sense_has_no_price(client, room, wrong):
    page = looked(client, asked(room) | wrong)

    assert (page.status_code, summary(page), buttons(page)) == (200, "", ["Book"])


def test_form_that_has_shown_no_price_asks_before_it_books(client, room):
    asks = client.post(WELCOME, asked(room))

    assert asks.status_code == 409 and not Booking.objects.exists()
    assert "This is what it costs. Nothing is booked until you say yes." in text(asks)
    assert "Total €18 incl. VAT" in summary(asks) and buttons(asks) == ["Yes, book for €18"]

    told = {one["name"]: one["value"] for one in soup(asks).select("#totaux input")}
    assert client.post(WELCOME, asked(room) | told).status_code == 302
    assert (Booking.objects.get().price_cents, Booking.objects.get().state) == (1800, State.CHECKED_IN)


def test_price_that_has_risen_since_is_asked_about(client, room):
    form = seen(client, WELCOME, asked(room))
    room.prices.update(amount_cents=2500)

    asks = client.post(WELCOME, form)

    assert asks.status_code == 409 and not Booking.objects.exists()
    assert "The price would be €25 instead of €18. Nothing is booked until you say yes." in text(asks)
    assert buttons(asks) == ["Yes, book for €25"]


def test_price_of_another_time_is_no_price_of_this(client, room):
    form = seen(client, WELCOME, asked(room)) | {"end": "2026-06-16T13:05"}

    assert client.post(WELCOME, form).status_code == 409
    assert not Booking.objects.exists()


def test_who_pays_less_is_shown_that_once_named_and_may_be_booked_before(client, room, lea):
    joined(lea, room)

    assert "Total €10 incl. VAT" in summary(looked(client, asked(room, who=lea.email)))
    assert "Léa Martin" not in looked(client, asked(room, who=lea.email)).content.decode()  # never was there
    whoever = seen(client, WELCOME, asked(room, who=""))
    done = client.post(WELCOME, whoever | {"who": lea.email}, follow=True)
    assert "To pay on site: €10." in done.content.decode()
    assert Booking.objects.get().price_cents == 1000
    assert "Léa Martin" in summary(looked(client, asked(room, who=lea.email)))


def test_pass_is_shown_beside_what_it_costs_without(client, room, lea, centrale):
    theirs = carnet(lea, centrale, 5, "days", name="Carnet 5 jours")
    page = looked(client, asked(room, who=lea.email))

    assert "Total Covered by a pass: 1 day" in summary(page)
    assert "1 day of “Carnet 5 jours”, 4 days left" in summary(page)
    assert "without their pass: €18 incl. VAT on site" in summary(page)
    assert buttons(page) == ["Book with their pass", "Book, to be paid on site"]

    done = client.post(WELCOME, seen(client, WELCOME, asked(room, who=lea.email)), follow=True)

    assert "Covered by a pass: 1 day of “Carnet 5 jours” (4 days left)." in done.content.decode()
    assert days_left(theirs, on("10-12")[0].date()) == [4]


def test_name_that_may_mean_several_is_asked_about_with_its_price(client, room, lea):
    """Whoever has no account pays what everybody does; the price of a member is shown once she is chosen."""
    booked(room, "9-10", person=lea, day="2026-06-12")
    joined(lea, room)

    ask = client.post(WELCOME, asked(room, who="lea"))
    chosen = looked(client, asked(room, who="lea", person=str(lea.uuid)))

    assert ask.status_code == 422 and "Total €18 incl. VAT" in summary(ask)
    assert "Total €10 incl. VAT" in summary(chosen)


@pytest.mark.parametrize(("is_known", "count"), [(False, 1), (True, 6)])
def test_price_asks_little(rf, room, lea, centrale, teammate, django_assert_num_queries, is_known, count):
    """Its prices, of whom nobody knows; then what she belongs to, and what is left of her passes."""
    for name in ("Carnet", "Carnet du matin"):
        carnet(lea, centrale, 5, "days", name=name)
    request, (start, end) = rf.get(WELCOME), on("11-12")
    request.user = teammate
    found = Resource.objects.get(pk=room.pk)
    form = WelcomeForm(initial={"resource": found, "start": start, "end": end}, space=centrale, may_override=False)

    with django_assert_num_queries(count):
        cost = WelcomePage(request, centrale, form, guest=Guest(person=lea) if is_known else None).cost

    assert (cost.outlay.cents, cost.outlay.days) == ((0, 1) if is_known else (1800, 0))
