from spaces.catalogue.models.hours import OpeningException, OpeningExceptionHours, OpeningHours, Weekday
from spaces.catalogue.models.resource import Resource
from spaces.catalogue.models.space import Space, SpacePhoto
from spaces.catalogue.models.team import SpaceTeam

__all__ = [
    "OpeningException",
    "OpeningExceptionHours",
    "OpeningHours",
    "Resource",
    "Space",
    "SpacePhoto",
    "SpaceTeam",
    "Weekday",
]
