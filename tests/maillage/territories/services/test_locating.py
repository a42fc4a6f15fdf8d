"""Finding communes in the database, one address or thousands of rows."""

import pytest

from maillage.territories.services.locating import CommuneResolver, locate, nearest_commune

ADDRESSES = [
    {"insee": "64445"},
    {"insee": "75111"},
    {"insee": "75056", "postal_code": "75011"},
    {"insee": "99999"},
    {"city": "Pau"},
    {"city": "pau cedex 9", "postal_code": "64016"},
    {"city": "ST JEAN DE LUZ"},
    {"city": "St-Jean-de-Luz", "postal_code": "64500"},
    {"city": "Paris 11e"},
    {"city": "Lyon", "postal_code": "69003"},
    {"postal_code": "64320"},
    {"postal_code": "64320", "latitude": 43.2953, "longitude": -0.3119},
    {"city": "Momas", "postal_code": "75011"},
    {"city": ""},
    {},
]


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("some_departements")]


@pytest.mark.parametrize("address", ADDRESSES)
def test_locate_one_address_agrees_with_the_resolver(address):
    resolved = CommuneResolver().locate(**address)
    found = locate(**address)

    assert (found and found.public_code) == (resolved and resolved.code)


def test_locate_takes_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        found = locate(insee="64445", postal_code="64000", city="Pau")

    assert found.name == "Pau"


def test_resolver_asks_the_database_twice_however_many_rows(django_assert_num_queries):
    with django_assert_num_queries(2):
        resolver = CommuneResolver()
        answers = [resolver.locate(city="Pau", postal_code="64000") for _ in range(100)]
        answers += [resolver.nearest(43.3, -0.37) for _ in range(100)]

    assert {answer.code for answer in answers} == {"64445"}


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ((43.2951, -0.3708), "64445"),
        ((48.8585, 2.3795), "75111"),
        ((43.4832, -1.5586), "64122"),
        ((0.0, 0.0), None),
        ((46.5, -5.0), None),
    ],
)
def test_nearest_commune_agrees_with_the_resolver(django_assert_max_num_queries, point, expected):
    with django_assert_max_num_queries(2):
        found = nearest_commune(*point)

    assert (found and found.public_code) == expected
    resolved = CommuneResolver().nearest(*point)
    assert (resolved and resolved.code) == expected
