"""Bookings as calendar entries: for the file that goes with a mail, and for feeds."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.base import ical
from maillage.base.mail import Attachment
from maillage.base.zones import get_zone
from spaces.booking.models import Booking, State
from spaces.catalogue.models import Space

MOST_NAMED = 3
NOT_SURE = frozenset({State.HOLD, State.PENDING, State.AWAITING_PAYMENT})


def entry_of(booking: Booking) -> ical.Entry:
    """One booking, with its resource and space at hand, in the language in use."""
    space, zone = booking.resource.space, get_zone(booking.resource.space.time_zone)
    return ical.Entry(
        uid=booking.uuid,
        stamp=booking.updated_at,
        start=booking.start_at.astimezone(zone),
        end=booking.end_at.astimezone(zone),
        summary=_title(booking),
        description=_description(booking),
        location=_address(space),
        latitude=space.latitude,
        longitude=space.longitude,
        url=settings.SITE_URL + booking.get_absolute_url(),
        status=_status(booking),
        sequence=booking.sequence,
        created_at=booking.created_at,
        changed_at=booking.updated_at,
        organiser=space.name,
    )


def own_entry_of(booking: Booking) -> ical.Entry:
    """The same for its person's own calendar. A guest's leads to the place: their own link is not to be passed on."""
    entry = entry_of(booking)
    if booking.person is not None:
        return entry
    return replace(entry, url=settings.SITE_URL + booking.resource.space.get_absolute_url())


def calendar_file(bookings: Iterable[Booking]) -> Attachment:
    """What a calendar program opens to note, move or drop these bookings."""
    shown = list(bookings)
    content = ical.write([own_entry_of(booking) for booking in shown], name=_name(shown))
    return Attachment(_("booking") + ".ics", content, "text/calendar")


def _name(bookings: list[Booking]) -> str:
    """What is booked; of a series, that it is one."""
    things = list(dict.fromkeys(map(_what, bookings)))
    said = ", ".join(things[:MOST_NAMED]) + ("…" if len(things) > MOST_NAMED else "")
    is_series = len(bookings) > 1 and bookings[0].series_id and len({one.series_id for one in bookings}) == 1
    return _("Series: %(what)s") % {"what": said} if is_series else said


def _what(booking: Booking) -> str:
    return f"{booking.resource.name} – {booking.resource.space.name}"


def _title(booking: Booking) -> str:
    title = _what(booking)
    if booking.state in State.HOLDING:
        return title
    return _("Cancelled: %(title)s") % {"title": title}  # some programs ignore STATUS


def _status(booking: Booking) -> ical.Status:
    if booking.state not in State.HOLDING:
        return "CANCELLED"
    return "TENTATIVE" if booking.state in NOT_SURE else "CONFIRMED"


def _description(booking: Booking) -> str:
    lines = [booking.note] if booking.note else []
    if booking.seats > 1:
        lines.insert(0, booking.counted)
    return "\n".join(lines)


def _address(space: Space) -> str:
    return ", ".join(part for part in (space.name, space.postal_address) if part)
