"""A booking given another time: longer, shorter, another day."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base import dates
from maillage.base.list_filters import BadFilters
from spaces.booking import permissions
from spaces.booking.models import Booking, State
from spaces.booking.pages.reschedule import ReschedulePage, is_movable
from spaces.booking.questions import Wanted
from spaces.booking.services.booking import move as move_booking
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.views.finding import cannot_read, find_booking


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def reschedule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look at another time, with its price; then one button."""
    booking = find_booking(request, uuid)
    if booking.state in State.HOLDING and not permissions.can_move(request.user, booking):
        raise PermissionDenied
    if not is_movable(request.user, booking):
        messages.error(request, _("This booking can no longer be moved."))
        return redirect(booking)
    prefetch_related_objects([booking.resource], "prices", "habilitations")
    try:
        wanted = Wanted.read(request.POST if request.method == "POST" else request.GET, booking.resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=booking.get_absolute_url())
    page = ReschedulePage(request, booking, wanted or _as_it_is(booking))
    if request.method != "POST" or page.is_same:
        return _show(page)
    try:
        moved = move_booking(booking, start=page.wanted.start, end=page.wanted.end, by=request.user)
    except BookingRefused as refusal:
        return _show(ReschedulePage(request, booking, page.wanted, refused=refusal), status=refusal.status)
    messages.success(request, _said(moved))
    return redirect(moved)


def _as_it_is(booking: Booking) -> Wanted:
    zone = booking.zone
    return Wanted(dates.local(booking.start_at, zone), dates.local(booking.end_at, zone), booking.seats)


def _said(booking: Booking) -> str:
    if booking.state == State.PENDING:
        return _("Your request has been sent. The team answers by mail.")
    return _("It is moved. A mail with the new time for your calendar is on its way.")


def _show(page: ReschedulePage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/reschedule.html", page.context(), status=status)
