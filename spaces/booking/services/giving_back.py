"""The link of a reminder: whoever holds the mail can give the place back, without signing in."""

from maillage.base.signed_links import SignedLink
from spaces.booking.models import Booking

LINK = SignedLink("booking:give_back", salt="booking.giving_back")


def url_of(booking: Booking) -> str:
    """Where the place can be given back; only its person's mail says it."""
    return LINK.url(str(booking.uuid), language=booking.addressee.language if booking.addressee else None)


def find(token: str) -> Booking | None:
    """The booking that a link is about; None for a link that nobody was sent, or whose person has been erased."""
    uuid = LINK.read(token)
    return Booking.objects.for_listing().filter(uuid=uuid).told().first() if uuid else None
