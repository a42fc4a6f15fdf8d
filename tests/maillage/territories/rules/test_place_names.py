"""Towns as people and lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.rules.place_names import (
    arrondissement_code,
    city_key,
    clean_insee,
    clean_postcode,
    departements_of_postcode,
    spelled_out,
)


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("PAU CEDEX", "Pau"),
        ("Pau Cedex 9", "Pau"),
        ("Pau (64)", "Pau"),
        ("ST JEAN DE LUZ", "Saint-Jean-de-Luz"),
        ("Ste-Foy-la-Grande", "Sainte-Foy-la-Grande"),
        ("Stes Maries de la Mer", "Saintes-Maries-de-la-Mer"),
        ("Puy-en-Velay", "Le Puy-en-Velay"),
        ("ISLE JOURDAIN", "L'Isle-Jourdain"),
        ("L’Haÿ les Roses", "L'Haÿ-les-Roses"),
        ("Chalon s/ Saône", "Chalon-sur-Saône"),
        ("oeting", "Œting"),
        ("  villeneuve   d'ascq ", "Villeneuve-d'Ascq"),
    ],
)
def test_city_key_is_the_same_when_a_town_is_written_in_two_ways(written, official):
    assert city_key(written) == city_key(official) != ""


@pytest.mark.parametrize(("one", "other"), [("Saint-Denis", "Denis"), ("Pau", "Pauillac"), ("Les", "Le")])
def test_city_key_keeps_different_towns_apart(one, other):
    assert city_key(one) != city_key(other)


@given(st.text(max_size=30))
def test_city_key_is_stable_when_given_its_own_answer(text):
    key = city_key(text)

    assert key == key.strip() == spelled_out(key)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Paris 11e", "75111"),
        ("Paris 1er Arrondissement", "75101"),
        ("PARIS 20", "75120"),
        ("Paris 09", "75109"),
        ("Lyon 3ème", "69383"),
        ("Marseille 2e arrondissement", "13202"),
        ("Marseille 16", "13216"),
        ("Paris", None),
        ("Paris 21", None),
        ("Lyon 0", None),
        ("Bordeaux 3", None),
        ("Paris Cedex 11", None),
    ],
)
def test_arrondissement_code(text, code):
    assert arrondissement_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [(" 64445 ", "64445"), ("1004", "01004"), ("1004.0", "01004"), ("2a004", "2A004"), ("", ""), ("0", "0")],
)
def test_clean_insee(text, code):
    assert clean_insee(text) == code


@pytest.mark.parametrize(
    ("text", "postcode"),
    [("64000", "64000"), ("1 000", "01000"), ("64000.0", "64000"), ("0", ""), ("F-64000", ""), ("", "")],
)
def test_clean_postcode(text, postcode):
    assert clean_postcode(text) == postcode


@pytest.mark.parametrize(
    ("postcode", "departements"),
    [("64016", ("64",)), ("20200", ("2A", "2B")), ("97400", ("974",)), ("98800", ("988",))],
)
def test_departements_of_postcode(postcode, departements):
    assert departements_of_postcode(postcode) == departements
