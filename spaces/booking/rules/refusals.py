"""Why a booking is refused: one stable code for each reason."""

from collections.abc import Iterable
from enum import StrEnum


class Refusal(StrEnum):
    """The reasons, in order of precedence: of several, the first is the one that is said."""

    IN_THE_PAST = "in_the_past"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CLOSED = "closed"
    OFF_GRID = "off_grid"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    NOT_ALLOWED = "not_allowed"
    HABILITATION_MISSING = "habilitation_missing"
    HABILITATION_EXPIRED = "habilitation_expired"
    QUOTA = "quota"
    BLOCKED = "blocked"
    ALREADY_BOOKED = "already_booked"
    POOL_FULL = "pool_full"
    BUFFER = "buffer"

    @property
    def is_conflict(self) -> bool:
        """Somebody else has the place (HTTP 409); of the others a rule says no (422)."""
        return self in CONFLICTS

    @classmethod
    def first_of(cls, refusals: Iterable["Refusal | None"]) -> "Refusal | None":
        """The one to say, if there is any."""
        return min((refusal for refusal in refusals if refusal), key=PRECEDENCE.__getitem__, default=None)

    @classmethod
    def of_day(cls, refusals: Iterable["Refusal | None"]) -> "Refusal | None":
        """The one to say of a day on which nothing is free, from those of its starts.

        Where some are taken that is the reason, whatever rule keeps from the others. None: all is over or out of hours.
        """
        found = set(refusals) - {cls.IN_THE_PAST, cls.CLOSED}
        return cls.first_of(found & {cls.ALREADY_BOOKED, cls.BUFFER} or found)


CONFLICTS = frozenset({Refusal.BLOCKED, Refusal.ALREADY_BOOKED, Refusal.POOL_FULL, Refusal.BUFFER})
# Where another start would do: somebody has this one, or a rule says no to it.
OF_ANOTHER_START = CONFLICTS | {Refusal.IN_THE_PAST, Refusal.CLOSED, Refusal.OFF_GRID, Refusal.TOO_SOON}
# Rules for those who book from afar: whoever stands at the desk begins now, until the next one comes.
FROM_AFAR = frozenset({Refusal.IN_THE_PAST, Refusal.TOO_SHORT, Refusal.OFF_GRID, Refusal.TOO_SOON})
# Rules for when a booking starts: one that only changes its end has met them already.
OF_THE_START = frozenset({Refusal.IN_THE_PAST, Refusal.OFF_GRID, Refusal.TOO_SOON, Refusal.TOO_FAR})
TRAININGS = frozenset({Refusal.HABILITATION_MISSING, Refusal.HABILITATION_EXPIRED})
PRECEDENCE = {refusal: rank for rank, refusal in enumerate(Refusal)}
