"""The booking form: what people see, what they send, what they are told. In English: the words of the code itself."""

import threading
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import Booking, State
from tests.factories.booking import at, booked, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.queries import queries_of_rooms
from tests.reading import fields, soup, text
from tests.spaces.booking.conftest import NOW

pytestmark = pytest.mark.django_db

ROOM = "/en/lieux/la-centrale/reserver/salle-aneto/"
DESKS = "/en/lieux/la-centrale/reserver/espace-ouvert/"


def asked(hours: str = "10-12", day: str = "2026-06-16", **more) -> dict:
    start, end = hours.split("-")
    return {"debut": f"{day}T{start:0>2}:00:00+02:00", "fin": f"{day}T{end:0>2}:00:00+02:00", **more}


def test_form_says_what_when_and_how_much(as_, room, lea):
    response = as_(lea).get(ROOM, asked("10-12"))

    said = text(response)
    assert "Salle Aneto" in said and "Tuesday 16 June, 10:00–12:00" in said
    assert "€36 incl. VAT" in said and "of which VAT (20%) €6" in said
    assert "You pay on site." in said
    assert {name: fields(response)[name] for name in ("debut", "fin")} == asked("10-12")


def test_form_says_what_the_room_has_for_those_who_need_it(as_, room, lea):
    assert "Accessibility" not in soup(as_(lea).get(ROOM, asked("10-12"))).select_one(".summary").get_text()

    room.features = ["quiet", "wheelchair"]
    room.save()

    summary = soup(as_(lea).get(ROOM, asked("10-12"))).select_one(".summary").get_text()
    assert "Accessibility" in summary and "Wheelchair access · quiet" in summary


def test_form_offers_the_ends_that_are_free(as_, room, lea):
    booked(room, "14-15")

    response = as_(lea).get(ROOM, asked("10-12"))

    offered = soup(response).select("button.slot-choice[name=choix]")
    ends = [button["value"].partition("/")[2] for button in offered]
    assert ends == [f"2026-06-16T{hour}:00:00+02:00" for hour in (11, 12, 13, 14)]
    assert [button.get("aria-current") for button in offered] == [None, "true", None, None]


def test_form_offers_the_places_that_are_left(as_, desks, lea):
    booked(desks, "10-12")

    response = as_(lea).get(DESKS, asked("10-12"))

    assert [a.get_text(strip=True) for a in soup(response).select("button.chip")] == ["1 seat", "2 seats"]


@pytest.mark.parametrize(("kind", "number", "changed"), [("slot-choice", 2, "fin"), ("chip", 1, "places")])
def test_another_duration_or_number_keeps_what_was_typed(as_, desks, lea, kind, number, changed):
    theirs = OrganisationFactory(owner=lea)
    page = as_(lea).get(DESKS, asked("10-12"))
    choice = soup(page).select(f"button.{kind}")[number]["value"]

    typed = {"note": "Avec le chien Pistache", "organisation": str(theirs.pk), "choix": choice}
    response = as_(lea).post(DESKS, fields(page) | typed, follow=True)

    before, after = asked("10-12", places="1"), {"places": "1", **fields(response)}
    assert after["note"].strip() == "Avec le chien Pistache"
    assert soup(response).select_one("[name=organisation] [selected]")["value"] == str(theirs.pk)
    assert [name for name in ("debut", "fin", "places") if after[name] != before[name]] == [changed]
    assert not Booking.objects.exists()


def test_numbers_beyond_what_there_is_are_not_offered(as_, desks, lea):
    response = as_(lea).get(DESKS, asked("10-12", places="99"))

    assert ": 3 seats in all" in text(response)
    assert [one.get_text(strip=True) for one in soup(response).select("button.chip")] == [
        "1 seat",
        "2 seats",
        "3 seats",
    ]


def test_nothing_is_said_of_a_time_that_ends_before_it_starts(as_, room, lea):
    said = text(as_(lea).get(ROOM, asked("12-10")))

    assert "The end must be after the start." in said
    for wrong in ("Duration", "−", "Free of charge"):
        assert wrong not in said


def test_form_without_a_time_leads_to_the_board(as_, room, lea):
    response = as_(lea).get(ROOM)

    assert (response.status_code, response.url) == (302, "/en/lieux/la-centrale/reserver/?ressource=salle-aneto")


def test_form_without_an_end_takes_the_shortest_booking(as_, room, lea):
    response = as_(lea).get(ROOM, {"debut": "2026-06-16T10:00:00+02:00"})

    assert fields(response)["fin"] == "2026-06-16T11:00:00+02:00"


