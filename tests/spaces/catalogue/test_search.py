"""Places found by what they hold: equipment, accessibility, and what can be booked there."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from maillage.base.models import Network
from maillage.vocabulary.models import Concept
from spaces.catalogue import filters
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.search import Search
from spaces.catalogue.words import Words
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.reading import soup

pytestmark = pytest.mark.django_db


def found(text, user=None):
    asked, known = QueryDict(mutable=True), Words.load()
    asked["q"] = text
    search = Search(filters.read(asked, known), Space.objects.listed_for(user or AnonymousUser()), known)
    return [space.slug for space in search.in_order()]


@pytest.fixture
def places():
    centrale = SpaceFactory(
        slug="centrale", name="La Centrale", city="Pau", amenities=["imprimante-3d", "decoupe-laser", "fibre"]
    )
    said = {"name": "Grand établi d’électronique", "summary": "Avec des oscilloscopes et un bocal."}
    ResourceFactory(space=centrale, slug="etabli", kind="workshop", **said)
    adour = SpaceFactory(slug="adour", name="Quai de l’Adour", city="Bayonne", accessibility=["boucle-magnetique"])
    ResourceFactory(space=adour, slug="s1", name="Le Pont", kind="meeting_room")
    SpaceFactory(slug="vide", name="Vide", city="Lyon")


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("fibre", ["centrale"]),
        ("imprimante 3D", ["centrale"]),
        ("une imprimante 3D à Pau", ["centrale"]),
        ("découpe laser", ["centrale"]),
        ("boucle magnétique", ["adour"]),
        ("établi", ["centrale"]),
        ("imprimantes 3d", ["centrale"]),
        ("des ateliers", ["centrale"]),
        ("salles de réunion", ["adour"]),
        ("meeting rooms", ["adour"]),
        ("quais", ["adour"]),
        ("oscilloscope", ["centrale"]),
        ("bocaux", ["centrale"]),
        ("ponts", ["adour"]),
        ("centres", []),
        ("atelier", ["centrale"]),
        ("salle de réunion", ["adour"]),
        ("une salle", ["adour"]),
        ("salle bayonne", ["adour"]),
        ("a meeting room in Bayonne", ["adour"]),
        ("salle pau", []),
        ("ordour", []),
        ("la", ["centrale"]),
        ("le pont", ["adour"]),
    ],
)
def test_words_find_what_places_hold_in_both_languages(places, text, slugs):
    assert found(text) == slugs


def test_names_come_before_what_is_held():
    for number, name in enumerate(("Zone fibre", "Alpha", "Fibre 64")):
        SpaceFactory(slug=f"s{number}", name=name, amenities=["fibre"])

    assert found("fibre") == ["s2", "s0", "s1"]


def test_name_in_the_singular_comes_first_too():
    SpaceFactory(slug="autre", name="Autre atelier")
    SpaceFactory(slug="bleu", name="Atelier bleu")

    assert found("ateliers") == ["bleu", "autre"]


def test_what_is_out_of_service_or_hidden_is_not_found(stranger, owner):
    ResourceFactory(name="Scie cachée", kind="machine", is_active=False, space__slug="retired")
    ResourceFactory(name="Scie", kind="machine", space=SpaceFactory.draft(slug="draft", manager=owner))
    ResourceFactory(name="Scie", kind="machine", space=SpaceFactory(slug="team", visibility="team", manager=owner))
    ResourceFactory(name="Scie", kind="machine", space=SpaceFactory.for_members(slug="members"))

    for text in ("scie", "machine"):
        assert found(text) == []
        assert found(text, stranger) == ["members"]
        assert sorted(found(text, owner)) == ["members", "team"]


def test_new_words_count_at_once():
    room = ResourceFactory(name="Salle", space=SpaceFactory(slug="lieu", amenities=["four"]))
    assert found("kiln") == found("tour") == []

    Concept.objects.filter(code="four").update(label_en="Kiln")
    room.name = "Tour de potier"
    room.save()
    assert found("kiln") == found("tour") == ["lieu"]

    Resource.objects.all().delete()
    assert found("tour") == []


def test_resources_from_before_are_found_too():
    ResourceFactory(name="Découpe laser", summary="Jusqu’à 60 cm de côté", space__slug="lieu")
    Resource.objects.update(search_text="")
    assert found("laser") == found("cote") == []

    import_module("spaces.catalogue.migrations.0010_fold_names_of_resources").fold_names(apps, None)
    assert (found("laser"), found("cote")) == (["lieu"], [])

    import_module("spaces.catalogue.migrations.0011_search_summaries_of_resources").fold_summaries(apps, None)
    assert found("laser") == found("cote") == ["lieu"]


# Pages and data


@pytest.mark.parametrize(("address", "count"), [("/lieux/", 16), ("/lieux.geojson", 8), ("/api/v1/spaces", 10)])
def test_search_costs_the_same_for_one_place_or_three(client, django_assert_num_queries, address, count):
    def make(number):
        space = SpaceFactory.open(slug=f"s{number}", amenities=["fibre"], types=["fablab"])
        for name in ("Salle bleue", "Salle verte"):
            ResourceFactory(space=space, name=name)

    def ask():
        response = client.get(address, {"q": "une salle avec fibre"})
        assert response.status_code == 200
        return response.getvalue()

    make(1)
    Network.default()
    ask()
    with django_assert_num_queries(count):
        assert b"s1" in ask()
    make(2)
    make(3)
    with django_assert_num_queries(count):
        assert b"s3" in ask()


def test_programs_find_the_same(client, places):
    answer = client.get("/api/v1/spaces", {"q": "salle de réunion"}).json()

    assert [one["slug"] for one in answer["items"]] == ["adour"]


def test_data_kept_by_a_reader_are_old_once_a_resource_changed(client, places):
    def tag():
        return client.get("/lieux.geojson", {"q": "pont"})["ETag"]

    first, room = tag(), Resource.objects.get(slug="s1")
    assert tag() == first
    room.name = "Le Port"
    room.save()
    renamed = tag()
    Resource.objects.filter(pk=room.pk).update(is_active=False)
    assert len({first, renamed, tag()}) == 3


def test_page_without_a_place_leads_to_what_is_free(client, places):
    page = soup(client.get("/en/lieux/?q=nothing"))

    assert [(a["href"], a.get_text()) for a in page.select(".empty a")] == [
        ("/en/lieux/", "See every place"), ("/en/reserver/", "What is free"),
    ]  # fmt: skip
