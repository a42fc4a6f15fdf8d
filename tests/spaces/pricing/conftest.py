"""The same Monday in June as in bookings, and the same people."""

from tests.spaces.booking.conftest import (  # noqa: F401 - fixtures
    _in_june,
    as_,
    centrale,
    desks,
    lea,
    manager,
    other_manager,
    room,
)
