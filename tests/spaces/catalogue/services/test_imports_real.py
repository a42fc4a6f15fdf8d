"""Real lists of places, brought in whole. They lie beside the project, never in it."""

from collections import Counter

import pytest

from maillage.territories.services.loading import load_territories
from spaces.catalogue.models import Space
from spaces.catalogue.services.imports import import_spaces
from tests.real_data import DATA

CGET = "lieux/tiers-lieux_cget_2019.csv"
SOUTH = "lieux/tiers-lieux_cget_2019_nouvelle-aquitaine_auvergne-rhone-alpes.geojson"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (DATA / CGET).exists(), reason="the real lists are not beside the project (../shared/data)"),
]


def run(name, **options):
    return import_spaces((DATA / name).read_bytes(), file_name=(DATA / name).name, **options)


def test_a_national_list_is_brought_in_whole_and_again():
    load_territories()

    first = run(CGET, source="CGET 2019")

    assert (first.created + len(first.possible_duplicates), first.updated, first.rejected) == (1183, 0, [])
    assert 5 <= len(first.possible_duplicates) <= 20
    assert Space.objects.filter(commune=None).count() <= 3
    zones = Counter(Space.objects.values_list("time_zone", flat=True))
    assert (zones["Indian/Reunion"], zones["America/Martinique"], zones["America/Cayenne"]) == (3, 1, 1)
    assert Space.objects.filter(commune__departement="64").count() >= 6

    again = run(CGET, source="CGET 2019")
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert again.possible_duplicates == first.possible_duplicates

    other = run(SOUTH, source="the same, as GeoJSON", dry_run=True)
    assert len(other.possible_duplicates) >= 400
    assert other.created <= 10


def test_moroccan_places_live_on_their_own_clock():
    report = run("lieux/hubs_maroc.csv", country="MA")

    assert (report.created, report.rejected) == (3, [])
    assert set(Space.objects.values_list("country", "time_zone", "commune")) == {("MA", "Africa/Casablanca", None)}
