"""Two records, one place: the score, and the index that must find what comparing all would find."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.catalogue.rules.places.matching import CERTAIN, POSSIBLE, Kind, Known, PlaceIndex, score
from spaces.catalogue.rules.places.record import Place

CENTRALE = Place(
    line=2,
    name="La Centrale",
    street="3 rue du Moulin",
    postal_code="64000",
    city="Pau",
    insee="64445",
    latitude=43.2951,
    longitude=-0.3708,
    website="https://lacentrale.example/",
    phone="+33559000001",
)
METRE = 1 / 111_195  # degrees of latitude


def north(place: Place, metres: float) -> Place:
    return replace(place, latitude=(place.latitude or 0) + metres * METRE)


def bare(place: Place) -> Place:
    return replace(place, street="", website="", phone="")


@pytest.mark.parametrize(
    "other",
    [
        CENTRALE,
        replace(CENTRALE, name="LA CENTRALE - Coworking", website="", phone=""),
        replace(CENTRALE, latitude=None, longitude=None),
        north(CENTRALE, 3000),  # geocoded elsewhere, same number in the same street
        replace(CENTRALE, insee="", postal_code="", city="PAU CEDEX"),
        bare(north(CENTRALE, 140)),
    ],
)
def test_score_is_certain_when_name_and_spot_agree(other):
    assert score(CENTRALE, other) >= CERTAIN


@pytest.mark.parametrize(
    "other",
    [
        bare(north(CENTRALE, 800)),
        replace(bare(CENTRALE), latitude=None, longitude=None),
        replace(north(CENTRALE, 250), street="40 cours Bosquet", website="", phone=""),  # moved round the corner
        north(replace(bare(CENTRALE), name="La Centrale du Gave"), 20),
    ],
)
def test_score_is_possible_when_one_of_them_is_vague(other):
    assert POSSIBLE <= score(CENTRALE, other) < CERTAIN


@pytest.mark.parametrize(
    "other",
    [
        replace(north(CENTRALE, 1200), street="9 rue Serviez"),  # a second branch, under one website
        replace(CENTRALE, name="La Manufacture"),  # next door
        replace(CENTRALE, name="Fablab du Moulin"),
        replace(CENTRALE, city="Lons", insee="64348", postal_code="64140", latitude=43.33, street=""),
        north(replace(CENTRALE, name="La Centrale du Gave", street="8 rue Serviez"), 60),
        replace(bare(CENTRALE), name="La Centrale du Gave"),  # the middle of the town, to the decimal
        replace(CENTRALE, city="Lons", insee="", postal_code="", latitude=None, longitude=None, street=""),
    ],
)
def test_score_is_below_when_places_are_two(other):
    assert score(CENTRALE, other) < POSSIBLE


def test_pivot_makes_different_names_of_one_place_certain_but_not_two_places_of_one_owner():
    town_hall = replace(CENTRALE, name="Médiathèque Jean Moulin", pivot="21640445900015")
    renamed = replace(town_hall, name="Bibliothèque Moulin du Gave")
    another = replace(north(town_hall, 900), name="Médiathèque Simone Veil", street="2 rue Verte")

    assert score(replace(town_hall, pivot=""), renamed) < POSSIBLE < score(town_hall, renamed)
    assert score(town_hall, another) < POSSIBLE


def test_find_gives_the_most_alike_and_says_how_sure_it_is():
    known = [
        Known(
            slug="la-centrale-bis",
            name="La Centrale du Gave",
            city="Pau",
            latitude=43.2952,
            longitude=-0.3708,
        ),
        Known(slug="la-centrale", name="La centrale", city="Pau", latitude=43.2951, longitude=-0.3708),
    ]

    match = PlaceIndex(known).find(CENTRALE)

    assert match is not None
    assert (match.kind, match.place, match.score) == (Kind.SAME, known[1], 1.0)


def test_find_answers_nothing_when_nothing_is_near():
    assert PlaceIndex([replace(CENTRALE, name="Autre")]).find(CENTRALE) is None
    assert PlaceIndex().find(CENTRALE) is None


def test_place_without_coordinates_is_found_by_its_town_and_a_word_of_its_name():
    index = PlaceIndex([Known(slug="a", name="Espace La Centrale", postal_code="64000")])

    match = index.find(replace(bare(CENTRALE), latitude=None, longitude=None))

    assert match is not None
    assert (match.kind, match.score) == (Kind.POSSIBLE, 0.9)


def test_districts_of_a_city_are_the_city():
    district = Known(slug="a", name="La Ruche", insee="75110", city="Paris 10e Arrondissement")

    match = PlaceIndex([district]).find(Place(line=2, name="La Ruche", insee="75056", city="Lutèce"))

    assert match is not None
    assert match.place is district


POINTS = st.one_of(st.none(), st.tuples(st.integers(0, 30), st.integers(0, 30)))
PLACES = st.builds(
    lambda name, point, city, street, pivot: Place(
        line=2,
        name=name,
        city=city,
        street=street,
        pivot=pivot,
        latitude=49.5 + point[0] / 1000 if point else None,
        longitude=179.985 + point[1] / 2000 if point else None,
    ),
    st.sampled_from(["La Ruche", "La Ruche Nord", "La Rucche", "Fablab", "Espace Fablab", "Le Mix", "L'Élan", "Elan"]),
    POINTS,
    st.sampled_from(["", "Lille", "LILLE CEDEX", "Roubaix"]),
    st.sampled_from(["", "1 rue A", "2 rue A", "1, rue A"]),
    st.sampled_from(["", "", "43493312300029"]),
)


@given(known=st.lists(PLACES, max_size=8), record=PLACES)
def test_index_finds_what_comparing_with_every_place_finds(known, record):
    expected = sorted((score(record, one) for one in known if score(record, one) >= POSSIBLE), reverse=True)

    found = [match.score for match in PlaceIndex(known).matches(record)]

    assert found == expected