def test_time_without_an_offset_is_read_on_the_clock_of_the_place(as_, lea):
    island = SpaceFactory.open(slug="ile", days=EVERY_DAY, time_zone="Indian/Reunion")
    ResourceFactory(space=island, slug="salle")

    response = as_(lea).get("/en/lieux/ile/reserver/salle/", {"debut": "2026-06-16T10:00"})

    assert fields(response)["debut"] == "2026-06-16T10:00:00+04:00"


def test_plus_that_became_a_space_is_read_as_one(as_, room, lea):
    response = as_(lea).get(f"{ROOM}?debut=2026-06-16T10:00:00+02:00")

    assert fields(response)["debut"] == "2026-06-16T10:00:00+02:00"


def test_booking_is_made_and_shown(as_, room, lea):
    response = as_(lea).post(ROOM, asked("10-12", note="Avec un écran", total="3600"), follow=True)

    booking = Booking.objects.get()
    assert response.redirect_chain == [(f"/en/reservations/{booking.uuid}/", 302)]
    assert (booking.person, booking.created_by, booking.state, booking.source) == (lea, lea, "confirmed", "web")
    assert (booking.start_at, booking.end_at) == (at("2026-06-16 10:00"), at("2026-06-16 12:00"))
    assert (booking.note, booking.price_cents, booking.vat_cents) == ("Avec un écran", 3600, 600)
    assert "It is booked." in response.content.decode()


def test_booking_says_that_the_team_answers_first(as_, room, lea):
    room.requires_approval = True
    room.save()

    form = as_(lea).get(ROOM, asked())
    response = as_(lea).post(ROOM, fields(form), follow=True)

    assert "Send my request" in text(form)
    assert Booking.objects.get().state == State.PENDING
    assert "Your request has been sent." in response.content.decode()


def test_places_of_a_pool_are_booked(as_, desks, lea):
    as_(lea).post(DESKS, asked("10-12", places="2"))

    assert Booking.objects.get().seats == 2


def test_the_second_of_the_two_hours_of_the_autumn_night_is_booked(as_, lea):
    night = SpaceFactory.open(slug="nuit", days=EVERY_DAY, hours=("00:00", "06:00"))
    ResourceFactory(space=night, slug="salle")
    times = {"debut": "2026-10-25T02:00:00+01:00", "fin": "2026-10-25T03:00:00+01:00"}

    with clock.fixed(at("2026-10-24 12:00")):
        shown = as_(lea).get("/en/lieux/nuit/reserver/salle/", times)
        as_(lea).post("/en/lieux/nuit/reserver/salle/", times)

    assert "02:00 (UTC+1)–03:00" in text(shown)
    assert Booking.objects.get().start_at.isoformat() == "2026-10-25T01:00:00+00:00"


# Signing in first


def test_anonymous_signs_in_and_comes_back_with_everything(client, desks):
    response = client.get(DESKS, asked("10-12", places="2"))

    assert (response.status_code, urlsplit(response.url).path) == (302, "/en/compte/login/")
    back = parse_qs(urlsplit(response.url).query)["next"][0]
    assert urlsplit(back).path == DESKS
    assert parse_qs(urlsplit(back).query) == {name: [value] for name, value in asked("10-12", places="2").items()}


def test_words_typed_survive_signing_in_again(client, room, lea):
    response = client.post(ROOM, asked("10-12", note="Trois lignes d’explications"))
    back = parse_qs(urlsplit(response.url).query)["next"][0]
    client.force_login(lea)

    assert "Trois lignes d’explications" in fields(client.get(back))["note"]
    assert not Booking.objects.exists()
    assert "Trois lignes" not in fields(client.get(back))["note"]


def test_no_more_is_kept_of_an_unknown_visitor_than_the_form_takes(client, room):
    client.post(ROOM, asked("10-12", note="x" * 100_000))

    assert len(str(dict(client.session))) < 2000


# Sent twice


def test_form_sent_twice_books_once(as_, desks, lea):
    form = fields(as_(lea).get(DESKS, asked("10-12")))

    first, second = as_(lea).post(DESKS, form), as_(lea).post(DESKS, form, follow=True)

    assert Booking.objects.count() == 1
    assert second.redirect_chain == [(first.url, 302)]
    assert "You had sent this form already" in second.content.decode()


