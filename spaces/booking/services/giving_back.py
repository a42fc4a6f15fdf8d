"""The link of a reminder: whoever holds the mail can give the place back, without signing in."""

from django.core import signing
from django.urls import reverse

from spaces.booking.models import Booking

SALT = "booking.giving_back"


def url_of(booking: Booking) -> str:
    """Where the place can be given back; only its person's mail says it."""
    return reverse("booking:give_back", args=[signing.dumps(str(booking.uuid), salt=SALT)])


def find(token: str) -> Booking | None:
    """The booking that a link is about; None for a link that nobody was sent, or whose person has been erased."""
    try:
        uuid = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Booking.objects.for_listing().filter(uuid=uuid).exclude(person=None).first()
