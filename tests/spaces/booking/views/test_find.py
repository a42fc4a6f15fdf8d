"""What is free across the network: `/reserver/`. In English: the words of the code itself."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.catalogue.models import Resource
from tests.factories.booking import at, booked, priced, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.queries import queries_of_rooms
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/reserver/"
AFTERNOON = {"genre": "meeting_room", "jour": "2026-06-16", "de": "14:00", "a": "18:00"}


def shown(response) -> list[str]:
    return [title.get_text() for title in soup(response).select(".find-free h2")]


def links(response) -> list[str]:
    return [a["href"] for a in soup(response).select(".find-free a.slot-choice")]


def test_free_room_is_one_link_from_its_form_with_its_price(as_, room, lea):
    response = as_(lea).get(URL, AFTERNOON)

    assert shown(response) == ["La Centrale"]
    assert "1 place with something free" in text(response) and "€72" in text(response)
    (link,) = links(response)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert asked == {"debut": "2026-06-16T14:00:00+02:00", "fin": "2026-06-16T18:00:00+02:00"}
    assert as_(lea).get(link).status_code == 200


def test_nearest_free_time_is_said_where_nothing_is_then(as_, room, lea):
    booked(room, "9-17")

    response = as_(lea).get(URL, AFTERNOON)

    said = text(response)
    assert "nothing free just then" in said and "free on another day" in said
    assert "Wednesday 17 June, 14:00–18:00" in said
    assert "jour=2026-06-17" in soup(response).find("a", string="See the whole day")["href"]


def test_nearest_free_time_of_the_same_day_is_called_so(as_, room, lea):
    booked(room, "17-18")

    said = text(as_(lea).get(URL, AFTERNOON))

    assert "free at another time" in said and "Tuesday 16 June, 13:00–17:00" in said


def test_time_offered_instead_is_the_nearest_of_the_day_not_its_first(as_, room, lea):
    booked(room, "16-18")

    assert "Tuesday 16 June, 12:00–16:00" in text(as_(lea).get(URL, AFTERNOON))


def test_places_whose_free_time_is_nearer_come_first(as_, room, bayonne, lea):
    booked(room, "15-18")
    booked(bayonne, "16-18")

    assert shown(as_(lea).get(URL, AFTERNOON)) == ["Bayonne", "La Centrale"]


def test_nearest_comes_first_with_its_distance(as_, room, bayonne, lea):
    here = as_(lea).get(URL, AFTERNOON | {"pres": "43.49,-1.47", "rayon": "200"})
    there = as_(lea).get(URL, AFTERNOON | {"pres": "43.29,-0.37", "rayon": "200"})
    close = as_(lea).get(URL, AFTERNOON | {"pres": "43.49,-1.47", "rayon": "20"})

    assert (shown(here), shown(there)) == (["Bayonne", "La Centrale"], ["La Centrale", "Bayonne"])
    assert shown(close) == ["Bayonne"]
    assert "km away" in text(here)
    (chip,) = soup(close).select("a.chip:not(.board-features a)")
    assert "20 km" in chip.get_text() and shown(as_(lea).get(chip["href"])) == ["Bayonne", "La Centrale"]


def test_what_is_free_then_comes_before_what_is_nearer_and_later(as_, room, bayonne, lea):
    booked(bayonne, "9-17")

    response = as_(lea).get(URL, AFTERNOON | {"pres": "43.49,-1.47", "rayon": "200"})

    assert shown(response) == ["La Centrale", "Bayonne"]


def test_among_later_times_of_one_day_the_nearest_place_comes_first(as_, room, bayonne, lea):
    booked(bayonne, "9-17")
    booked(room, "9-17")
    booked(bayonne, "14-16", day="2026-06-17")

    near_bayonne = as_(lea).get(URL, AFTERNOON | {"pres": "43.49,-1.47", "rayon": "200"})

    assert shown(near_bayonne) == ["Bayonne", "La Centrale"]
    assert shown(as_(lea).get(URL, AFTERNOON)) == ["La Centrale", "Bayonne"]


def test_what_no_place_has_is_not_looked_for_at_another_time(as_, room, bayonne, lea):
    none = text(as_(lea).get(URL, AFTERNOON | {"genre": "workshop", "pres": "43.29,-0.37"}))
    far = text(as_(lea).get(URL, AFTERNOON | {"pres": "48.85,2.35"}))

    assert "Nothing of this kind can be booked yet" in none and "shorter time" not in none
    assert "a wider area" in far


def test_so_many_people_find_a_place(as_, room, bayonne, desks, lea):
    assert shown(as_(lea).get(URL, AFTERNOON | {"places": "8"})) == ["La Centrale"]

    booked(desks, "14-15")
    two = as_(lea).get(URL, AFTERNOON | {"genre": "hot_desk", "places": "2"})
    three = as_(lea).get(URL, AFTERNOON | {"genre": "hot_desk", "places": "3"})

    assert "places=2" in links(two)[0]
    assert "nothing free just then" in text(three)
    assert shown(as_(lea).get(URL, AFTERNOON | {"genre": "hot_desk", "places": "4"})) == []


@pytest.fixture
def assigned(bayonne):
    return ResourceFactory(space=bayonne.space, name="Bureau Nive", slug="bureau-nive", kind="desk")


@pytest.mark.parametrize("asked", [{"genre": "desk"}, {"genre": ""}], ids=["chosen", "by default"])
def test_who_looks_for_a_desk_finds_shared_ones_too(as_, desks, assigned, lea, asked):
    response = as_(lea).get(URL, AFTERNOON | asked)

    assert shown(response) == ["Bayonne", "La Centrale"]
    assert "Any desk · Tuesday 16 June" in text(response)
    assert soup(response).select_one("select[name=genre] option[selected]")["value"] == "desk"


def test_shared_desks_can_be_asked_for_alone(as_, desks, assigned, lea):
    response = as_(lea).get(URL, AFTERNOON | {"genre": "hot_desk"})

    assert shown(response) == ["La Centrale"]
    assert "Shared desk only · Tuesday 16 June" in text(response)


def test_each_kind_stands_once_in_the_list_desks_first(as_):
    said = {one["value"]: one.get_text() for one in soup(as_(None).get(URL)).select("select[name=genre] option")}

    assert list(said.items())[:3] == [
        ("desk", "Any desk"),
        ("hot_desk", "Shared desk only"),
        ("office", "Office"),
    ]
    assert sorted(said) == sorted(Resource.Kind.values)


def test_shared_desks_that_are_too_far_are_not_said_to_be_missing(as_, desks, lea):
    far = text(as_(lea).get(URL, AFTERNOON | {"genre": "desk", "pres": "48.85,2.35"}))

    assert "a wider area" in far and "Nothing of this kind" not in far


@pytest.mark.parametrize("view", [{}, {"vue": "semaine"}], ids=["day", "week"])
def test_as_many_queries_for_two_kinds_of_desks_as_for_one(as_, desks, bayonne, lea, view):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_(lea).get(URL, AFTERNOON | {"genre": "desk"} | view)
        return queries_of_rooms(captured.captured_queries)

    count()
    one = count()
    ResourceFactory(space=bayonne.space, slug="bureau-nive", kind="desk")
    ResourceFactory(space=bayonne.space, slug="bureau-adour", kind="desk")
    assert (one, count()) == (10, 10)


def test_hours_are_those_of_each_place(as_, room, lea):
    island = SpaceFactory.open(name="Île", slug="ile", days=EVERY_DAY, time_zone="Indian/Reunion")
    ResourceFactory(space=island, slug="case")

    found = [parse_qs(urlsplit(link).query)["debut"][0] for link in links(as_(lea).get(URL, AFTERNOON))]

    assert sorted(found) == ["2026-06-16T14:00:00+02:00", "2026-06-16T14:00:00+04:00"]


def test_training_is_said_and_others_spaces_are_not(as_, room, lea):
    require_training(room)
    ResourceFactory(space=SpaceFactory.draft(name="Secret"), slug="salle")
    members = SpaceFactory.for_members(name="Entre nous")
    ResourceFactory(space=members, slug="salle")

    response = as_(None).get(URL, AFTERNOON)

    assert "training needed" in text(response)
    assert "Secret" not in response.content.decode() and "Entre nous" not in response.content.decode()


def test_page_without_a_question_asks_for_a_desk_tomorrow_morning(as_, desks, lea):
    response = as_(lea).get(URL)

    assert shown(response) == ["La Centrale"]
    assert "Tuesday 16 June, 09:00–12:00" in text(response)


@pytest.mark.parametrize(
    ("today", "asked"),
    [("2026-06-18", "Friday 19 June"), ("2026-06-19", "Monday 22 June"), ("2026-06-20", "Monday 22 June"),
     ("2026-06-21", "Monday 22 June")],
)  # fmt: skip
def test_page_without_a_question_skips_the_weekend(as_, today, asked):
    with clock.fixed(at(f"{today} 10:00")):
        assert asked in text(as_(None).get(URL))


@pytest.mark.parametrize(
    "wrong", [{"genre": "yacht"}, {"pres": "ici"}, {"rayon": "3"}, {"a": "13:00", "territoire": "nulle-part"}]
)
def test_value_that_means_nothing_is_named(as_, room, wrong):
    assert as_(None).get(URL, AFTERNOON | wrong).status_code == 400


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"a": "13:00"}, {"a": "To: The end must be after the start. Choose a later end."}),
        ({"de": "20:00", "a": "08:01"}, {"a": "To: The end must be after the start. Choose a later end."}),
        ({"jour": "2026-06-08"}, {"jour": "Day: This day is over. Choose a day to come."}),
        ({"de": "25:00"}, {"de": "From: Write an hour like 14:30."}),
        ({"de": "9h", "a": "12h"}, {"de": "From: Write an hour like 14:30.", "a": "To: Write an hour like 14:30."}),
    ],
)
@pytest.mark.parametrize("view", [{}, {"vue": "semaine"}], ids=["day", "week"])
def test_form_comes_back_as_it_was_filled_in_with_its_error(as_, room, wrong, said, view):
    response = as_(None).get(URL, AFTERNOON | {"places": "4", "avec": "quiet"} | wrong | view)

    assert response.status_code == 422
    page = soup(response)
    filled = {one["name"]: one["value"] for one in page.select("form.search input")}
    assert filled == {"jour": "2026-06-16", "de": "14:00", "a": "18:00", "places": "4", "avec": "quiet"} | wrong | view
    assert page.select_one("select[name=genre] option[selected]")["value"] == "meeting_room"
    marked = {one["name"]: page.find(id=one["aria-describedby"]) for one in page.select("[aria-invalid]")}
    assert {name: " ".join(one.span.get_text().split()) for name, one in marked.items()} == said
    assert page.find(id="results") is None


def test_day_that_is_over_leads_to_today(as_, room):
    over = as_(None).get(URL, AFTERNOON | {"jour": "2026-06-08"})
    way = soup(over).find("a", string="See what is free today")

    assert parse_qs(urlsplit(way["href"]).query)["jour"] == ["2026-06-15"]
    assert as_(None).get(way["href"]).status_code == 200
    assert "free today" not in text(as_(None).get(URL, AFTERNOON | {"jour": "2026-06-08", "places": "0"}))


@pytest.mark.parametrize("wrong", [{"jour": "demain"}, {"places": "0"}, {"jour": "2026-02-30", "places": "mille"}])
def test_each_field_that_is_wrong_is_named_beside_it(as_, room, wrong):
    response = as_(None).get(URL, AFTERNOON | wrong)

    assert response.status_code == 422
    assert {one["name"]: one["value"] for one in soup(response).select("[aria-invalid]")} == wrong


def test_until_midnight(as_, lea):
    ResourceFactory.bookable_now(slug="nuit")

    response = as_(lea).get(URL, AFTERNOON | {"de": "22:00", "a": "00:00"})

    assert "2026-06-17T00%3A00%3A00" in links(response)[0]


@pytest.mark.parametrize("until", ["02:00", ""])
def test_end_that_is_not_after_the_start_is_on_the_next_day(as_, room, lea, until):
    night = ResourceFactory.bookable_now(slug="nuit")

    response = as_(lea).get(URL, AFTERNOON | {"de": "23:00", "a": until})

    said = text(response)
    assert "Tuesday 16 June, 23:00–02:00 the next day" in said and "To (next day)" in said
    (then, other) = (parse_qs(urlsplit(one).query) for one in links(response))
    assert (then["debut"], then["fin"]) == (["2026-06-16T23:00:00+02:00"], ["2026-06-17T02:00:00+02:00"])
    assert shown(response) == [night.space.name, "La Centrale"]  # which closes at night, and has it at another time
    assert other["debut"] == ["2026-06-16T15:00:00+02:00"]


@pytest.mark.parametrize("view", [{}, {"vue": "semaine"}], ids=["day", "week"])
def test_as_many_queries_for_one_space_as_for_three(as_, room, lea, view):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_(lea).get(URL, AFTERNOON | view)
        return queries_of_rooms(captured.captured_queries)

    count()
    one = count()
    for name in ("Deux", "Trois"):
        other = ResourceFactory(space=SpaceFactory.open(name=name, slug=name.lower()), slug="salle")
        priced(other)
        booked(other, "9-17")
    assert (one, count()) == (10, 10)


def test_whoever_asks_without_end_has_to_wait(as_, room, lea, settings):
    settings.PER_MINUTE = settings.PER_MINUTE | {"searches": 2}

    assert [as_(lea).get(URL, AFTERNOON).status_code for _ in range(3)] == [200, 200, 429]


def test_search_finds_only_what_has_what_one_needs(as_, room, bayonne, lea):
    bayonne.features = ["wheelchair"]
    bayonne.save()

    response = as_(lea).get(URL, AFTERNOON | {"avec": "wheelchair"})

    assert shown(response) == ["Bayonne"]
    assert "wheelchair access" in soup(response).select_one(".find-free li:has(> a.slot-choice)").get_text()
    (chip,) = soup(response).select(".board-features a")
    assert shown(as_(lea).get(chip["href"])) == ["Bayonne", "La Centrale"]
