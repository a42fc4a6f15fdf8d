"""The plan of a room at one time: `?ressource=…&vue=plan`. In English: the words of the code itself."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.catalogue.models import Spot
from tests.factories.booking import booked, require_training
from tests.factories.catalogue import ResourceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/lieux/la-centrale/reserver/?ressource=quai&vue=plan&jour=2026-06-16"
AT_TEN = f"{URL}&heure=10:00"


@pytest.fixture
def quai(centrale):
    return ResourceFactory(space=centrale, name="Salle du quai", slug="quai", kind="office")


def desk(room, name: str, x: int, y: int, **fields):
    made = ResourceFactory(space=room.space, name=name, slug=name.lower(), kind="desk", parent=room, **fields)
    Spot.objects.create(resource=made, x=x, y=y)
    return made


@pytest.fixture
def three(quai):
    """Read from the upper left: Aspin, Soulor, Somport."""
    return [desk(quai, "Somport", 10, 60), desk(quai, "Soulor", 50, 9), desk(quai, "Aspin", 10, 10)]


def said(response, where: str) -> list[str]:
    return [" ".join(link.get_text(" ").split()) for link in soup(response).select(f"{where} a")]


def test_each_desk_is_a_link_with_its_name_and_state_on_the_plan_and_in_the_list(client, three):
    somport, soulor, _aspin = three
    booked(soulor, "9-12")
    require_training(somport)

    response = client.get(AT_TEN)

    assert said(response, ".plan-desks") == ["Aspin free", "Soulor taken", "Somport not for you: training needed"]
    assert said(response, ".plan-list") == [
        "Aspin free 10:00–11:00 · free of charge",
        "Soulor taken",
        "Somport not for you: training needed",
    ]
    assert "10:00–11:00: 1 of 3 is free. In the course of the day, 3 are free at some time." in text(response)
    links = [[link["href"] for link in soup(response).select(f"{where} a")] for where in (".plan-desks", ".plan-list")]
    assert links[0] == links[1]


def test_free_desk_leads_to_the_form_of_that_time_and_others_to_their_own_day(as_, three, lea):
    booked(three[1], "9-12")

    free, taken, _ = [link["href"] for link in soup(as_(lea).get(f"{AT_TEN}&duree=120")).select(".plan-desks a")]

    assert urlsplit(free).path == "/en/lieux/la-centrale/reserver/aspin/"
    assert parse_qs(urlsplit(free).query) == {
        "debut": ["2026-06-16T10:00:00+02:00"],
        "fin": ["2026-06-16T12:00:00+02:00"],
    }
    assert as_(lea).get(free).status_code == 200
    assert parse_qs(urlsplit(taken).query) == {"jour": ["2026-06-16"], "ressource": ["soulor"], "duree": ["120"]}


def test_desk_that_is_free_for_less_than_what_is_asked_is_too_short(client, three):
    booked(three[1], "11-12")

    assert said(client.get(f"{AT_TEN}&duree=120"), ".plan-desks")[1] == "Soulor too short for 2 h"


def test_without_an_hour_the_first_with_something_free_is_shown(client, quai):
    booked(desk(quai, "Aspin", 10, 10), "9-11")

    response = client.get(URL)

    assert said(response, ".plan-desks") == ["Aspin free"]
    hours = soup(response).select("select[name=heure] option")
    assert [hour["value"] for hour in hours if hour.has_attr("selected")] == ["11:00"]
    assert [hour["value"] for hour in hours][:2] == ["09:00", "10:00"]


def test_hour_outside_the_grid_is_said_rather_than_guessed(client, three):
    response = client.get(f"{URL}&heure=10:20")

    assert said(response, ".plan-desks") == [f"{name} not at this time" for name in ("Aspin", "Soulor", "Somport")]
    assert "First free time" in text(response)


def test_booking_the_room_takes_its_desks(client, quai, three):
    booked(quai, "9-12")

    assert said(client.get(AT_TEN), ".plan-desks") == ["Aspin taken", "Soulor taken", "Somport taken"]


def test_plan_keeps_only_desks_with_what_one_needs(client, quai, three):
    desk(quai, "Tourmalet", 70, 60, features=["wheelchair"])

    assert said(client.get(f"{AT_TEN}&avec=wheelchair"), ".plan-desks") == ["Tourmalet free"]
    assert "Nothing here has all of it" in text(client.get(f"{AT_TEN}&avec=quiet"))


def test_plan_is_offered_where_there_is_one(client, quai, room):
    board = "/en/lieux/la-centrale/reserver/"
    assert "vue=plan" not in client.get(board).content.decode()
    assert "Nothing stands on a plan of this room yet" in text(client.get(AT_TEN))

    desk(quai, "Aspin", 10, 10)

    assert "Choose on the plan: Salle du quai" in text(client.get(board))
    assert soup(client.get(f"{board}?ressource=quai")).select_one(".tabs a[href*='vue=plan']")
    assert not soup(client.get(f"{board}?ressource=salle-aneto")).select_one(".tabs a[href*='vue=plan']")


@pytest.mark.parametrize("query", ["vue=plan", "ressource=quai&vue=plan&heure=25:00", "ressource=quai&heure=dix"])
def test_address_that_makes_no_sense_is_refused(client, quai, query):
    assert client.get(f"/en/lieux/la-centrale/reserver/?{query}").status_code == 400


def test_closed_day_says_so(client, three):
    assert "is closed on" in text(client.get(AT_TEN.replace("06-16", "06-21")))


def test_queries_do_not_depend_on_how_many_desks(client, quai):
    def visit():
        with CaptureQueriesContext(connection) as found:
            assert client.get(AT_TEN).status_code == 200
        return queries_of_rooms(found)

    require_training(desk(quai, "Aspin", 10, 10))
    client.get(AT_TEN)  # sites are remembered
    one = visit()
    for number in (1, 2):
        require_training(booked(desk(quai, f"Soulor{number}", 30 * number, 10), "9-12").resource)
    three = visit()

    assert (one, three) == (11, 11)
