from spaces.catalogue.models.hours import OpeningException, OpeningExceptionHours, OpeningHours
from spaces.catalogue.models.resource import Resource
from spaces.catalogue.models.space import Space, SpacePhoto, SpaceTeam

__all__ = [
    "OpeningException",
    "OpeningExceptionHours",
    "OpeningHours",
    "Resource",
    "Space",
    "SpacePhoto",
    "SpaceTeam",
]
