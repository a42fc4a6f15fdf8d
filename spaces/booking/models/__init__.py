from spaces.booking.models.access import (
    Admission,
    Habilitation,
    HabilitationGrant,
    Quota,
    Recognition,
    counts_at,
    is_reserved,
)
from spaces.booking.models.booking import (
    WITHOUT_PASSES,
    Booking,
    BookingQuerySet,
    BookingSeries,
    GuestAddress,
    Source,
    State,
)
from spaces.booking.models.idempotency import IdempotencyKey
from spaces.booking.models.kiosk import Kiosk, MissedArrival
from spaces.booking.models.occupancy import Block, BlockQuerySet, Occupancy, OccupancyQuerySet, Use
from spaces.booking.models.policy import BookingPolicy, CancellationTier
from spaces.booking.models.proposal import Proposal
from spaces.booking.models.waiting import WaitlistEntry

__all__ = [
    "WITHOUT_PASSES",
    "Admission",
    "Block",
    "BlockQuerySet",
    "Booking",
    "BookingPolicy",
    "BookingQuerySet",
    "BookingSeries",
    "CancellationTier",
    "GuestAddress",
    "Habilitation",
    "HabilitationGrant",
    "IdempotencyKey",
    "Kiosk",
    "MissedArrival",
    "Occupancy",
    "OccupancyQuerySet",
    "Proposal",
    "Quota",
    "Recognition",
    "Source",
    "State",
    "Use",
    "WaitlistEntry",
    "counts_at",
    "is_reserved",
]
