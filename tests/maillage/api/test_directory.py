"""The directory for programs: who chose to be public, without what they hide."""

import json
from datetime import date

import pytest

from maillage.curation.models import Visibility
from members.directory import api, filters
from tests.factories.catalogue import words
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.maillage.api.test_errors import said


def slugs(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["slug"] for one in response.json()["items"]]


def test_every_filter_of_the_page_is_documented_but_its_kinds_and_pages():
    documented = {parameter.name for parameter in api.OF_BOTH + api.OF_PEOPLE}

    assert documented == filters.NAMES - {"genre", "page"}


def test_records_are_said_as_in_the_feed_of_the_page(anonymous, client):
    OrganisationFactory.published(siret="12345678901234", summary="Théâtre")
    PersonFactory.published(headline="Graphiste")

    feed = json.loads(b"".join(client.get("/annuaire.json")))["items"]

    assert anonymous.get("/organisations").json()["items"] + anonymous.get("/people").json()["items"] == feed


def test_one_record_is_said_as_in_the_list(anonymous):
    OrganisationFactory.published(slug="cie-du-pont")
    PersonFactory.published(slug="lea-martin")

    assert anonymous.get("/organisations/cie-du-pont").json() == anonymous.get("/organisations").json()["items"][0]
    assert anonymous.get("/people/lea-martin").json() == anonymous.get("/people").json()["items"][0]


@pytest.mark.parametrize(("path", "factory"), [("/people", PersonFactory), ("/organisations", OrganisationFactory)])
def test_only_public_records_are_answered_whoever_asks(anonymous, caller, stranger, coordinator, path, factory):
    factory.published(slug="public")
    factory.published(slug="members", visibility=Visibility.MEMBERS)
    factory.submitted(slug="waiting")
    factory(slug="draft")

    for program in (anonymous, caller(stranger), caller(coordinator)):
        assert slugs(program.get(path)) == ["public"]
        for hidden in ("members", "waiting", "draft", "nobody"):
            assert said(program.get(f"{path}/{hidden}")) == (404, "not_found")


def test_hidden_fields_are_empty_whoever_asks(anonymous, caller, stranger, coordinator):
    PersonFactory.published(
        slug="lea", phone="06 00 00 00 00", phone_visibility=Visibility.MEMBERS, website="https://example.org",
        website_visibility=Visibility.PUBLIC, user=stranger,
    )  # fmt: skip

    for program in (anonymous, caller(stranger), caller(coordinator)):
        person = program.get("/people/lea").json()
        assert (person["phone"], person["website"]) == ("", "https://example.org")
        assert "stranger@example.org" not in json.dumps(person)


def test_searching_does_not_tell_what_is_hidden(anonymous, caller, coordinator):
    PersonFactory.published(
        slug="lea", available_until=date(2026, 12, 31), available_until_visibility=Visibility.MEMBERS
    )
    PersonFactory.published(
        slug="zoe", available_until=date(2026, 12, 31), available_until_visibility=Visibility.PUBLIC
    )

    for program in (anonymous, caller(coordinator)):
        assert slugs(program.get("/people", disponible="1")) == ["zoe"]


def test_filters_choose(anonymous):
    theatre = OrganisationFactory.published(slug="theatre", name="Théâtre du Pont")
    theatre.sectors.set(words("sector", ["spectacle-vivant"]))
    theatre.save()
    OrganisationFactory.published(slug="garage", name="Garage")
    zoe = PersonFactory.published(slug="zoe", display_name="Zoé")
    zoe.skills.set(words("skill", ["couture"]))
    zoe.save()
    PersonFactory.published(slug="lea", display_name="Léa")

    assert slugs(anonymous.get("/organisations", secteur="spectacle-vivant")) == ["theatre"]
    assert slugs(anonymous.get("/organisations", q="garage")) == ["garage"]
    assert slugs(anonymous.get("/people", competence="couture")) == ["zoe"]
    assert slugs(anonymous.get("/people")) == ["lea", "zoe"]


@pytest.mark.parametrize(
    ("path", "query", "names"),
    [
        ("/organisations", {"competence": "couture"}, ["competence"]),
        ("/organisations", {"disponible": "1", "genre": "personne"}, ["disponible", "genre"]),
        ("/people", {"page": "1"}, ["page"]),
        ("/people", {"competence": "flying"}, ["competence"]),
        ("/people", {"rayon": "10"}, ["rayon"]),
        ("/people", {"tri": "random", "secteur": "x"}, ["secteur", "tri"]),
    ],
)
def test_filter_that_means_nothing_is_named(anonymous, path, query, names):
    response = anonymous.get(path, **query)

    assert said(response) == (400, "malformed")
    assert [field["name"] for field in response.json()["detail"]["fields"]] == names


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "factory", "queries"), [("/people", PersonFactory, 7), ("/organisations", OrganisationFactory, 6)]
)
def test_lists_cost_the_same_however_long(anonymous, django_assert_num_queries, path, factory, queries, count):
    for _ in range(count):
        factory.published()
    anonymous.get(path)  # the network's settings are made at the first question

    with django_assert_num_queries(queries):
        assert anonymous.get(path).json()["count"] == count
