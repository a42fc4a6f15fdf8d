"""A list brought into a database that was just made."""

import pytest

from maillage.territories.models import Territory
from spaces.catalogue.models import Space
from spaces.catalogue.services.imports import import_spaces

pytestmark = pytest.mark.django_db

LIST = b"nom;code_postal;commune\nLa Centrale;64000;Pau\n"


def test_import_knows_communes_where_nobody_loaded_them():
    import_spaces(LIST, file_name="liste.csv", dry_run=True)
    assert not Territory.objects.exists()

    import_spaces(LIST, file_name="liste.csv")

    commune = Space.objects.get().commune
    assert (commune.code, commune.departement_id, commune.region_id) == ("64445", "64", "REG-75")
