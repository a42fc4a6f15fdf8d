"""Territories: a few made by hand, or real departments from the shipped file."""

import factory
from factory.django import DjangoModelFactory

from maillage.base.words import fold
from maillage.territories.models import Territory


class CommuneFactory(DjangoModelFactory):
    """A commune that lies in nothing unless told: `CommuneFactory(name="Pau", departement=pyrenees)`."""

    class Meta:
        model = Territory

    code = factory.Sequence(lambda n: f"9{n:04d}")
    public_code = factory.SelfAttribute("code")
    commune_id = factory.SelfAttribute("code")
    level = Territory.Level.COMMUNE
    name = factory.Sequence(lambda n: f"Saint-Maillage-{n:05d}")
    search_key = factory.LazyAttribute(lambda commune: f" {fold(commune.name)}")
    population = 1000
    population_year = 2023
    latitude = 43.2951
    longitude = -0.3708
    position = Territory.Position.TOWN_HALL
