"""Bookings as calendar entries, for feeds and files."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from maillage.base import clock, ical
from maillage.base.feeds import Identity, answer
from spaces.booking.models import Booking, BookingQuerySet, State
from spaces.booking.services.calendar_entries import entry_of
from spaces.booking.wording import who
from spaces.catalogue.models import Resource, Space

PAST_KEPT = timedelta(days=366)
CANCELLED_KEPT = timedelta(days=30)  # long enough for every program that subscribes to notice


def entries_of(user: Any) -> list[ical.Entry]:
    """Somebody's bookings of a year back and all to come, in the language in use; one query."""
    return [entry_of(booking) for booking in _shown(Booking.objects.of(user))]


def entries_of_team(space: Space, resource: Resource | None = None) -> list[ical.Entry]:
    """The same of a space, or one of its resources, as its team reads it: who, then what."""
    bookings = Booking.objects.filter(resource__space=space)
    if resource is not None:
        bookings = bookings.filter(resource=resource)
    return [_for_team(booking) for booking in _shown(bookings)]


def private_calendar(request: HttpRequest, entries: list[ical.Entry], *, name: str, key: object) -> HttpResponseBase:
    """The answer of a private address; `key` is whose. A program that has it already is told so."""

    def make() -> HttpResponse:
        return HttpResponse(ical.write(entries, name=name), content_type=ical.CONTENT_TYPE)

    response = answer(request, make, Identity((key, *entries), None))
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(bookings: BookingQuerySet) -> BookingQuerySet:
    """What no longer holds its place stays for 30 days as cancelled, so that calendars drop it."""
    now = clock.now()
    gone = Q(updated_at__gte=now - CANCELLED_KEPT) & Q(expires_at=None)  # nobody's calendar ever had a hold
    shown = Q(state__in=State.HOLDING - {State.HOLD}) | (~Q(state__in=State.HOLDING) & gone)
    return bookings.filter(shown, end_at__gt=now - PAST_KEPT).for_listing().order_by("start_at", "pk")


def _for_team(booking: Booking) -> ical.Entry:
    entry, title = entry_of(booking), f"{who(booking)} – {booking.resource.name}"
    cancelled = _("Cancelled: %(title)s") % {"title": title}
    return replace(entry, summary=title if booking.state in State.HOLDING else cancelled)
