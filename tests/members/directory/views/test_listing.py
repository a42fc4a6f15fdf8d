"""`/annuaire/`: what it finds, counts, hides and refuses."""

import json
from datetime import UTC, date, datetime

import pytest

from maillage.base import clock
from maillage.base.models import Network
from maillage.vocabulary.models import Concept
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.reading import text

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 16, 10, tzinfo=UTC)


def names(client, query="", path="/annuaire.json"):
    response = client.get(f"{path}{query}")
    assert response.status_code == 200, response.content
    return [item["name"] for item in json.loads(b"".join(response.streaming_content))["items"]]


def test_list_shows_people_and_organisations_together_in_the_order_of_their_names(client):
    PersonFactory.published(display_name="Zoé Zamora")
    OrganisationFactory.published(name="Étincelle")
    PersonFactory.published(display_name="Émile Abadie")

    page = client.get("/annuaire/").content.decode()

    positions = [page.index(name) for name in ("Émile Abadie", "Étincelle", "Zoé Zamora")]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=etincelle", ["Étincelle"]),
        ("?q=ETIN", ["Étincelle"]),
        ("?q=%C3%A9tin+compagnie", ["Étincelle"]),
        ("?q=une+compagnie", ["Étincelle"]),
        ("?q=compagnies", ["Étincelle"]),
        ("?q=ceramique", ["Émile Abadie"]),
        ("?q=performing", ["Étincelle"]),
        ("?genre=personne", ["Émile Abadie"]),
        ("?genre=organisation", ["Étincelle"]),
        ("?competence=ceramique", ["Émile Abadie"]),
        ("?secteur=spectacle-vivant", ["Étincelle"]),
        ("?secteur=spectacle-vivant&secteur=musique", ["Étincelle"]),
        ("?competence=ceramique&competence=danse", []),
        ("?territoire=64", ["Émile Abadie"]),
        ("?territoire=64102", []),
        ("?pres=43.3,-0.37&rayon=10", ["Émile Abadie"]),
        ("?pres=43.4933,-1.4751&rayon=10", []),
        ("?disponible=1", ["Émile Abadie"]),
        ("?q=rien+de+tel", []),
    ],
)
def test_list_finds_what_is_asked(client, pau, bayonne, skill, sector, query, found):
    emile = PersonFactory.published(
        display_name="Émile Abadie", territory=pau, available_until=date(2026, 7, 1),
        available_until_visibility="public",
    )  # fmt: skip
    emile.skills.add(skill)
    emile.save()
    etincelle = OrganisationFactory.published(name="Étincelle", summary="Compagnie de cirque")
    etincelle.sectors.add(sector)
    etincelle.save()

    with clock.fixed(NOW):
        assert names(client, query) == found
        assert [found for found in found if found not in client.get(f"/annuaire/{query}").content.decode()] == []


def test_available_people_are_found_until_the_evening_of_their_last_day(client):
    PersonFactory.published(display_name="Léa", available_until=date(2026, 6, 16), available_until_visibility="public")
    with clock.fixed(datetime(2026, 6, 16, 21, 59, tzinfo=UTC)):
        assert names(client, "?disponible=1") == ["Léa"]
    with clock.fixed(datetime(2026, 6, 16, 22, 0, tzinfo=UTC)):
        assert names(client, "?disponible=1") == []


def test_their_last_day_ends_on_the_clock_of_the_network(client):
    network = Network.default()
    network.time_zone = "Indian/Reunion"
    network.save()
    lea = PersonFactory.published(available_until=date(2026, 6, 16), available_until_visibility="public")
    for hour, is_available in ((19, True), (20, False)):
        with clock.fixed(datetime(2026, 6, 16, hour, tzinfo=UTC)):
            assert bool(names(client, "?disponible=1")) is is_available
            page = client.get(lea.get_absolute_url()).content.decode()
            assert ("16 juin 2026" in page) is is_available


