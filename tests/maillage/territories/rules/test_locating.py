"""Which commune an address names, and which is nearest."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territories.rules.locating import Address, Place, PlaceIndex


def place(code: str, name: str, *postcodes: str, at: tuple[float, float] | None = None, commune: str = "") -> Place:
    latitude, longitude = at or (None, None)
    return Place(code, name, commune or code, code[:2], 1000, latitude, longitude, postcodes)


PAU = place("64445", "Pau", "64000", at=(43.2946, -0.3708))
BIZANOS = place("64132", "Bizanos", "64320", at=(43.29, -0.3333))
IDRON = place("64269", "Idron", "64320", at=(43.2953, -0.3119))
PARIS = place("75056", "Paris", "75010", "75011", at=(48.8566, 2.3429))
PARIS_10 = place("75110", "Paris 10e Arrondissement", "75010", at=(48.8759, 2.3577), commune="75056")
PARIS_11 = place("75111", "Paris 11e Arrondissement", "75011", at=(48.8585, 2.3795), commune="75056")
VALENCE_26 = place("26362", "Valence", "26000", at=(44.9327, 4.8936))
VALENCE_82 = place("82186", "Valence", "82400", at=(44.1094, 0.8906))
LE_PUY = place("43157", "Le Puy-en-Velay", "43000")
VALSERHONE = place("01033", "Valserhône", "01200")
INDEX = PlaceIndex(
    [PAU, BIZANOS, IDRON, PARIS, PARIS_10, PARIS_11, VALENCE_26, VALENCE_82, LE_PUY, VALSERHONE],
    [("01091", "Châtillon-en-Michaille", "01033"), ("99999", "Ailleurs", "99998")],
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (Address(insee="64445"), PAU),
        (Address(insee="64445", postal_code="64320", city="Idron"), PAU),
        (Address(insee="01091"), VALSERHONE),
        (Address(insee="1033"), VALSERHONE),
        (Address(insee="99999", city="Pau"), PAU),
        (Address(city="PAU CEDEX 9", postal_code="64016"), PAU),
        (Address(city="Puy-en-Velay"), LE_PUY),
        (Address(city="Châtillon en Michaille", postal_code="01200"), VALSERHONE),
        (Address(postal_code="64320", city="Idron"), IDRON),
        (Address(postal_code="64000"), PAU),
        (Address(postal_code="64000", city="Technopole Hélioparc"), PAU),
        (Address(city="Valence", postal_code="82400"), VALENCE_82),
        (Address(city="Valence", latitude=44.9, longitude=4.9), VALENCE_26),
        (Address(postal_code="64320", latitude=43.295, longitude=-0.312), IDRON),
        (Address(insee="75056"), PARIS),
        (Address(insee="75111"), PARIS_11),
        (Address(insee="75056", postal_code="75010"), PARIS_10),
        (Address(postal_code="75011"), PARIS_11),
        (Address(city="Paris", postal_code="75011"), PARIS_11),
        (Address(city="Paris 11ème"), PARIS_11),
        (Address(city="Paris"), PARIS),
        (Address(city="Paris Cedex 05", postal_code="75231"), PARIS),
    ],
)
def test_locate_finds_the_commune(address, expected):
    assert INDEX.locate(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        Address(),
        Address(city="Valence"),
        Address(postal_code="64320"),
        Address(postal_code="64320", city="Zone industrielle"),
        Address(city="Pau", postal_code="75011"),
        Address(city="Nowhere"),
        Address(city="Paris 3e"),
        Address(insee="99999"),
    ],
)
def test_locate_answers_none_rather_than_guess(address):
    assert INDEX.locate(address) is None


@given(
    st.lists(st.tuples(st.floats(-85, 85), st.floats(-179, 179)), min_size=1, max_size=30),
    st.tuples(st.floats(-85, 85), st.floats(-179, 179)),
    st.floats(1_000, 800_000),
)
def test_nearest_agrees_with_measuring_every_place(positions, asked, within_m):
    places = [place(f"{n:05d}", f"Commune {n}", at=position) for n, position in enumerate(positions)]
    distances = {p.code: p.distance_m(*asked) for p in places}

    found = PlaceIndex(places).nearest(*asked, within_m=within_m)

    if min(distances.values()) > within_m:
        assert found is None
    else:
        assert found is not None
        assert distances[found.code] == min(distances.values())


def test_nearest_is_the_arrondissement_when_the_city_has_some():
    assert INDEX.nearest(48.8566, 2.3429, within_m=30_000) == PARIS_10


def test_a_place_without_position_is_infinitely_far():
    assert LE_PUY.distance_m(45, 4) == math.inf
