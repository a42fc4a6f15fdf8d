"""Nothing of a pass is taken that a page has not shown before: its person, their team, and who has the link of a mail."""

import re

import pytest
from django.core import mail
from django.test import Client

from spaces.booking.forms import LOOK
from spaces.booking.models import Booking
from spaces.booking.services.booking import book
from spaces.booking.services.states import cancel
from tests.factories.booking import PersonFactory, booked, on, priced
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import carnet, days_left
from tests.reading import fields, plain, soup, text
from tests.spaces.booking.views.agreeing import seen

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY = "2026-06-16", "2026-06-17"
WELCOME = "/en/gestion/la-centrale/accueil/"
JSON = {"headers": {"Accept": "application/json"}}
ONE_MORE = "It would take 1 day of “Carnet 5 jours” (3 days would be left). Nothing is moved until you say yes."


@pytest.fixture
def lea(lea):
    lea.language = "en"
    lea.save()
    return lea


@pytest.fixture(name="carnet")
def _carnet(lea, centrale):
    return carnet(lea, centrale, 5, "days", name="Carnet 5 jours")


@pytest.fixture
def bookings(room, desks, lea, carnet) -> list[Booking]:
    """Two on one day, which the pass has paid once."""
    priced(desks, 1800)
    return [_booked(room, lea, "9-12"), _booked(desks, lea, "14-17")]


def _booked(resource, lea, hours, day=TUESDAY) -> Booking:
    start, end = on(hours, day)
    return book(resource, person=lea, by=lea, start=start, end=end)


def left(carnet) -> list[int]:
    return days_left(carnet, on("10-12")[0].date())


def url(booking) -> str:
    return f"/en/reservations/{booking.uuid}/horaire/"


def to(hours, day=WEDNESDAY) -> dict[str, str]:
    start, end = on(hours, day)
    return {"debut": start.isoformat(), "fin": end.isoformat()}


def question(page):
    """The form that asks whether that is meant, and what it would send."""
    form = soup(page).select_one("main form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]:not([type=radio])")}
    sent |= {one["name"]: one["value"] for one in form.select("[type=radio][checked]")}
    sent |= {one["name"]: one.select_one("option[selected]")["value"] for one in form.select("select:has([selected])")}
    return form, sent


def test_own_move_shows_what_it_takes(as_, lea, bookings, carnet):
    page = as_(lea).get(url(bookings[0]), to("9-12"))

    assert "1 day of “Carnet 5 jours”, 3 days left" in plain(soup(page).select_one(".summary").get_text(" "))
    assert "1 day of your passes" in plain(soup(page).select_one(".reserve-bar").get_text(" "))
    assert as_(lea).post(url(bookings[0]), fields(page)).status_code == 302
    assert left(carnet) == [3]


def test_own_move_is_shown_anew_where_it_takes_more_by_then(as_, lea, bookings, room, carnet):
    there = _booked(room, lea, "14-17", WEDNESDAY)
    page = as_(lea).get(url(bookings[0]), to("9-12"))
    assert "“Carnet 5 jours” has paid that day already: nothing more is taken" in text(page)
    cancel(there, by=lea)

    asks = as_(lea).post(url(bookings[0]), fields(page))

    assert asks.status_code == 409 and ONE_MORE in text(asks) and left(carnet) == [4]
    assert [soup(shown).select_one(".summary [type=submit]").get_text(strip=True) for shown in (page, asks)] == [
        "Move", "Yes, move it"
    ]  # fmt: skip
    assert as_(lea).post(url(bookings[0]), fields(asks)).status_code == 302
    assert left(carnet) == [3]


def test_own_move_whose_form_says_nothing_has_shown_nothing(as_, lea, bookings, carnet):
    asks = as_(lea).post(url(bookings[0]), to("9-12"))

    assert (asks.status_code, left(carnet)) == (409, [4])


def test_time_is_kept_for_as_much_as_was_shown(as_, lea, room, carnet):
    form = "/en/lieux/la-centrale/reserver/salle-aneto/"
    asks = as_(lea).post(form, to("9-12") | {"garder": "oui"})
    assert asks.status_code == 409 and "It would take 1 day of “Carnet 5 jours” (4 days would be left)." in text(asks)

    as_(lea).post(form, fields(as_(lea).get(form, to("9-12"))) | {"garder": "oui"})

    assert (Booking.objects.get().state, left(carnet)) == ("hold", [4])


