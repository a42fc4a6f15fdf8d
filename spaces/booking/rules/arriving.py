"""Whether somebody who stands at the door is expected, from what their booking says."""

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

EARLIEST = timedelta(minutes=15)  # before the start, for who says by themselves that they are there


class Arrival(StrEnum):
    EXPECTED = "expected"
    ALREADY = "already"
    EARLY = "early"
    ANOTHER_DAY = "another_day"
    OVER = "over"
    GIVEN_BACK = "given_back"
    UNSETTLED = "unsettled"


def opens_at(start_at: datetime) -> datetime:
    """From when on its person may say that they are there."""
    return start_at - EARLIEST


def arrival(state: str, start_at: datetime, end_at: datetime, *, at: datetime, zone: tzinfo) -> Arrival:
    """What a booking in this state says to its person at `at`. Days are those of the place."""
    settled = {"checked_in": Arrival.ALREADY, "released": Arrival.GIVEN_BACK}
    if state != "confirmed":
        return settled.get(state, Arrival.UNSETTLED)
    if end_at <= at:
        return Arrival.OVER
    if opens_at(start_at) <= at:
        return Arrival.EXPECTED
    same_day = start_at.astimezone(zone).date() == at.astimezone(zone).date()
    return Arrival.EARLY if same_day else Arrival.ANOTHER_DAY