def test_form_asked_for_again_says_what_one_has_there_already(as_, desks, lea):
    as_(lea).post(DESKS, fields(as_(lea).get(DESKS, asked("10-12"))))
    mine = Booking.objects.get()

    again = as_(lea).get(DESKS, asked("11-13"))
    refused = as_(lea).post(DESKS, fields(again) | {"encore": ""})

    for page in (again, refused):
        assert "You already have a booking here at that time" in text(page)
        assert soup(page).select_one(f"main form a[href='{mine.get_absolute_url()}']")
    assert (refused.status_code, Booking.objects.count()) == (409, 1)
    made = as_(lea).post(DESKS, fields(refused) | {"encore": "on"})
    assert (made.status_code, Booking.objects.count()) == (302, 2)


def test_form_sent_after_another_one_books_nothing_unasked(as_, desks, lea):
    forms = [fields(as_(lea).get(DESKS, asked("10-12"))) for _ in range(2)]

    answers = [as_(lea).post(DESKS, form).status_code for form in forms]

    assert answers == [302, 409]
    assert Booking.objects.count() == 1


def test_what_one_has_elsewhere_or_no_longer_is_no_question(as_, desks, room, lea, stranger):
    booked(desks, "10-12", person=stranger)
    booked(desks, "8-10", person=lea)
    booked(room, "10-12", person=lea)
    booked(desks, "10-12", person=lea, state=State.CANCELLED)

    assert "You already have" not in text(as_(lea).get(DESKS, asked("10-12")))
    assert as_(lea).post(DESKS, asked("10-12")).status_code == 302


def test_key_of_somebody_else_is_not_a_key_to_their_booking(as_, desks, lea, stranger):
    form = fields(as_(lea).get(DESKS, asked("10-12")))
    first = as_(lea).post(DESKS, form)

    second = as_(stranger).post(DESKS, form)

    assert second.url != first.url
    assert Booking.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_form_sent_four_times_at_once_books_once(desks, lea):
    answers = []

    def send():
        with clock.fixed(NOW):
            client = Client()
            client.force_login(lea)
            answers.append(client.post(DESKS, asked("10-12", cle="la-meme")))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    booking = Booking.objects.get()
    assert {answer.url for answer in answers} == {f"/en/reservations/{booking.uuid}/"}
    assert len(answers) == 4


# Who


def test_organisation_is_one_of_mine(as_, room, lea, stranger):
    mine, theirs = OrganisationFactory(owner=lea), OrganisationFactory(owner=stranger, name="La leur")

    shown = as_(lea).get(ROOM, asked())
    refused = as_(lea).post(ROOM, asked(organisation=str(theirs.pk)))
    made = as_(lea).post(ROOM, fields(shown) | {"organisation": str(mine.pk)})

    assert "La leur" not in shown.content.decode()
    assert (refused.status_code, made.status_code) == (422, 302)
    assert Booking.objects.get().organisation == mine


def test_nobody_is_asked_for_an_organisation_they_do_not_have(as_, room, lea):
    assert not soup(as_(lea).get(ROOM, asked())).select("[name=organisation]")


def test_hidden_resources_are_not_there(as_, room, lea, teammate):
    secret = SpaceFactory.draft(slug="secret", host=teammate)
    ResourceFactory(space=secret, slug="salle")
    ResourceFactory(space=room.space, slug="rangee", is_active=False)

    hidden = ("secret/reserver/salle", "la-centrale/reserver/rangee", "la-centrale/reserver/rien", "rien/reserver/x")
    for user in (lea, None):
        for path in hidden:
            for method in ("get", "post"):
                assert getattr(as_(user), method)(f"/en/lieux/{path}/", asked()).status_code == 404
    assert as_(teammate).get("/en/lieux/secret/reserver/salle/", asked()).status_code == 200
    assert not Booking.objects.exists()


def test_form_needs_its_own_key_of_the_site(room, lea):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lea)

    assert client.post(ROOM, asked()).status_code == 403
    assert not Booking.objects.exists()


def test_words_of_the_address_are_escaped(as_, room, lea):
    bad = '"><script>alert(1)</script>'

    for url in (f"{ROOM}?debut={quote(bad)}", f"/en/lieux/la-centrale/reserver/?ressource={quote(bad)}"):
        assert "<script>alert" not in as_(lea).get(url).content.decode()


def test_queries_do_not_depend_on_what_there_is(as_, room, lea):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert as_client.get(ROOM, asked()).status_code == 200
        return queries_of_rooms(found)

    as_client = as_(lea)
    visit()  # sites are remembered
    one = visit()
    for number in (1, 2):
        other = ResourceFactory(space=room.space, slug=f"r{number}")
        priced(other)
        booked(other, "10-12")
        booked(room, "15-16" if number == 1 else "16-17")
    three = visit()

    assert (one, three) == (12, 12)
