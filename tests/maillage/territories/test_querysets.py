"""Finding territories by code, by words, and by what they contain."""

import pytest

from maillage.territories.models import FormerCommune, Territory
from spaces.catalogue.models import Space
from tests.factories.catalogue import SpaceFactory
from tests.factories.territories import CommuneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("some_departements")]


def codes(territories) -> list[str]:
    return [territory.public_code for territory in territories]


@pytest.mark.parametrize(
    ("asked", "name", "level"),
    [
        ("64445", "Pau", "commune"),
        ("64", "Pyrénées-Atlantiques", "departement"),
        ("REG-75", "Nouvelle-Aquitaine", "region"),
        ("reg-75", "Nouvelle-Aquitaine", "region"),
        ("200067254", "Communauté d'agglomération Pau Béarn Pyrénées", "epci"),
        (" FR ", "France", "country"),
    ],
)
def test_by_public_code_finds_each_level(django_assert_num_queries, asked, name, level):
    with django_assert_num_queries(1):
        found = Territory.objects.by_public_code(asked)

    assert (found.name, found.level) == (name, level)


def test_by_public_code_is_the_department_when_a_region_has_the_same_code():
    assert Territory.objects.by_public_code("75").name == "Paris"
    assert Territory.objects.by_public_code("REG-75").name == "Nouvelle-Aquitaine"


def test_by_public_code_follows_a_merger_when_the_code_is_past():
    former = FormerCommune.objects.exclude(code__in=Territory.objects.values("pk")).first()

    assert Territory.objects.by_public_code(former.code) == former.commune


@pytest.mark.parametrize("asked", ["", "99999", "PAU", "REG-", "64445'; DROP TABLE", "\x00", "6" * 500])
def test_by_public_code_refuses_what_is_no_code(asked):
    with pytest.raises(Territory.DoesNotExist):
        Territory.objects.by_public_code(asked)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pau", "64445"),
        ("PÂU", "64445"),
        ("st jean de luz", "64483"),
        ("64320", "64269"),
        ("64", "64"),
        ("nouvelle aquitaine", "REG-75"),
        ("reg-75", "REG-75"),
        ("pau bearn", "200067254"),
        ("oloron", "64422"),
        ("seignanx", "244000659"),
    ],
)
def test_matching_puts_first_what_a_person_means(text, first):
    assert codes(Territory.objects.matching(text))[0] == first


def test_matching_orders_by_closeness_then_inhabitants():
    exact = CommuneFactory(name="Zarb", population=10)
    begins = CommuneFactory(name="Zarb-le-Haut", population=100)
    begins_larger = CommuneFactory(name="Zarbac", population=1000)
    word = CommuneFactory(name="Saint-Zarb", population=10_000)
    CommuneFactory(name="Bazarb", population=100_000)

    assert list(Territory.objects.matching("zarb")) == [exact, begins_larger, begins, word]


def test_matching_finds_nothing_when_nothing_is_asked():
    assert codes(Territory.objects.matching("  - ")) == []


def test_matching_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(Territory.objects.matching("saint")[:8]) == 8


def test_holding_filters_records_in_one_query_at_every_level(django_assert_num_queries):
    in_the_11th = SpaceFactory(commune_id="75111")
    elsewhere_in_paris = SpaceFactory(commune_id="75056")
    in_pau = SpaceFactory(commune_id="64445")
    SpaceFactory(commune=None)
    expected = {
        "75111": {in_the_11th},
        "75056": {in_the_11th, elsewhere_in_paris},
        "75": {in_the_11th, elsewhere_in_paris},
        "REG-11": {in_the_11th, elsewhere_in_paris},
        "64445": {in_pau},
        "200067254": {in_pau},
        "64": {in_pau},
        "REG-75": {in_pau},
        "FR": {in_the_11th, elsewhere_in_paris, in_pau},
        "69": set(),
    }

    for code, spaces in expected.items():
        territory = Territory.objects.by_public_code(code)
        with django_assert_num_queries(1):
            found = set(Space.objects.filter(territory.holding("commune")))
        assert found == spaces, code


def test_qualified_name_tells_homonyms_apart():
    assert Territory.objects.get(pk="64445").qualified_name == "Pau (64)"
    assert Territory.objects.get(pk="64").qualified_name == "Pyrénées-Atlantiques"
