"""The link of a guest: whoever holds the mail confirms, sees and cancels one booking, without an account."""

from django.conf import settings
from django.utils import translation

from maillage.base.signed_links import SignedLink
from spaces.booking.models import Booking

LINK = SignedLink("booking:guest", salt="booking.guest")


def page_of(booking: Booking) -> str:
    """The page of a booking for its person; for a guest it holds the link, which only their own mails and pages say."""
    return LINK.path(str(booking.uuid)) if booking.guest_email else booking.get_absolute_url()


def url_of(booking: Booking, *, language: str) -> str:
    """The same, whole, for a mail to its person in this language."""
    with translation.override(language):
        return settings.SITE_URL + page_of(booking)


def find(token: str) -> Booking | None:
    """The booking of a guest; None for a link that nobody was sent, or once the guest's address is forgotten."""
    uuid = LINK.read(token)
    return Booking.objects.for_listing().filter(uuid=uuid).exclude(guest_email="").first() if uuid else None
