"""A piece of ground for the directory: a few communes, as far as the tests need them, and an organisation with its team."""

import pytest

from maillage.territories.models import Territory
from maillage.vocabulary.models import Concept
from members.directory.models import OrganisationTeam
from tests.factories.directory import OrganisationFactory


def _territory(code, level, name, **fields):
    """A territory lies in itself: the column of its own level names it."""
    own = {f"{level}_id": code, "level": level, "code": code.removeprefix("REG-"), "name": name}
    return Territory.objects.get_or_create(public_code=code, defaults={**own, **fields})[0]


@pytest.fixture
def pau(db):
    region = _territory("REG-75", "region", "Nouvelle-Aquitaine", search_key=" nouvelle aquitaine")
    department = _territory("64", "departement", "Pyrénées-Atlantiques", region=region, search_key=" pyrenees")
    return _territory(
        "64445", "commune", "Pau", departement=department, region=region, latitude=43.2951, longitude=-0.3708,
        postcodes=" 64000 ", search_key=" pau", population=77_000,
    )  # fmt: skip


@pytest.fixture
def bayonne(pau):
    return _territory(
        "64102", "commune", "Bayonne", departement=pau.departement, region=pau.region, latitude=43.4933,
        longitude=-1.4751, postcodes=" 64100 ", search_key=" bayonne", population=52_000,
    )  # fmt: skip


@pytest.fixture
def skill(db):
    return Concept.objects.get(scheme="skill", code="ceramique")


@pytest.fixture
def sector(db):
    return Concept.objects.get(scheme="sector", code="spectacle-vivant")


@pytest.fixture
def ruche(owner):
    return OrganisationFactory(name="La Ruche", slug="la-ruche", owner=owner)


@pytest.fixture
def editor(ruche, teammate):
    OrganisationTeam.objects.create(organisation=ruche, user=teammate, role="editor")
    return teammate
