"""`/annuaire/?q=`: people and organisations are found by the town that they show, however it is written."""

from importlib import import_module

import pytest
from django.apps import apps

from maillage.territories.models import Territory
from members.directory.models import Organisation, Person
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def saint_jean(pau):
    return Territory.objects.create(
        public_code="64483", code="64483", level="commune", name="Saint-Jean-de-Luz", search_key=" saint jean de luz",
        departement=pau.departement, region=pau.region,
    )  # fmt: skip


def found(client, text):
    return [card["title"] for card in client.get("/annuaire/", {"q": text}).context["cards"]]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Pau", ["Anna", "Bal de poche"]),
        ("photographe Pau", ["Anna"]),
        ("photographe à Bayonne", []),
        ("St Jean de Luz", ["Carnaval", "Dora"]),
        ("Saint-Jean-de-Luz", ["Carnaval", "Dora"]),
        ("cirque luz", ["Carnaval"]),
        ("st hyacinthe", ["Émigrée"]),
        ("Saint-Hyacinthe", ["Émigrée"]),
    ],
)
def test_town_is_one_of_the_words_of_who_shows_it(client, pau, bayonne, saint_jean, text, titles):
    PersonFactory.published(display_name="Anna", headline="Photographe", territory=pau)
    OrganisationFactory.published(name="Bal de poche", territory=pau)
    OrganisationFactory.published(name="Carnaval", summary="Cirque", city="St-Jean-de-Luz", territory=saint_jean)
    PersonFactory.published(display_name="Dora", territory=saint_jean)
    OrganisationFactory.published(name="Émigrée", city="St-Hyacinthe")
    PersonFactory.published(display_name="Nulle part")

    assert found(client, text) == titles


@pytest.mark.parametrize(
    ("level", "finders"),
    [
        ("public", ["anybody", "stranger", "owner", "coordinator"]),
        ("members", ["stranger", "owner", "coordinator"]),
        ("team", ["owner", "coordinator"]),
    ],
)
def test_town_finds_its_person_for_those_who_may_read_it(client, pau, owner, stranger, coordinator, level, finders):
    PersonFactory.published(display_name="Anna", user=owner, territory=pau, territory_visibility=level)
    people = {"anybody": None, "stranger": stranger, "owner": owner, "coordinator": coordinator}

    def finds(user):
        client.logout()
        if user:
            client.force_login(user)
        return found(client, "pau") == ["Anna"]

    assert [who for who, user in people.items() if finds(user)] == finders


@pytest.mark.parametrize("path", ["/annuaire.json", "/annuaire.csv", "/api/v1/people"])
def test_data_is_found_by_towns_that_everybody_may_read_whoever_asks(client, pau, coordinator, path):
    PersonFactory.published(display_name="Anna", territory=pau)
    PersonFactory.published(display_name="Hana", territory=pau, territory_visibility="members")
    client.force_login(coordinator)

    text = client.get(path, {"q": "pau"}).getvalue().decode()

    assert ("Anna" in text, "Hana" in text) == (True, False)


def test_new_town_new_name_and_new_visibility_count_at_once(client, pau, bayonne):
    anna = PersonFactory.published(display_name="Anna", territory=pau)
    Person.objects.update(territory=bayonne)
    assert (found(client, "pau"), found(client, "bayonne")) == ([], ["Anna"])

    Territory.objects.filter(pk=bayonne.pk).update(search_key=" baiona")
    assert (found(client, "bayonne"), found(client, "baiona")) == ([], ["Anna"])

    anna.refresh_from_db()
    anna.territory_visibility = "team"
    anna.save(update_fields=["territory_visibility"])
    assert found(client, "baiona") == []


def test_who_was_there_before_is_found_with_saint_in_full(client):
    PersonFactory.published(display_name="Anna", body="Atelier à St-Hyacinthe")
    OrganisationFactory.published(name="Émigrée", city="St-Hyacinthe")
    Person.objects.update(search_text=" anna atelier a st hyacinthe")
    Organisation.objects.update(search_text=" emigree st hyacinthe")
    assert found(client, "saint hyacinthe") == []

    import_module("members.directory.migrations.0003_spell_out_saints").fold_again(apps, None)

    assert found(client, "saint hyacinthe") == ["Anna", "Émigrée"]
    for record in (Person.objects.get(), Organisation.objects.get()):
        assert record.search_text == record.folded_words()


@pytest.mark.parametrize("number", [1, 3])
def test_search_by_town_asks_as_much_for_one_as_for_three(client, pau, number, django_assert_num_queries):
    for _rank in range(number):
        PersonFactory.published(territory=pau, headline="Photographe")
        OrganisationFactory.published(territory=pau, summary="Photographes")
    client.get("/annuaire/")

    with django_assert_num_queries(15):
        assert len(found(client, "photographe Pau")) == 2 * number


@pytest.mark.parametrize(("path", "hint"), [("/annuaire/", "une ville…"), ("/en/annuaire/", "a town…")])
def test_field_says_that_a_town_can_be_typed(client, path, hint):
    fields = soup(client.get(path)).select("main input[name=q]")

    assert [field["placeholder"].endswith(hint) for field in fields] == [True]