def test_words_of_an_address_are_said_in_the_language_of_the_page(client):
    said = "“robot” is not possible here. Possible: personne (People), organisation (Organisations)."

    assert said in text(client.get("/en/annuaire/?genre=robot"))


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("genre=robot", "robot"),
        ("secteur=nulle-part", "nulle-part"),
        ("competence=rien", "rien"),
        ("territoire=99999", "99999"),
        ("disponible=2", "2"),
        ("tri=hasard", "hasard"),
        ("page=0", "0"),
        ("page=7", "7"),
        ("pres=91,0", "91"),
        ("pres=nan,0", "nan"),
        ("tri=proche", "pres="),
        ("rayon=5", "pres="),
        ("pres=43,0&rayon=-1", "500"),
        ("q=%00", "q"),
        ("q=!!!", "q"),
        ("genre=personne&genre=organisation", "genre"),
    ],
)
def test_list_says_which_value_it_does_not_understand(client, query, word):
    PersonFactory.published(display_name="Someone Somewhere")
    page = client.get(f"/annuaire/?{query}")

    assert page.status_code == 400
    assert word in page.content.decode()
    assert "Someone Somewhere" not in page.content.decode()
    if not query.startswith("page="):
        feed = client.get(f"/annuaire.json?{query}")
        assert (feed.status_code, feed.json()["code"]) == (400, "bad_filter")


def test_facets_count_under_the_other_filters(client, skill, sector):
    musique = Concept.objects.get(scheme="sector", code="musique")
    for name, concepts in (("A", [sector]), ("B", [sector, musique]), ("C", [musique])):
        organisation = OrganisationFactory.published(name=name)
        organisation.sectors.set(concepts)
        organisation.save()
    lea = PersonFactory.published(display_name="Léa")
    lea.sectors.set([musique])
    lea.skills.set([skill])
    lea.save()

    context = client.get("/annuaire/?secteur=spectacle-vivant").context
    groups = {group["name"]: group for group in context["facets"]}

    counts = {option["value"]: option["count"] for option in groups["secteur"]["options"]}
    assert counts == {"spectacle-vivant": 2, "musique": 3}
    assert [kind["count"] for kind in context["kinds"]] == [2, 0, 2]
    assert context["total"] == 2


def test_members_only_records_show_to_members_alone_and_never_in_data(client, stranger):
    PersonFactory.published(display_name="Marie Membre", visibility="members")
    PersonFactory.published(display_name="Tania Team", visibility="team")
    PersonFactory.submitted(display_name="Sara Submitted")
    OrganisationFactory(name="Draft Org")
    OrganisationFactory.published(name="Public Org")

    seen = client.get("/annuaire/").content.decode()
    client.force_login(stranger)
    seen_by_member = client.get("/annuaire/").content.decode()

    hidden = ["Tania Team", "Sara Submitted", "Draft Org"]
    assert [name for name in [*hidden, "Marie Membre"] if name in seen] == []
    assert [name for name in hidden if name in seen_by_member] == []
    assert "Marie Membre" in seen_by_member
    assert names(client) == ["Public Org"]


def test_searching_by_a_hidden_field_does_not_tell_it(client, stranger, coordinator, pau):
    PersonFactory.published(
        display_name="Hana Hidden", territory=pau, territory_visibility="team", available_until=date(2026, 7, 1),
        available_until_visibility="members", phone="05 59 00 00 00", phone_visibility="members",
    )  # fmt: skip
    asked = ["?territoire=64445", "?pres=43.29,-0.37&rayon=20", "?disponible=1", "?q=0559000000", "?q=05+59"]

    def found_by(user):
        if user:
            client.force_login(user)
        pages = [client.get(f"/annuaire/{query}").content.decode() for query in asked]
        return ["Hana Hidden" in page for page in pages]

    with clock.fixed(NOW):
        assert found_by(None) == [False, False, False, False, False]
        assert "Pyrénées-Atlantiques" not in client.get("/annuaire/").content.decode()
        assert found_by(stranger) == [False, False, True, False, False]
        assert found_by(coordinator) == [True, True, True, False, False]


