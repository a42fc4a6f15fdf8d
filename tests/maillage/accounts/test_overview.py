"""`/compte/`: what concerns somebody today, for who keeps places and who runs the network. In English."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import hold
from spaces.catalogue.models import Space
from tests.factories.booking import at, booked, on, open_room
from tests.maillage.curation.record_rights import open_back_office
from tests.queries import queries_of_rooms
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

URL = "/en/compte/"


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(at("2026-06-15 08:00")):
        yield


@pytest.fixture
def room(owner):
    room = open_room(name="Salle Aneto")
    room.space.team.create(user=owner, role="manager")
    return room


def visit(client, user):
    client.force_login(user)
    return client.get(URL)


def test_manager_sees_what_waits_in_each_of_their_places(client, room, owner):
    quiet = visit(client, owner)
    booked(room, "10-12", state=State.PENDING), booked(room, "14-15", state=State.PENDING)
    page = visit(client, owner)

    link = f"a[href='/en/gestion/{room.space.slug}/demandes/']"
    assert not soup(quiet).select(link) and soup(page).select_one(link).get_text() == "2 requests"


def test_host_is_told_how_many_wait_and_only_who_answers_is_called_to(client, room, owner, teammate):
    room.space.team.create(user=teammate, role="host")
    booked(room, "10-12", state=State.PENDING)

    def link(user):
        return soup(visit(client, user)).select_one("a[href$='/demandes/']")

    assert [link(user).get_text() for user in (owner, teammate)] == ["1 request"] * 2
    assert ["btn-primary" in link(user)["class"] for user in (owner, teammate)] == [True, False]


def test_coordinator_sees_what_waits_everywhere_and_the_way_there(client, room, coordinator):
    booked(room, "10-12", state=State.PENDING), booked(open_room(), "14-15", state=State.PENDING)

    page = visit(client, coordinator)

    assert "2 requests wait for an answer, in 2 places." in text(page)
    assert soup(page).select_one("#boards ~ p a")["href"] == "/en/gestion/"


def test_administrator_has_the_same_way_and_others_none(client, room, owner, stranger, django_user_model):
    alix = django_user_model.objects.create_superuser("alix@example.org", "correct-horse-42")

    assert "No requests waiting." in text(visit(client, alix))
    for user in (owner, stranger):
        assert not soup(visit(client, user)).select("#boards")


def test_menu_leads_there_from_every_page_for_who_has_the_back_office(client, room, owner, stranger, coordinator):
    def ways(user):
        client.force_login(user)
        return len(soup(client.get("/en/lieux/")).select(".menu-account a[href='/en/gestion/']"))

    open_back_office(owner)
    assert [ways(user) for user in (owner, coordinator, stranger)] == [1, 1, 0]


def test_what_is_kept_comes_first_until_when_and_leads_to_where_it_is_taken(client, room, stranger):
    booked(room, "10-12", person=stranger)
    start, end = on("14-15")
    kept = hold(room, person=stranger, start=start, end=end, by=stranger, minutes=21)
    Space.objects.update(time_zone="America/Martinique")

    first, second = soup(visit(client, stranger)).select("#next ~ ul li")

    assert plain(first.select_one(".status").get_text()) == "until 02:21"
    assert [a["href"] for a in first.select("a")] == [f"/en/reservations/{kept.uuid}/"] * 2
    assert plain(first.select_one(".btn").get_text()) == "See and take it Salle Aneto"
    assert not second.select(".status, .btn")


@pytest.mark.parametrize("number", [1, 3])
def test_overview_takes_as_many_queries_however_many_are_kept(client, stranger, number):
    for _ in range(number):
        start, end = on("10-12")
        hold(open_room(), person=stranger, start=start, end=end, by=stranger)
    visit(client, stranger)

    with CaptureQueriesContext(connection) as captured:
        assert len(soup(client.get(URL)).select("#next ~ ul .btn")) == number

    assert queries_of_rooms(captured) == 4


@pytest.mark.parametrize("number", [1, 3])
def test_overview_takes_as_many_queries_however_many_places_and_requests(client, owner, number):
    for _ in range(number):
        room = open_room()
        room.space.team.create(user=owner, role="manager")
        booked(room, "10-12", state=State.PENDING)
    visit(client, owner)

    with CaptureQueriesContext(connection) as captured:
        assert len(soup(client.get(URL)).select("a[href$='/demandes/']")) == number

    assert queries_of_rooms(captured) == 5
