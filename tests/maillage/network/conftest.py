"""Territories of one department: the import loads the whole country only where there is nothing."""

import pytest

from maillage.territories.services.loading import load_territories


@pytest.fixture
def few_territories(db):
    load_territories(["64"])
