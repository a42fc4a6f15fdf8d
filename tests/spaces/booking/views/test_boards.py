"""`/gestion/`: what waits in each place that somebody works for. In English: the words of the code itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import Booking, State
from spaces.catalogue.services import team
from tests.factories.booking import booked
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/"


def place(name: str, requests: int = 0, **fields):
    """Run by somebody, with requests that wait, each made an hour after the one before."""
    resource = ResourceFactory(space=SpaceFactory.open(name=name, **fields), name=f"Salle de {name}")
    for number in range(requests):
        ask(resource, f"{9 + number}-{10 + number}", days_ago=0, hours_ago=requests - number)
    return resource.space


def ask(resource, hours: str, *, days_ago: int = 0, hours_ago: int = 0, **fields):
    made = booked(resource, hours, state=State.PENDING, **fields)
    asked_at = clock.now() - timedelta(days=days_ago, hours=hours_ago)
    Booking.objects.filter(pk=made.pk).update(created_at=asked_at)
    return made


def lines(response) -> list[str]:
    found = soup(response).select("main .list-links > li")
    return [" ".join(" ".join(part.get_text(" ") for part in line.select("p")).split()) for line in found]


def links(response) -> list[list[str]]:
    return [[a["href"] for a in line.select(".cluster a")] for line in soup(response).select("main .list-links > li")]


def test_coordinator_reads_where_requests_have_waited_longest(as_, room, desks, coordinator):
    place("Le Moulin", slug="le-moulin", city="Orthez")
    ask(ResourceFactory(space=place("Babel", slug="babel", city="Bayonne")), "10-12", days_ago=3)
    ask(room, "10-12", days_ago=1), ask(desks, "10-12", hours_ago=2)

    page = as_(coordinator).get(URL)

    assert lines(page) == [
        "Babel Bayonne 1 request, asked Friday 12 June, 08:00",
        f"La Centrale {room.space.city} 2 requests, the oldest asked Sunday 14 June, 08:00",
        "Le Moulin Orthez",
    ]
    assert "3 requests wait for an answer, in 2 places." in text(page)
    assert links(page) == [
        ["/en/gestion/babel/demandes/", "/en/gestion/babel/"],
        ["/en/gestion/la-centrale/demandes/", "/en/gestion/la-centrale/"],
        ["/en/gestion/le-moulin/"],
    ]


def test_what_is_answered_or_over_no_longer_waits(as_, room, coordinator):
    ask(room, "10-12", day="2026-06-12")
    booked(room, "10-12")

    page = as_(coordinator).get(URL)

    assert "No requests waiting." in text(page) and links(page) == [["/en/gestion/la-centrale/"]]


def test_team_reads_its_own_places_only(as_, room, coordinator, teammate):
    ask(room, "10-12")
    team.join(place("Babel", slug="babel", requests=2), user=teammate, role="host")
    place("Ailleurs", slug="ailleurs", requests=3)

    page = as_(teammate).get(URL)

    assert [line.split()[0] for line in lines(page)] == ["Babel", "La"]
    assert "3 requests wait for an answer, in 2 places." in text(page) and "Ailleurs" not in text(page)


def test_who_works_for_one_place_is_led_to_its_board(as_, room, owner, teammate):
    for user in (owner, teammate):
        assert as_(user).get(URL).url == "/en/gestion/la-centrale/"


def test_others_find_nothing(as_, room, lea):
    assert as_(lea).get(URL).status_code == 404
    assert as_(None).get(URL).url == "/en/compte/login/?next=/en/gestion/"


def test_places_that_nobody_runs_or_that_are_archived_are_left_out(as_, room, coordinator):
    SpaceFactory(name="Importé", slug="importe", source="import")
    archived = place("Archivé")
    archived.state, archived.live = "archived", False
    archived.save()

    assert len(lines(as_(coordinator).get(URL))) == 1


def test_place_is_found_by_the_beginning_of_its_name_or_town(as_, room, coordinator):
    place("Le Moulin d’Orthez", city="Orthez")
    place("Babel", city="Saint-Palais")
    client = as_(coordinator)

    found = {asked: [line.split()[0] for line in lines(client.get(URL, {"q": asked}))] for asked in ("orth", "st pal")}

    assert found == {"orth": ["Le"], "st pal": ["Babel"]}
    assert "No place of that name" in text(client.get(URL, {"q": "rien"}))


@pytest.mark.parametrize("query", ["q=!!", "page=0", "page=x"])
def test_address_that_means_nothing_is_named(as_, room, coordinator, query):
    assert as_(coordinator).get(f"{URL}?{query}").status_code == 400


def test_long_list_has_pages_and_a_search_stays_on_them(as_, coordinator):
    for number in range(27):
        place(f"Lieu {number:02}", city="Pau")
    client = as_(coordinator)

    first, second = client.get(URL, {"q": "pau"}), client.get(URL, {"q": "pau", "page": "2"})

    assert [len(lines(first)), len(lines(second))] == [25, 2]
    assert lines(second)[0] == "Lieu 25 Pau"
    assert soup(first).select_one("a[rel=next]")["href"] == "?q=pau&page=2"


def test_empty_network_says_so(as_, coordinator):
    assert "No place is run here yet" in text(as_(coordinator).get(URL))


def test_coordinator_finds_the_way_back_from_a_board_and_others_do_not(as_, room, coordinator, owner):
    def crumbs(user):
        page = soup(as_(user).get("/en/gestion/la-centrale/demandes/"))
        return [item.get_text() for item in page.select(".breadcrumb li")]

    assert crumbs(coordinator) == ["Boards and requests", "La Centrale", "Daily board", "Requests"]
    assert crumbs(owner) == ["La Centrale", "Daily board", "Requests"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_depend_on_how_many_there_are(as_, coordinator, number):
    for count in range(number):
        place(f"Lieu {count}", requests=number)
    client = as_(coordinator)

    with CaptureQueriesContext(connection) as captured:
        assert len(lines(client.get(URL))) == number

    assert queries_of_rooms(captured) == 3
