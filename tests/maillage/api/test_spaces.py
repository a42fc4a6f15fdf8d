"""Spaces for programs: the same filters as the page, the same document as its feed, nothing hidden."""

import json

import pytest

from maillage.base.api.paging import CURSOR, LIMIT
from spaces.catalogue import api, filters
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.directory import OrganisationFactory
from tests.maillage.api.test_errors import said


def slugs(response) -> list[str]:
    return [one["slug"] for one in response.json()["items"]]


def test_every_filter_of_the_page_is_documented_but_its_pages():
    documented = {parameter.name for parameter in api.FILTERS}

    assert documented == filters.known_names() - {"page"}
    assert not documented & {CURSOR, LIMIT}


def test_space_is_said_as_in_the_feed_of_the_page(anonymous, client):
    SpaceFactory.open(
        types=["fablab"], amenities=["wifi"], organisation=OrganisationFactory.published(), days=EVERY_DAY
    )

    feed = json.loads(b"".join(client.get("/lieux.json")))

    assert anonymous.get("/spaces").json()["items"] == feed["spaces"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["atelier", "bureau"]),
        ({"q": "atelier"}, ["atelier"]),
        ({"type": "coworking"}, ["bureau"]),
        ({"type": ["coworking", "fablab"]}, ["atelier", "bureau"]),
        ({"ouvert": "maintenant"}, ["bureau"]),
        ({"bbox": "-1,43,0,44"}, ["atelier"]),
        ({"pres": "44.0,0.5"}, ["bureau", "atelier"]),
        ({"pres": "44.0,0.5", "rayon": "5"}, ["bureau"]),
        ({"vue": "carte"}, ["atelier", "bureau"]),
        ({"q": "nulle part"}, []),
    ],
)
def test_spaces_are_filtered_as_on_the_page(anonymous, query, expected):
    SpaceFactory(slug="atelier", name="Atelier", types=["fablab"])
    SpaceFactory.open(slug="bureau", name="Bureau", types=["coworking"], latitude=44.0, longitude=0.5, days=EVERY_DAY)

    response = anonymous.get("/spaces", **query)

    assert slugs(response) == expected
    assert response.json()["count"] == len(expected)


def test_something_free_can_be_asked_for(anonymous):
    free = SpaceFactory.open(slug="libre", days=EVERY_DAY)
    ResourceFactory(space=free)
    SpaceFactory(slug="ferme")

    assert slugs(anonymous.get("/spaces", libre="2026-06-16T10:00/2026-06-16T11:00")) == ["libre"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"type": "castle"}, ["type"]),
        ({"territoire": "99999"}, ["territoire"]),
        ({"ouvert": "demain", "bbox": "1,2,3"}, ["ouvert", "bbox"]),
        ({"rayon": "5"}, ["rayon"]),
        ({"page": "2"}, ["page"]),
        ({"libre": "today"}, ["libre"]),
        ({"q": "\x00"}, ["q"]),
    ],
)
def test_filter_that_means_nothing_is_named(anonymous, query, names):
    response = anonymous.get("/spaces", **query)

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == names


def test_list_shows_what_the_asker_may_see(anonymous, caller, stranger, owner):
    SpaceFactory(slug="public")
    SpaceFactory.for_members(slug="members")
    SpaceFactory.draft(slug="draft", manager=owner)
    SpaceFactory(slug="team", visibility="team", manager=owner)

    assert slugs(anonymous.get("/spaces")) == ["public"]
    assert slugs(caller(stranger).get("/spaces")) == ["public", "members"]
    assert slugs(caller(owner).get("/spaces")) == ["public", "members", "team"]


@pytest.mark.parametrize(
    ("kind", "seen_by"),
    [
        ("public", {"anonymous", "stranger", "teammate", "owner", "coordinator"}),
        ("members", {"stranger", "teammate", "owner", "coordinator"}),
        ("draft", {"teammate", "owner", "coordinator"}),
    ],
)
def test_one_space_is_404_for_who_may_not_see_it(
    kind, seen_by, anonymous, caller, stranger, teammate, owner, coordinator
):
    make = {"public": SpaceFactory, "members": SpaceFactory.for_members, "draft": SpaceFactory.draft}[kind]
    make(slug="la-centrale", manager=owner, host=teammate)
    cast = {"stranger": stranger, "teammate": teammate, "owner": owner, "coordinator": coordinator}
    programs = {"anonymous": anonymous} | {name: caller(user) for name, user in cast.items()}

    answers = {name: program.get("/spaces/la-centrale") for name, program in programs.items()}

    assert {name for name, response in answers.items() if response.status_code == 200} == seen_by
    assert {said(answers[name]) for name in answers.keys() - seen_by} <= {(404, "not_found")}


def test_resources_out_of_service_are_for_the_team(anonymous, caller, owner, space, room):
    ResourceFactory(space=space, slug="ancienne", is_active=False)

    def shown(program) -> set[str]:
        return {one["resource"] for one in program.get("/spaces/la-centrale").json()["resources"]}

    assert shown(anonymous) == {"la-centrale/salle-a"}
    assert shown(caller(owner)) == {"la-centrale/salle-a", "la-centrale/ancienne"}


def test_organisation_that_is_not_public_is_not_named(anonymous):
    SpaceFactory(organisation=OrganisationFactory(name="Secrète"))

    assert anonymous.get("/spaces").json()["items"][0]["organisation"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_long(anonymous, django_assert_num_queries, count):
    for _ in range(count):
        SpaceFactory.open(types=["fablab"], amenities=["wifi"], organisation=OrganisationFactory.published())

    with django_assert_num_queries(10):
        assert anonymous.get("/spaces").json()["count"] == count