def test_team_is_asked_by_the_form_of_the_planning(as_, teammate, bookings, carnet):
    move, (start, end) = f"/en/reservations/{bookings[0].uuid}/deplacer/", on("9-12", WEDNESDAY)
    asks = as_(teammate).post(move, {"start": start.isoformat(), "end": end.isoformat()})
    form, sent = question(asks)

    assert asks.status_code == 409 and ONE_MORE in text(asks)
    assert form.select_one("[type=submit]").get_text(strip=True) == "Yes, move it" and left(carnet) == [4]
    done = as_(teammate).post(move, sent, follow=True)
    assert "A pass pays: 1 day of “Carnet 5 jours” (3 days left)." in done.content.decode() and left(carnet) == [3]


def test_team_that_moves_to_what_a_pass_pays_reads_no_price_of_nothing(as_, teammate, room, lea, centrale):
    move, (start, end) = f"/en/reservations/{_booked(room, lea, '9-12').uuid}/deplacer/", on("9-12", WEDNESDAY)
    carnet(lea, centrale, 5, "days", name="Carnet 5 jours")
    asks = as_(teammate).post(move, {"start": start.isoformat(), "end": end.isoformat()})

    done = as_(teammate).post(move, question(asks)[1], follow=True)

    assert "A pass would pay for all of it: 1 day of “Carnet 5 jours”" in text(asks)
    assert "A pass pays: 1 day of “Carnet 5 jours”" in done.content.decode()
    assert not any("€0" in page.content.decode() for page in (asks, done))


def test_timeline_is_asked_before_it_takes_of_a_pass(as_, teammate, bookings, carnet):
    move, (start, end) = f"/en/reservations/{bookings[0].uuid}/deplacer/", on("9-12", WEDNESDAY)
    sent = {"start": start.isoformat(), "end": end.isoformat()}

    asks = as_(teammate).post(move, sent, **JSON)

    assert (asks.status_code, asks.json()) == (
        409,
        {
            "message": f"Léa Martin: Salle Aneto, Wednesday 17 June, 09:00–12:00. {ONE_MORE}",
            "price_cents": 0,
            "takes": asks.json()["takes"],
            "yes": "Yes, move it",
        },
    )
    assert as_(teammate).post(move, sent | {"prix": asks.json()["takes"]}, **JSON).status_code == 200
    assert left(carnet) == [3]


def test_link_of_a_mail_asks_before_it_takes_of_a_pass(as_, owner, bookings, carnet):
    closed = {"du": TUESDAY, "au": TUESDAY, "ressource": "salle-aneto"}
    mail.outbox.clear()
    for address in ("fermetures", "fermetures/propositions"):
        as_(owner).post(f"/en/gestion/la-centrale/{address}/", closed)
    links = re.findall(r"http://[^/]+(/\S*propositions/\S+)", mail.outbox[-1].body)

    asks = Client().post(links[0])
    form, sent = question(asks)

    assert ONE_MORE in text(asks) and left(carnet) == [4]
    assert form.select_one("button").get_text(strip=True) == "Yes, move it"
    assert "Your booking is moved." in text(Client().post(links[0], {"prix": sent["prix"]}))
    assert left(carnet) == [3]


@pytest.fixture
def for_lea(room, lea, carnet) -> dict[str, str]:
    """Booked by the team, by her name: she has been there before."""
    booked(room, "9-10", person=lea, day="2026-06-12")
    start, end = on("9-12", WEDNESDAY)
    times = {"start": start.isoformat(), "end": end.isoformat()}
    return {"resource": room.pk, "who": lea.name, "seats": "1", "cle": "k", "person": str(lea.uuid), **times}


