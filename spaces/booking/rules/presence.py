"""Where somebody who booked stands at one instant: expected, there, about to leave, not seen."""

from datetime import datetime, timedelta
from enum import StrEnum

SOON = timedelta(minutes=30)


class Presence(StrEnum):
    """The groups of a day, in the order in which the team looks at them."""

    TO_ARRIVE = "to_arrive"
    IN = "in"
    LEAVING = "leaving"
    ABSENT = "absent"
    OVER = "over"


def presence(state: str, start_at: datetime, end_at: datetime, *, now: datetime) -> Presence:
    """Of a booking that holds its place, or held it until nobody came.

    Who has not been seen by the end is counted as absent, even if nobody has said so.
    """
    if state == "released":
        return Presence.ABSENT
    is_over = end_at <= now
    if state != "checked_in":
        return Presence.ABSENT if is_over else Presence.TO_ARRIVE
    if is_over:
        return Presence.OVER
    return Presence.LEAVING if end_at - now <= SOON else Presence.IN
