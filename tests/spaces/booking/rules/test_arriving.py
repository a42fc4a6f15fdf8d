"""Who is expected at the door, minute by minute."""

import pytest

from spaces.booking.rules.arriving import Arrival, arrival
from tests.factories.booking import PARIS, at, on


@pytest.mark.parametrize(
    ("moment", "state", "found"),
    [
        ("2026-06-16 09:44", "confirmed", Arrival.EARLY),
        ("2026-06-16 09:45", "confirmed", Arrival.EXPECTED),
        ("2026-06-16 11:59", "confirmed", Arrival.EXPECTED),
        ("2026-06-16 12:00", "confirmed", Arrival.OVER),
        ("2026-06-15 23:59", "confirmed", Arrival.ANOTHER_DAY),
        ("2026-06-16 00:00", "confirmed", Arrival.EARLY),
        ("2026-06-16 10:30", "checked_in", Arrival.ALREADY),
        ("2026-06-16 10:30", "released", Arrival.GIVEN_BACK),
        ("2026-06-16 10:30", "pending", Arrival.UNSETTLED),
        ("2026-06-16 10:30", "cancelled", Arrival.UNSETTLED),
    ],
)
def test_arrival(moment, state, found):
    assert arrival(state, *on("10-12"), at=at(moment), zone=PARIS) == found


def test_who_comes_before_midnight_for_what_begins_after_it_is_expected():
    assert arrival("confirmed", *on("00:05-2"), at=at("2026-06-15 23:55"), zone=PARIS) == Arrival.EXPECTED
