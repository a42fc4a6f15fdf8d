"""Codes of bookings: given in the space's turn, read at its door."""

from secrets import choice

from django.conf import settings
from django.urls import reverse

from maillage.base import clock
from maillage.base.mail import Attachment
from maillage.base.qr import png
from spaces.booking.models import Booking, BookingQuerySet
from spaces.booking.rules.codes import ALPHABET, LENGTH

AT_ONCE = 4  # tried in one query; that all of them are taken does not happen twice


def new_code(space_id: int) -> str:
    """A code that no booking of this space still to come has. Always inside a turn of the space (`turns`)."""
    while True:
        tried = {"".join(choice(ALPHABET) for _ in range(LENGTH)) for _ in range(AT_ONCE)}
        to_come = Booking.objects.filter(code__in=tried, resource__space=space_id, end_at__gt=clock.now())
        if left := tried - set(to_come.values_list("code", flat=True)):
            return left.pop()


def with_code(bookings: BookingQuerySet, code: str) -> Booking | None:
    """Among these of one space: the one to come, else the last of those that had this code."""
    found = bookings.for_listing().filter(code=code).order_by("-end_at", "-pk") if code else bookings.none()
    return found.first()


def address_of(booking: Booking) -> str:
    """Where its QR code leads: to the booking, for its person and for the team."""
    return settings.SITE_URL + reverse("booking:arrival", args=[booking.resource.space.slug, booking.code])


def picture(booking: Booking) -> Attachment:
    """Its QR code, to go with a mail: found on the telephone without a network."""
    return Attachment.of_bytes(f"{booking.code}.png", png(address_of(booking)), "image/png")
