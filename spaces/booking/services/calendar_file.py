"""A booking as a calendar file."""

from maillage.base.mail import Attachment
from spaces.booking.models import Booking


def calendar_file(bookings: list[Booking]) -> Attachment:
    """placeholder"""
    return Attachment("booking.ics", "", "text/calendar")
