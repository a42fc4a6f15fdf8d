"""One booking: its page, its calendar file, cancelling it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.base import ical
from maillage.users.permissions import is_member
from spaces.booking.feeds import entry_of
from spaces.booking.forms import CancellingForm
from spaces.booking.given_back import with_passes
from spaces.booking.models import Booking, State
from spaces.booking.pages.booking import BookingPage
from spaces.booking.permissions import can_cancel
from spaces.booking.services import states
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.views.finding import find_booking, nothing_here


@require_safe
@never_cache
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was booked, how it stands, what can be done. One answer for whoever may not know whether it exists."""
    try:
        booking = find_booking(request, uuid)
    except Http404:
        if is_member(request.user):
            raise
        return nothing_here(request)
    return render(request, "booking/pages/booking.html", BookingPage(request, booking).context())


@require_safe
@never_cache
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The booking as a file for calendar programs."""
    booking = find_booking(request, uuid)
    text = ical.write([entry_of(booking)], name=booking.resource.name)
    name = f"{booking.resource.space.slug}-{booking.resource.slug}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=ical.CONTENT_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, and whoever cancels for somebody else what to tell them; then give the place back."""
    booking = find_booking(request, uuid)
    found = BookingPage(request, booking)
    form = CancellingForm(request.POST if request.method == "POST" else None) if found.asks_why else None
    if request.method != "POST" or (form and not form.is_valid()):
        shown = found.to_cancel() | {"form": form or ""}
        status = 422 if request.method == "POST" else 200
        return (
            render(request, "booking/pages/cancel.html", shown, status=status)
            if shown["can_cancel"]
            else redirect(booking)
        )
    if booking.state in State.HOLDING and not can_cancel(request.user, booking):
        raise PermissionDenied
    try:
        cancelled = states.cancel(booking, by=request.user, reason=form.cleaned_data["reason"] if form else "")
    except BookingRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, with_passes(_given_back(booking), [cancelled]))
    return redirect(booking)


def _given_back(was: Booking) -> str:
    if was.state == State.HOLD:
        return _("It is no longer kept for you: others can have it.")
    return _("The booking is cancelled, and its place free for others.")
