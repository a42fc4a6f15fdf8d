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
from spaces.booking.models import Booking, Source, State
from spaces.booking.services.calendar_file import calendar_file
from spaces.catalogue.models import SpaceTeam

NOTICES = {
    State.CONFIRMED: "confirmed",
    State.PENDING: "requested",
    State.REFUSED: "refused",
    State.CANCELLED: "cancelled",
}
WITH_CALENDAR = frozenset({"confirmed", "moved", "cancelled"})


def announce(booking: Booking, *, by: Any, was: dict[str, Any] | None = None) -> None:
    """Tell the person, and the team that has to decide. `was`: the former times of one that moved."""
    notice = NOTICES.get(State(booking.state))
    if notice is None or booking.source == Source.IMPORT:
        return
    if was is not None and notice == "confirmed":
        notice = "moved"
    former = was["start_at"].isoformat() if was else ""
    tell.enqueue(notice=notice, booking_uuid=str(booking.uuid), former_start=former)


@task()
def tell(*, notice: str, booking_uuid: str, former_start: str = "") -> None:
    """Write the mails of one notice, unless the booking has changed again since: that has its own."""
    booking = Booking.objects.for_listing().filter(uuid=booking_uuid).first()
    if booking is None or (notice != "moved" and NOTICES.get(State(booking.state)) != notice):
        return
    former = datetime.fromisoformat(former_start) if former_start else None
    if booking.person is not None:
        _write(notice, booking, to=booking.person, former=former)
    if notice == "requested":
        for member in booking.resource.space.team.filter(role=SpaceTeam.Role.MANAGER).select_related("user"):
            _write("to_decide", booking, to=member.user, former=former)


def _write(notice: str, booking: Booking, *, to: Any, former: datetime | None) -> None:
    with translation.override(to.language):
        context = {
            "booking": booking,
            "resource": booking.resource,
            "space": booking.resource.space,
            "zone": booking.resource.space.time_zone,
            "former_start": former,
            "url": settings.SITE_URL + booking.get_absolute_url(),
            "site_url": settings.SITE_URL,
            "network": Network.objects.first(),
        }
        attachments = [calendar_file(booking)] if notice in WITH_CALENDAR else []
    mail.send(f"booking/emails/{notice}", to=to.email, language=to.language, context=context, attachments=attachments)
