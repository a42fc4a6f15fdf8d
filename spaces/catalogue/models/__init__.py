from spaces.catalogue.models.features import Feature
from spaces.catalogue.models.hours import OpeningException, OpeningExceptionHours, OpeningHours, PublicHolidays, Weekday
from spaces.catalogue.models.plan import Spot
from spaces.catalogue.models.resource import Resource
from spaces.catalogue.models.space import Space, SpacePhoto
from spaces.catalogue.models.team import SpaceTeam

__all__ = [
    "Feature",
    "OpeningException",
    "OpeningExceptionHours",
    "OpeningHours",
    "PublicHolidays",
    "Resource",
    "Space",
    "SpacePhoto",
    "SpaceTeam",
    "Spot",
    "Weekday",
]
