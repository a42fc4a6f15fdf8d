"""What booking adds to the catalogue. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from maillage.base import clock
from spaces.booking.sections import desks_free
from spaces.catalogue.models import Resource, Space
from tests.factories.booking import at, booked, priced, require_training
from tests.factories.catalogue import ResourceFactory, SpaceFactory, on_dates
from tests.queries import queries_of_rooms
from tests.reading import plain, soup, starts, text

pytestmark = pytest.mark.django_db

PAGE = "/en/lieux/la-centrale/"


def panel(response):
    return soup(response).find(id="reserver")


def test_space_page_shows_what_is_free_next(client, room):
    booked(room, "9-18", day="2026-06-15")
    booked(room, "9-16")

    response = client.get(PAGE)

    assert starts(response) == ["2026-06-16T16:00:00+02:00", "2026-06-16T17:00:00+02:00"]
    assert "Tuesday 16 June" in panel(response).get_text()
    assert len(panel(response).select(".date-strip-days a")) == 7
    assert panel(response).select_one("a.section-link")["href"] == "/en/lieux/la-centrale/reserver/"


def test_space_page_fills_half_of_an_hour_that_is_free_for_half_of_it(client, room):
    Resource.objects.update(step=30)
    booked(room, "10-11:30", day="2026-06-15")

    (cell,) = panel(client.get(PAGE)).select("td:is(.slot-early, .slot-late)")

    assert (cell["class"], plain(cell["title"])) == (["slot", "slot-free", "slot-late", "slot-rest"], "11:30–12:00")


def test_space_page_has_a_button_to_the_board(client, room):
    button = soup(client.get(PAGE)).select_one(".page-head a.btn-primary")

    assert button["href"] == "/en/lieux/la-centrale/reserver/"


def test_space_without_anything_to_book_has_no_panel(client, centrale):
    response = client.get(PAGE)

    assert panel(response) is None
    assert "reserver" not in str(soup(response).main)


def test_team_finds_its_board_from_the_page(as_, room, teammate, stranger):
    link = "a[href='/en/gestion/la-centrale/']"

    assert soup(as_(teammate).get(PAGE)).select_one(link)
    assert not soup(as_(stranger).get(PAGE)).select_one(link)


def test_panel_of_a_large_space_is_short(client, room):
    for number in range(9):
        ResourceFactory(space=room.space, slug=f"r{number}")

    response = client.get(PAGE)

    assert len(panel(response).select("tbody tr")) == 8
    assert "2 more to book" in " ".join(panel(response).get_text().split())


def test_panel_says_when_nothing_is_free(client, room, centrale):
    on_dates(centrale, "2026-06-15", "2026-07-15", label="Travaux")

    assert "Travaux" in panel(client.get(PAGE)).get_text()
    assert starts(client.get(PAGE)) == []


def test_queries_of_the_panel_do_not_depend_on_what_there_is(client, room):
    def visit():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return queries_of_rooms(captured)

    require_training(room)
    one = visit()
    for number in (1, 2):
        more = ResourceFactory(space=room.space, slug=f"r{number}")
        priced(more)
        require_training(booked(more, "10-12").resource)
    three = visit()

    assert (one, three) == (21, 21)


# Desks in the list


def test_list_says_how_many_desks_are_free_within_the_hour(client, desks, room):
    booked(desks, "9-10", day="2026-06-15")

    with clock.fixed(at("2026-06-15 08:30")):
        assert "2 desks free within the hour" in text(client.get("/en/lieux/"))


@pytest.mark.parametrize(("now", "are_free"), [("07:30", False), ("08:30", True), ("16:59", True), ("17:01", False)])
def test_desks_count_only_if_they_can_be_had_soon(desks, now, are_free):
    with clock.fixed(at(f"2026-06-15 {now}")), override("en"):
        said = desks_free([Space.objects.get()])
    assert said == ({desks.space_id: ["3 desks free within the hour"]} if are_free else {})


def test_places_of_several_pools_add_up(desks):
    ResourceFactory(space=desks.space, slug="bureau", kind="desk")
    ResourceFactory(space=desks.space, slug="atelier", kind="workshop", capacity=20)

    with clock.fixed(at("2026-06-15 10:00")), override("en"):
        assert desks_free([Space.objects.get()]) == {desks.space_id: ["4 desks free within the hour"]}


def test_no_desks_no_question(room, django_assert_num_queries):
    spaces = list(Space.objects.all())

    with django_assert_num_queries(1):
        assert desks_free(spaces) == {}


def test_desks_of_many_spaces_cost_as_much_as_of_one(desks, django_assert_num_queries):
    ResourceFactory(space=SpaceFactory.open(), kind="hot_desk", capacity=5)
    ResourceFactory(space=SpaceFactory.open(time_zone="Indian/Reunion"), kind="desk")

    spaces = list(Space.objects.all())

    with clock.fixed(at("2026-06-15 10:00")), django_assert_num_queries(5):
        assert len(desks_free(spaces)) == 3
