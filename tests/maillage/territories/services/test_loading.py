"""The shipped geography enters the database once, and follows the file."""

import pytest
from django.core.management import CommandError, call_command

from maillage.territories.models import FormerCommune, Territory
from maillage.territories.services.loading import load_territories
from tests.factories.catalogue import SpaceFactory
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db


def test_load_keeps_to_the_departments_asked():
    report = load_territories(["64"])

    levels = {level: Territory.objects.filter(level=level).count() for level in Territory.Level.values}
    assert report.created == Territory.objects.count()
    assert levels["commune"] == 545
    assert levels["arrondissement"] == 0
    assert Territory.objects.filter(level="commune").exclude(departement="64").count() == 0
    assert Territory.objects.filter(level="country").get().name == "France"


def test_load_writes_everything_a_commune_says():
    load_territories(["64"])

    pau = Territory.objects.get(pk="64445")
    assert (pau.code, pau.level, pau.name) == ("64445", "commune", "Pau")
    assert (pau.parent_id, pau.commune_id, pau.departement_id, pau.region_id) == (
        "64",
        "64445",
        "64",
        "REG-75",
    )
    assert pau.epci.name == "Communauté d'agglomération Pau Béarn Pyrénées"
    assert (pau.population, pau.population_year) == (80441, 2023)
    assert (round(pau.latitude, 2), round(pau.longitude, 2)) == (43.29, -0.37)
    assert pau.postcodes.split() == ["64000"]
    assert pau.get_position_display()


def test_load_writes_nothing_when_nothing_has_changed():
    load_territories(["64"])
    total, former = Territory.objects.count(), FormerCommune.objects.count()

    again = load_territories(["64"])

    assert (again.created, again.updated, again.unchanged, again.retired) == (0, 0, total, 0)
    assert FormerCommune.objects.count() == former > 0


def test_load_mends_what_differs_from_the_file():
    load_territories(["64"])
    Territory.objects.filter(pk="64445").update(name="Paou", population=1)

    report = load_territories(["64"])

    assert (report.created, report.updated) == (0, 1)
    assert Territory.objects.get(pk="64445").name == "Pau"


def test_load_of_a_part_adds_to_what_is_there():
    load_territories(["64"])

    load_territories(["40"])

    assert set(Territory.objects.communes().values_list("departement", flat=True)) == {"40", "64"}


def test_whole_load_moves_records_of_a_merged_commune_and_keeps_what_it_cannot_place():
    merged = CommuneFactory(code="01091", name="Châtillon-en-Michaille")  # merged into Valserhône in 2019
    lost = CommuneFactory(code="99990", name="Nulle-Part")
    unused = CommuneFactory(code="99991")
    moved, stuck = SpaceFactory(commune=merged), SpaceFactory(commune=lost)

    report = load_territories()

    moved.refresh_from_db()
    stuck.refresh_from_db()
    assert moved.commune.name == "Valserhône"
    assert stuck.commune == lost
    assert (report.retired, report.kept) == (2, ("99990",))
    assert not Territory.objects.filter(pk__in=[merged.pk, unused.pk]).exists()
    assert report.created == 36397
    assert Territory.objects.communes().count() == 34969 + 1
    assert Territory.objects.filter(level="region").count() == 18
    assert Territory.objects.filter(level="arrondissement").count() == 45


def test_load_takes_few_queries_when_there_is_nothing_to_write(django_assert_num_queries):
    load_territories(["64"])

    with django_assert_num_queries(4):  # two reads between the savepoint's two ends
        load_territories(["64"])


def test_command_says_in_one_line_what_it_did(capsys):
    call_command("load_territories", "--departements", "64, 2a")

    total = Territory.objects.count()
    assert capsys.readouterr().out == f"Territories: {total} created, 0 updated, 0 unchanged, 0 retired.\n"
    assert Territory.objects.filter(pk="2A004").exists()


def test_command_refuses_an_unknown_department():
    with pytest.raises(CommandError, match="00"):
        call_command("load_territories", "--departements", "64,00")

    assert not Territory.objects.exists()