def test_data_carries_what_everybody_may_see_and_nothing_else(client, pau, stranger, rf):
    secret = "05 59 11 22 33"
    PersonFactory.published(
        display_name="Paul Public", phone=secret, website="https://paul.example", territory=pau,
        territory_visibility="members", languages="occitan", languages_visibility="team",
    )  # fmt: skip
    client.force_login(stranger)
    for path in ("/annuaire.json", "/annuaire.csv"):
        body = b"".join(client.get(path).streaming_content).decode()
        assert "https://paul.example" in body
        assert [word for word in (secret, "occitan", "Pau,", '"Pau"', "64445") if word in body] == []


def test_csv_cells_cannot_act_as_formulas(client):
    PersonFactory.published(display_name="=cmd|' /C calc'!A0", headline="+33", body="@SUM(A1)")
    body = b"".join(client.get("/annuaire.csv").streaming_content).decode()

    assert "'=cmd|" in body
    assert "'+33" in body
    assert "'@SUM" in body


@pytest.mark.parametrize("path", ["/annuaire.json", "/annuaire.csv"])
def test_data_answers_304_until_something_changes(client, path):
    person = PersonFactory.published(display_name="Léa")
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    person.headline = "Céramiste"
    person.save()
    changed = client.get(path, headers={"if-none-match": first["ETag"]})
    person.delete()
    gone = client.get(path, headers={"if-none-match": changed["ETag"]})

    assert first.has_header("Last-Modified")
    assert [again.status_code, changed.status_code, gone.status_code] == [304, 200, 200]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(client, pau, skill, sector, number, django_assert_num_queries):
    for _rank in range(number):
        person = PersonFactory.published(territory=pau)
        person.skills.set([skill])
        person.sectors.set([sector])
        person.save()
        organisation = OrganisationFactory.published(territory=pau)
        organisation.sectors.set([sector])
        organisation.save()
    client.get("/annuaire/")

    with django_assert_num_queries(15):
        client.get("/annuaire/")


@pytest.mark.parametrize("number", [1, 3])
def test_data_asks_as_much_for_one_as_for_three(client, pau, skill, number, django_assert_num_queries):
    for _rank in range(number):
        PersonFactory.published(territory=pau)
        OrganisationFactory.published(territory=pau)
    Network.default()  # its settings are made at the first question

    with django_assert_num_queries(10):
        b"".join(client.get("/annuaire.json").streaming_content)


def test_pages_of_the_list_hold_everybody_once(client):
    for rank in range(30):
        PersonFactory.published(display_name=f"Personne {rank:02}")

    first, second = (client.get(f"/annuaire/?page={page}").context["cards"] for page in (1, 2))

    assert [card["title"] for card in [*first, *second]] == [f"Personne {rank:02}" for rank in range(30)]


def test_nearest_come_first_around_a_point(client, pau, bayonne):
    """People and organisations together; one who hides their town is not there."""
    PersonFactory.published(display_name="Anna", territory=bayonne)
    OrganisationFactory.published(name="Bal de poche", territory=pau)
    PersonFactory.published(display_name="Zoé", territory=pau)
    PersonFactory.published(display_name="Hana", territory=pau, territory_visibility="team")

    def order(query):
        return [card["title"] for card in client.get(f"/annuaire/?pres=43.3,-0.37&rayon=200{query}").context["cards"]]

    assert order("") == ["Bal de poche", "Zoé", "Anna"]
    assert order("&tri=proche") == ["Bal de poche", "Zoé", "Anna"]
    assert order("&tri=nom") == ["Anna", "Bal de poche", "Zoé"]
    assert names(client, "?pres=43.3,-0.37&rayon=200&genre=personne") == ["Zoé", "Anna"]


def test_list_says_what_to_do_when_it_is_empty(client):
    assert "/compte/profil/" in client.get("/annuaire/").content.decode()
