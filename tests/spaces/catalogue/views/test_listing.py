"""`/lieux/`: list, facets, and what cannot be understood."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q

from maillage.base import clock
from spaces.catalogue import filters, sections
from tests.factories.catalogue import SpaceFactory
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db

TUESDAY_NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with clock.fixed(TUESDAY_NOON):
        yield


@pytest.fixture(autouse=True)
def _catalogue_alone(monkeypatch):
    """Without what other rooms add: their own tests say that."""
    monkeypatch.setattr(filters, "_extras", {})
    monkeypatch.setattr(sections, "_facts", {})


def found(client, query="", status=200):
    response = client.get(f"/lieux/{query}")
    assert response.status_code == status, query
    return [card["url"].split("/")[2] for card in response.context["cards"]]


@pytest.fixture
def region():
    """Five places that differ in everything that can be asked."""
    _lay_the_ground()
    SpaceFactory.open(slug="centrale", name="La Centrale", commune_id="64445", types=["coworking", "fablab"],
                      amenities=["wifi", "cuisine"], accessibility=["plain-pied"])  # fmt: skip
    SpaceFactory(slug="etincelle", name="L'Étincelle", city="Orthez", commune_id="64430", types=["fablab"],
                 amenities=["wifi"], latitude=43.4878, longitude=-0.7706)  # fmt: skip
    SpaceFactory(slug="babel", name="Babel", city="Bordeaux", postal_code="33000", commune_id="33063",
                 types=["lieu-culturel"], accessibility=["boucle-magnetique"],
                 latitude=44.8378, longitude=-0.5792)  # fmt: skip
    SpaceFactory(slug="zinc", name="Zinc", city="Ailleurs", latitude=None, longitude=None)
    SpaceFactory.draft(slug="brouillon", name="Brouillon", types=["fablab"])
    SpaceFactory.for_members(slug="membres", name="Entre membres", types=["fablab"], commune_id="64445")


def _lay_the_ground():
    def territory(code, level, name, **inside):
        return CommuneFactory(public_code=code, code=code.removeprefix("REG-"), level=level, name=name,
                              commune_id=None, **inside)  # fmt: skip

    region = territory("REG-75", "region", "Nouvelle-Aquitaine", region_id="REG-75")
    territory("FR", "country", "France")
    for code, name in (("64", "Pyrénées-Atlantiques"), ("33", "Gironde")):
        territory(code, "departement", name, departement_id=code, region=region)
    territory("200067254", "epci", "CA Pau Béarn Pyrénées", epci_id="200067254", region=region)
    for code, name, epci in (("64445", "Pau", "200067254"), ("64430", "Orthez", None), ("33063", "Bordeaux", None)):
        CommuneFactory(code=code, name=name, departement_id=code[:2], region=region, epci_id=epci)


EVERYTHING = ["babel", "etincelle", "centrale", "zinc"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", EVERYTHING),
        ("?q=", EVERYTHING),
        ("?q=etincelle", ["etincelle"]),
        ("?q=ÉTIN", ["etincelle"]),
        ("?q=fab", ["etincelle", "centrale"]),
        ("?q=fab+orthez", ["etincelle"]),
        ("?q=33000", ["babel"]),
        ("?q=rien", []),
        ("?type=fablab", ["etincelle", "centrale"]),
        ("?type=coworking&type=lieu-culturel", ["babel", "centrale"]),
        ("?type=fablab&type=fablab", ["etincelle", "centrale"]),
        ("?territoire=64445", ["centrale"]),
        ("?territoire=64", ["etincelle", "centrale"]),
        ("?territoire=REG-75", ["babel", "etincelle", "centrale"]),
        ("?territoire=200067254", ["centrale"]),
        ("?territoire=FR", ["babel", "etincelle", "centrale"]),
        ("?equipement=wifi", ["etincelle", "centrale"]),
        ("?equipement=wifi&equipement=cuisine", ["centrale"]),
        ("?ouvert=maintenant", ["centrale"]),
        ("?acces=pmr", ["centrale"]),
        ("?bbox=-1,43,0,44", ["etincelle", "centrale"]),
        ("?pres=43.2951,-0.3708", ["centrale", "etincelle", "babel"]),
        ("?pres=43.2951,-0.3708&rayon=50", ["centrale", "etincelle"]),
        ("?pres=43.2951,-0.3708&rayon=50&tri=nom", ["etincelle", "centrale"]),
        ("?type=fablab&territoire=64&equipement=cuisine&ouvert=maintenant&acces=pmr&q=centr", ["centrale"]),
        ("?tri=recent", ["zinc", "babel", "etincelle", "centrale"]),
        ("?vue=carte&type=fablab", ["etincelle", "centrale"]),
        ("?utm_source=lettre&type=fablab", ["etincelle", "centrale"]),
    ],
)
def test_each_filter_keeps_what_matches(client, region, query, slugs):
    assert found(client, query) == slugs


def test_members_also_see_what_is_theirs(client, region, stranger):
    client.force_login(stranger)

    assert found(client, "?type=fablab") == ["membres", "etincelle", "centrale"]


BAD = [
    ("type=soucoupe", "type"), ("equipement=x", "equipement"), ("territoire=99999", "territoire"),
    ("territoire=%00", "territoire"), ("ouvert=oui", "ouvert"), ("acces=1", "acces"), ("bbox=1,2,3", "bbox"),
    ("bbox=a,b,c,d", "bbox"), ("bbox=0,50,1,40", "bbox"), ("bbox=-200,0,0,1", "bbox"), ("bbox=nan,0,1,1", "bbox"),
    ("pres=12", "pres"), ("pres=100,0", "pres"), ("pres=inf,0", "pres"), ("pres=43,0&rayon=0", "rayon"),
    ("pres=43,0&rayon=9999", "rayon"), ("pres=43,0&rayon=-5", "rayon"), ("rayon=5", "rayon"), ("tri=couleur", "tri"),
    ("tri=proche", "tri"), ("vue=3d", "vue"), ("page=0", "page"), ("page=-1", "page"), ("page=x", "page"),
    ("page=²", "page"), ("page=99999999999", "page"), ("page=2", "page"), ("q=!!!", "q"), ("q=" + "a" * 300, "q"),
    ("territoire=64&territoire=33", "territoire"), ("libre=demain", "libre"),
    ("type=" + "&type=".join(f"t{n}" for n in range(60)), "type"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "name"), BAD)
def test_a_value_that_means_nothing_is_named_with_the_way_out(client, region, query, name):
    response = client.get(f"/lieux/?{query}")

    assert response.status_code == 400
    assert response.context["problems"]
    assert response.context["repaired_url"].split("?")[0] == "/lieux/"
    for suffix in ("geojson", "csv", "json"):
        if name == "page" and query == "page=2":
            continue  # a feed is the whole list
        answer = client.get(f"/lieux.{suffix}?{query}")
        assert answer.status_code == 400
        assert name in [one["name"] for one in answer.json()["detail"]["filters"]]


def test_several_wrong_values_are_all_named_and_taken_away_together(client, region):
    response = client.get("/lieux/?type=fablab&type=x&page=0&q=fab")

    assert [problem["url"] for problem in response.context["problems"]] == [
        "/lieux/?type=fablab&q=fab", "/lieux/?type=fablab&type=x&q=fab",
    ]  # fmt: skip
    assert response.context["repaired_url"] == "/lieux/?type=fablab&q=fab"
    assert found(client, "?type=fablab&q=fab") == ["etincelle", "centrale"]


# Facets


def counts(client, query=""):
    found_counts = {}
    for group in client.get(f"/lieux/{query}").context["facets"]:
        options = {one["value"]: one.get("count") for one in group.get("options", [])}
        found_counts[group["name"]] = options or group["count"]
    del found_counts["tri"]
    return found_counts


def test_facets_count_under_the_other_filters(client, region):
    assert counts(client) == {
        "type": {"coworking": 1, "fablab": 2, "lieu-culturel": 1},
        "equipement": {"wifi": 2, "cuisine": 1},
        "ouvert": 1, "acces": 1,
    }  # fmt: skip
    assert counts(client, "?type=fablab")["type"] == {"coworking": 1, "fablab": 2, "lieu-culturel": 1}
    assert counts(client, "?type=lieu-culturel")["equipement"] == {"wifi": 0, "cuisine": 0}
    assert counts(client, "?type=lieu-culturel")["ouvert"] == 0
    assert counts(client, "?ouvert=maintenant")["type"] == {"coworking": 1, "fablab": 1, "lieu-culturel": 0}
    assert counts(client, "?ouvert=maintenant")["ouvert"] == 1
    assert counts(client, "?equipement=cuisine")["equipement"] == {"wifi": 1, "cuisine": 1}


def test_every_count_is_what_its_choice_gives(client, region):
    """The oracle: take each choice in turn and count the list."""
    for start in ("?", "?type=fablab&", "?territoire=64&", "?equipement=wifi&", "?q=e&"):
        page = client.get(f"/lieux/{start}")
        for group in page.context["facets"]:
            for choice in group.get("options", [group]):
                if group["name"] == "tri" or choice["checked"] or (group["name"] == "type" and "type=" in start):
                    continue
                query = f"{start}{group['name']}={choice['value']}"
                assert len(found(client, query)) == choice["count"], query


def test_territories_are_offered_with_their_counts(client, region):
    options = client.get("/lieux/?territoire=64445").context["search_fields"][1]["options"]

    assert [(one["value"], one["selected"]) for one in options] == [
        ("", False), ("64445", True), ("REG-75", False), ("33", False), ("64", False),
    ]  # fmt: skip
    assert [one["label"].strip() for one in options[2:]] == [
        "Nouvelle-Aquitaine (3)", "Gironde (1)", "Pyrénées-Atlantiques (2)",
    ]  # fmt: skip


# Pages and addresses


def test_pages_hold_24_and_keep_the_filters(client):
    for number in range(30):
        SpaceFactory(slug=f"s{number:02}", name=f"Lieu {number:02}", types=["fablab"])

    assert len(found(client, "?type=fablab")) == 24
    assert found(client, "?type=fablab&page=2") == [f"s{n}" for n in range(24, 30)]
    assert "?type=fablab&amp;page=2" in client.get("/lieux/?type=fablab").content.decode()


def test_active_filters_can_be_taken_away_one_by_one(client, region):
    page = client.get("/lieux/?q=fab&type=fablab&type=coworking&territoire=64&pres=43,0&rayon=300&page=1")

    assert [chip["url"] for chip in page.context["active"]] == [
        "/lieux/?type=fablab&type=coworking&territoire=64&pres=43,0&rayon=300",
        "/lieux/?q=fab&type=coworking&territoire=64&pres=43,0&rayon=300",
        "/lieux/?q=fab&type=fablab&territoire=64&pres=43,0&rayon=300",
        "/lieux/?q=fab&type=fablab&type=coworking&pres=43,0&rayon=300",
        "/lieux/?q=fab&type=fablab&type=coworking&territoire=64",
    ]


def test_the_page_says_it_in_english_too(client, region):
    page = client.get("/en/lieux/?type=fablab").content.decode()

    assert 'lang="en"' in page
    assert "/en/lieux/centrale/" in page


@pytest.mark.parametrize("query", ["", "?ouvert=maintenant", "?vue=carte"])
def test_an_empty_catalogue_says_what_to_do(client, query):
    response = client.get(f"/lieux/{query}")

    assert response.status_code == 200
    assert response.context["cards"] == []
    assert 'class="empty"' in response.content.decode()


def make_full(number):
    return SpaceFactory.open(
        slug=f"s{number}", types=["fablab", "coworking"], amenities=["wifi"], accessibility=["plain-pied"]
    )


@pytest.mark.parametrize(
    "query", ["", "?q=centrale&type=fablab&equipement=wifi&ouvert=maintenant&acces=pmr&tri=recent"]
)
def test_the_number_of_queries_does_not_depend_on_the_number_of_places(client, django_assert_num_queries, query):
    make_full(1)
    client.get("/lieux/")  # what is remembered per process: the site, content types
    with django_assert_num_queries(15):
        assert len(found(client, query)) == 1
    make_full(2)
    make_full(3)
    with django_assert_num_queries(15):
        assert len(found(client, query)) == 3


# What other rooms add


@pytest.fixture
def free_filter():
    """As the booking room does: what is free at a time."""
    filters.register(
        filters.ExtraFilter(
            name="libre",
            label="Quand",
            parse=_parse_free,
            condition=lambda value: Q(slug__startswith=value),
            describe=lambda value: f"Libre : {value}",
            choices=lambda: [("centr", "cet après-midi")],
        )
    )


def _parse_free(text):
    if text == "jamais":
        raise ValueError("Rien n'est libre jamais.")
    return text


def test_a_room_above_can_answer_a_filter(client, region, free_filter):
    assert found(client, "?libre=centr") == ["centrale"]
    page = client.get("/lieux/?libre=centr")
    options = page.context["search_fields"][2]["options"]
    assert [(one["value"], one["selected"]) for one in options] == [("", False), ("centr", True)]
    assert page.context["active"] == [{"text": "Libre : centr", "url": "/lieux/"}]
    assert [
        chip["count"] for group in page.context["facets"] if group["name"] == "type" for chip in group["options"]
    ] == [1, 1, 0]
    refusal = client.get("/lieux.json?libre=jamais").json()["detail"]["filters"]
    assert refusal == [{"name": "libre", "value": "jamais", "message": "Rien n'est libre jamais."}]


def test_a_room_above_can_add_facts_to_lines(client, region):
    sections.register_facts(
        "free", lambda spaces: {space.pk: ["6 postes libres"] for space in spaces if space.slug == "babel"}
    )

    cards = {card["title"]: card["facts"] for card in client.get("/lieux/").context["cards"]}

    assert cards["Babel"] == ["6 postes libres", "Bordeaux"]
    assert cards["La Centrale"] == ["Pau"]