def test_team_that_books_for_somebody_is_asked_before_their_pass_pays(as_, teammate, for_lea, carnet):
    """Her name is typed and the form sent at once: it had shown what it costs those who have no pass."""
    whoever = seen(as_(teammate), WELCOME, for_lea | {"who": "", "person": ""})
    asks = as_(teammate).post(WELCOME, whoever | for_lea)
    _form, sent = question(asks)

    assert asks.status_code == 409 and Booking.objects.count() == 1 and left(carnet) == [5]
    assert (
        "A pass would pay for all of it: 1 day of “Carnet 5 jours” (4 days would be left). "
        "Nothing is booked until you say yes." in text(asks)
    )
    assert sent["person"] == for_lea["person"]
    done = as_(teammate).post(WELCOME, sent, follow=True)
    said = "is booked for Léa Martin: Wednesday 17 June, 09:00–12:00. Covered by a pass: 1 day of “Carnet 5 jours”"
    assert f"{said} (4 days left)." in done.content.decode() and left(carnet) == [4]


def test_yes_is_for_the_passes_of_one_person(as_, teammate, for_lea, room, centrale):
    booked(room, "10-11", person=(marc := PersonFactory(name="Marc Petit")), day="2026-06-12")
    theirs = carnet(marc, centrale, 5, "days", name="Carnet de Marc")
    sent = question(as_(teammate).post(WELCOME, for_lea))[1] | {"who": marc.name, "person": str(marc.uuid)}

    asks = as_(teammate).post(WELCOME, sent)

    assert (asks.status_code, left(theirs)) == (409, [5])
    assert as_(teammate).post(WELCOME, question(asks)[1]).status_code == 302
    assert left(theirs) == [4]


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_yes_is_for_the_time_and_the_room_that_were_shown(as_, teammate, for_lea, room, carnet, is_elsewhere):
    priced(other := ResourceFactory(space=room.space, name="Salle C"), 1800)
    start, end = on("9-12", "2026-06-18")
    change = {"resource": other.pk} if is_elsewhere else {"start": start.isoformat(), "end": end.isoformat()}
    sent = question(as_(teammate).post(WELCOME, for_lea))[1] | change

    asks = as_(teammate).post(WELCOME, sent)

    assert (asks.status_code, left(carnet)) == (409, [5])
    assert as_(teammate).post(WELCOME, question(asks)[1]).status_code == 302
    made = Booking.objects.last()
    assert (made.resource, made.start_at) == ((other, on("9-12", WEDNESDAY)[0]) if is_elsewhere else (room, start))


def test_team_may_let_somebody_pay_on_site(as_, teammate, for_lea, carnet):
    page = as_(teammate).post(WELCOME, for_lea | {LOOK: "oui"})
    button = soup(page).select_one("main form button[name]")

    as_(teammate).post(WELCOME, question(page)[1] | {button["name"]: button["value"]})

    assert (Booking.objects.last().price_cents, left(carnet)) == (5400, [5])


def test_team_is_asked_nothing_where_no_pass_pays(as_, teammate, for_lea, carnet):
    carnet.delete()
    whoever = seen(as_(teammate), WELCOME, for_lea | {"who": "", "person": ""})

    assert as_(teammate).post(WELCOME, whoever | for_lea).status_code == 302


SERIES = (
    "/en/lieux/la-centrale/reserver/salle-aneto/serie/?debut=2026-06-16T10:00&fin=2026-06-16T11:00&rythme=jour&fois=3"
)


def test_series_that_a_pass_pays_says_how_many_days(as_, lea, room, carnet):
    page = as_(lea).get(SERIES)
    form = soup(page).select_one("#reserver")
    ticked = {box["name"]: box["value"] for box in form.select("[type=checkbox][checked]")}
    sent = {name: value for name, value in fields(page).items() if name != "sans_forfait"} | ticked

    made = as_(lea).post(SERIES, sent, follow=True)

    assert "Covered by a pass: 3 days" in plain(soup(page).select_one(".summary").get_text(" "))
    assert "Covered by a pass: 3 days in all" in text(made) and left(carnet) == [2]


def test_page_of_a_booking_says_what_it_took_and_is_left(as_, lea, bookings):
    page = text(as_(lea).get(f"/en/reservations/{bookings[0].uuid}/"))

    assert "Carnet 5 jours: 1 day (4 days left)" in page and "takes 1 day of “Carnet 5 jours”" in page
