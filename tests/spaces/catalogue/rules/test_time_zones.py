"""The clock of a place."""

import pytest

from maillage.base.zones import is_zone
from spaces.catalogue.rules import time_zones
from spaces.catalogue.rules.time_zones import zone_of


@pytest.mark.parametrize(
    ("facts", "zone"),
    [
        ({"country": "FR", "insee": "64445"}, "Europe/Paris"),
        ({"country": "FR", "insee": "97411"}, "Indian/Reunion"),
        ({"country": "FR", "postal_code": "97200"}, "America/Martinique"),
        ({"country": "FR", "insee": "98735"}, "Pacific/Tahiti"),
        ({"country": "FR", "insee": "98731"}, "Pacific/Marquesas"),
        ({"country": "FR", "latitude": 4.93, "longitude": -52.33}, "America/Cayenne"),
        ({"country": "", "latitude": -22.27, "longitude": 166.44}, "Pacific/Noumea"),
        ({"country": "MA", "latitude": 33.57, "longitude": -7.59}, "Africa/Casablanca"),
        ({"country": "ES", "latitude": 28.1, "longitude": -15.4}, "Atlantic/Canary"),
        ({"country": "ES", "latitude": 41.4, "longitude": 2.2}, "Europe/Madrid"),
        ({"country": "MA", "postal_code": "97200"}, "Africa/Casablanca"),
        ({"country": "US"}, "Europe/Paris"),
        ({"country": "US", "default": "America/New_York"}, "America/New_York"),
        ({}, "Europe/Paris"),
    ],
)
def test_zone_of(facts, zone):
    assert zone_of(**facts) == zone


def test_every_zone_exists():
    named = {*time_zones.BY_CODE.values(), *time_zones.BY_COMMUNE.values(), *time_zones.BY_COUNTRY.values()}
    named |= {zone for _, zone, _ in time_zones.BOXES}

    assert [zone for zone in sorted(named) if not is_zone(zone)] == []
