from spaces.catalogue.models.hours import OpeningException, OpeningExceptionHours, OpeningHours, PublicHolidays, Weekday
from spaces.catalogue.models.resource import Resource
from spaces.catalogue.models.space import Space, SpacePhoto
from spaces.catalogue.models.team import SpaceTeam

__all__ = [
    "OpeningException",
    "OpeningExceptionHours",
    "OpeningHours",
    "PublicHolidays",
    "Resource",
    "Space",
    "SpacePhoto",
    "SpaceTeam",
    "Weekday",
]
