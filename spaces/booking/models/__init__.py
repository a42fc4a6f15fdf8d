from spaces.booking.models.access import Habilitation, HabilitationGrant, Quota
from spaces.booking.models.booking import Booking, BookingQuerySet, BookingSeries, Source, State
from spaces.booking.models.idempotency import IdempotencyKey
from spaces.booking.models.occupancy import Block, Occupancy, OccupancyQuerySet, Use

__all__ = [
    "Block",
    "Booking",
    "BookingQuerySet",
    "BookingSeries",
    "Habilitation",
    "HabilitationGrant",
    "IdempotencyKey",
    "Occupancy",
    "OccupancyQuerySet",
    "Quota",
    "Source",
    "State",
    "Use",
]
