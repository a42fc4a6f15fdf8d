"""Booking for programs: what can be booked and when, for anybody; bookings, for those signed in."""

from spaces.booking.api.bookings import router as bookings
from spaces.booking.api.decisions import router as decisions
from spaces.booking.api.passes import router as passes
from spaces.booking.api.resources import router as resources
from spaces.booking.api.together import router as together

__all__ = ["bookings", "decisions", "passes", "resources", "together"]
