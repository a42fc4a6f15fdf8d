"""Real lists, read in full: what is taken, what is refused, what is found twice."""

from collections import Counter

import pytest

from spaces.catalogue.rules.places.plan import Verdict, plan
from spaces.catalogue.rules.places.reading import Reading, read_places
from tests.real_data import DATA
from tests.spaces.catalogue.rules.places.records import recorded, told

CGET = "lieux/tiers-lieux_cget_2019.csv"
CGET_GEOJSON = "lieux/tiers-lieux_cget_2019_nouvelle-aquitaine_auvergne-rhone-alpes.geojson"

pytestmark = pytest.mark.skipif(
    not (DATA / CGET).exists(), reason="the real lists are not beside the project (../shared/data)"
)


def read(path: str) -> Reading:
    return read_places((DATA / path).read_bytes())


def test_cget_list_is_taken_whole():
    reading = read(CGET)

    assert (len(reading.places), reading.rejected) == (1183, [])
    assert Counter(place.types for place in reading.places) == {
        ("coworking",): 883,
        ("fablab",): 258,
        (): 41,
        ("ressourcerie",): 1,
    }
    empty = {
        field: sum(not getattr(place, field) for place in reading.places) for field in ("city", "insee", "latitude")
    }
    assert empty == {"city": 0, "insee": 10, "latitude": 0}
    assert [(one.line, one.column, one.code) for one in reading.warnings] == [
        (11, "WEB", "website_unreadable"),
        (430, "WEB", "website_unreadable"),
        (1115, "WEB", "website_unreadable"),
    ]


def test_cget_list_holds_thirteen_places_twice_and_its_branches_apart():
    places = read(CGET).places

    decisions = plan(places, [], source="cget")

    twice = [(one.twin.name, one.place.name, one.score) for one in decisions if one.twin]
    assert twice == [
        ("Dojo", "Dojo", 0.93),
        ("Yelloworking", "Yelloworking", 0.93),
        ("La Capsule", "La Capsule by Reims Coworking", 1.0),
        ("Start-Way", "Start-way Bastille", 0.95),
        ("La Loco", "La Loco Coworking", 0.93),
        ("Coworking Republic", "Coworking Republic", 0.85),
        ("La Cordée à Morez", "La Cordée", 1.0),
        ("FabLab Clunisois", "Fablab du Clunisois", 1.0),
        ("Platforme C", "Plateforme C", 1.0),
        ("Chez Basile", "Chez Basile // agriculture urbaine & coworking", 0.82),
        ("BeeoTop", "LE BEEOTOP", 1.0),
        ("Le Cent Sept", "Le Centsept", 1.0),
        ("Onzième Lieu", "ONZIEME LIEU", 1.0),
    ]
    assert Counter(one.verdict.value for one in decisions) == {"create": 1170, "possible": 13}


def test_cget_list_read_again_changes_nothing():
    places = read(CGET).places
    first = plan(places, [], source="cget")

    second = plan(places, recorded(first, "cget"), source="cget")

    assert told(second, "cget") == told(first, "cget")


@pytest.mark.parametrize(
    ("source", "verdicts"), [("cget", {"same": 428, "possible": 2}), ("regions", {"possible": 430})]
)
def test_cget_geojson_after_the_csv_creates_nothing(source, verdicts):
    known = recorded(plan(read(CGET).places, [], source="cget"), "cget")
    places = read(CGET_GEOJSON).places

    decisions = plan(places, known, source=source)

    assert Counter(one.verdict.value for one in decisions) == verdicts
    found = {one.place.external_id: one.known.external_id for one in decisions if one.known}
    assert {own: there for own, there in found.items() if own != there} == {"663": "227", "1505": "355"}


def test_cget_csv_after_the_geojson_creates_only_the_other_regions():
    known = recorded(plan(read(CGET_GEOJSON).places, [], source="regions"), "regions")

    decisions = plan(read(CGET).places, known, source="cget")

    own = {place.external_id for place in read(CGET_GEOJSON).places}
    assert [one for one in decisions if one.verdict == Verdict.CREATE and one.place.external_id in own] == []
    assert Counter(one.verdict.value for one in decisions) == {"create": 742, "possible": 441}


def test_museums_keep_their_records_even_where_three_share_an_identifier():
    reading = read("lieux/musees-de-france_2022.csv")

    decisions = plan(reading.places, [], source="museofile")

    assert (len(reading.places), reading.rejected) == (1221, [])
    assert [one.key[:6] for one in reading.places if one.external_id == "M7042"] == ["M7042~"] * 3
    assert Counter(one.verdict.value for one in decisions) == {"create": 1220, "possible": 1}


def test_moroccan_hubs_have_their_country_and_a_telephone_again():
    places = read("lieux/hubs_maroc.csv").places

    assert [(p.name, p.city, p.country, p.phone, p.types) for p in places] == [
        ("H.SEVEN", "Casablanca", "MA", "+212520000000", ("pepiniere",)),
        ("Jokkolabs Morocco", "Casablanca", "MA", "", ("pepiniere",)),
        ("Douar Tech", "Marrakech", "MA", "", ("pepiniere",)),
    ]


def test_example_of_the_national_schema_is_read_field_by_field():
    [place] = read("schemas/exemple-valide_lieux-mediation-numerique.csv").places

    assert (place.name, place.key, place.pivot, place.types) == (
        "Anonymal",
        "structure-1",
        "43493312300029",
        ("tiers-lieu", "mediation-numerique"),
    )
    assert (place.street, place.postal_code, place.city, place.insee) == (
        "12 BIS RUE DE LECLERCQ",
        "51100",
        "Reims",
        "51454",
    )
    assert (place.phone, place.email, place.website, place.warnings) == (
        "+33180059880",
        "contact@laquincaillerie.tl",
        "https://www.laquincaillerie.tl/",
        (),
    )


def test_festivals_with_two_marks_and_no_place_are_refused_one_by_one():
    reading = read("festivals/festivals_2022.csv")

    assert len(reading.places) + len(reading.rejected) == 7283
    assert {(one.column, one.code) for one in reading.rejected} == {("Géocodage xy", "location_missing")}
    assert [one.line for one in reading.rejected][:3] == [125, 132, 161]
    assert len(reading.rejected) == 16
