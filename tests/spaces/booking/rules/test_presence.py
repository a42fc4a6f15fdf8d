"""Which group of the day a booking is in."""

import pytest

from spaces.booking.rules.presence import Presence, presence
from tests.factories.booking import at


@pytest.mark.parametrize(
    ("state", "now", "group"),
    [
        ("confirmed", "09:00", Presence.TO_ARRIVE),
        ("confirmed", "11:59", Presence.TO_ARRIVE),
        ("confirmed", "12:00", Presence.ABSENT),
        ("hold", "09:00", Presence.TO_ARRIVE),
        ("awaiting_payment", "10:30", Presence.TO_ARRIVE),
        ("checked_in", "09:50", Presence.IN),
        ("checked_in", "11:29", Presence.IN),
        ("checked_in", "11:30", Presence.LEAVING),
        ("checked_in", "12:00", Presence.OVER),
        ("released", "10:15", Presence.ABSENT),
        ("released", "18:00", Presence.ABSENT),
    ],
)
def test_group_of_a_booking_from_10_to_12(state, now, group):
    start, end = at("2026-06-16 10:00"), at("2026-06-16 12:00")

    assert presence(state, start, end, now=at(f"2026-06-16 {now}")) == group
