from collections.abc import Iterator

import pytest

from maillage.territories.models import FormerCommune, Territory
from maillage.territories.services.loading import load_territories


@pytest.fixture(scope="module")
def some_departements(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Pyrénées-Atlantiques, Landes, Paris and Rhône as shipped, loaded once for a module that only reads."""
    with django_db_blocker.unblock():
        load_territories(["64", "40", "75", "69"])
    yield
    with django_db_blocker.unblock():
        FormerCommune.objects.all().delete()
        Territory.objects.update(parent=None, commune=None, epci=None, departement=None, region=None)
        Territory.objects.all().delete()
