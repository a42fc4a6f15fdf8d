"""Who is told what happened to a booking.

A change queues one small task in its own transaction; words, language and calendar file are made by the
worker, so that nobody waits for them while the space's turn is held.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django_tasks import task

from maillage.base import mail
from maillage.base.models import Network
from spaces.booking.models import Booking, BookingSeries, Source, State
from spaces.booking.services.calendar_entries import calendar_file
from spaces.catalogue.models import SpaceTeam

NOTICES = {
    State.CONFIRMED: "confirmed",
    State.PENDING: "requested",
    State.REFUSED: "refused",
    State.CANCELLED: "cancelled",
}
WITH_CALENDAR = frozenset({"confirmed", "moved", "cancelled", "series"})


def announce(booking: Booking, *, was: dict[str, Any] | None = None) -> None:
    """Tell the person, and the team that has to decide. `was`: the former times of one that moved."""
    notice = NOTICES.get(State(booking.state))
    if notice is None or booking.source == Source.IMPORT:
        return
    if booking.series_id and notice in ("confirmed", "requested"):
        return  # its series is announced as a whole
    if was is not None and notice == "confirmed":
        notice = "moved"
    former = was["start_at"].isoformat() if was else ""
    tell.enqueue(notice=notice, booking_uuid=str(booking.uuid), former_start=former)


def announce_series(series: BookingSeries, bookings: list[Booking]) -> None:
    """Tell the person which dates were booked, in one mail."""
    if bookings:
        tell_of_series.enqueue(series_uuid=str(series.uuid))


@task()
def tell(*, notice: str, booking_uuid: str, former_start: str = "") -> None:
    """Write the mails of one notice, unless the booking has changed again since: that has its own."""
    booking = Booking.objects.for_listing().filter(uuid=booking_uuid).first()
    if booking is None or (notice != "moved" and NOTICES.get(State(booking.state)) != notice):
        return
    former = datetime.fromisoformat(former_start) if former_start else None
    if booking.person is not None:
        _write(notice, booking, to=booking.person, former_start=former)
    if notice == "requested":
        for manager in _managers(booking):
            _write("to_decide", booking, to=manager)


@task()
def tell_of_series(*, series_uuid: str) -> None:
    """Write the one mail of a series, about those of its dates that still hold."""
    found = Booking.objects.for_listing().filter(series__uuid=series_uuid, state__in=State.HOLDING)
    bookings = list(found.order_by("start_at"))
    if not bookings or bookings[0].person is None:
        return
    first = bookings[0]
    waiting = first.state == State.PENDING
    _write("series", first, to=first.person, bookings=bookings, waiting=waiting)
    if waiting:
        for manager in _managers(first):
            _write("series_to_decide", first, to=manager, bookings=bookings)


def _managers(booking: Booking) -> list[Any]:
    team = booking.resource.space.team.filter(role=SpaceTeam.Role.MANAGER).select_related("user")
    return [member.user for member in team if member.user.is_active]


def _write(notice: str, booking: Booking, *, to: Any, **more: Any) -> None:
    context = {
        "booking": booking,
        "resource": booking.resource,
        "space": booking.resource.space,
        "zone": booking.resource.space.time_zone,
        "url": settings.SITE_URL + booking.get_absolute_url(),
        "site_url": settings.SITE_URL,
        "network": Network.objects.first(),
        **more,
    }
    with translation.override(to.language):
        attachments = [calendar_file(more.get("bookings", [booking]))] if notice in WITH_CALENDAR else []
    mail.send(f"booking/emails/{notice}", to=to.email, language=to.language, context=context, attachments=attachments)
