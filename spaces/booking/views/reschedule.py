"""A booking given another time: longer, shorter, another day; or the like of what it has, at the same place."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base import dates, limits
from maillage.base.list_filters import BadFilters
from maillage.users.permissions import Anyone
from spaces.booking import permissions
from spaces.booking.forms import shown
from spaces.booking.models import Booking, State
from spaces.booking.pages.reschedule import ReschedulePage, is_movable
from spaces.booking.questions import Wanted
from spaces.booking.services.booking import move as move_booking
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.views.finding import cannot_read, find_booking, find_instead
from spaces.catalogue.models import Resource


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def reschedule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look at another time, with its price; then one button."""
    booking = find_booking(request, uuid)
    if booking.state in State.HOLDING and not permissions.can_move(request.user, booking):
        raise PermissionDenied
    page_of = partial(ReschedulePage, request, booking) if is_movable(request.user, booking) else None
    return answer(request, booking, page_of, booking.get_absolute_url(), reader=request.user)


def answer(
    request: HttpRequest,
    booking: Booking,
    page_of: Callable[[Wanted, Resource], ReschedulePage] | None,
    back_url: str,
    *,
    reader: Anyone,
) -> HttpResponse:
    """What its person, who reads as `reader`, is shown or has done.

    `page_of` None: it is too late, or not theirs to move.
    """
    if page_of is None:
        messages.error(request, _("This booking can no longer be moved."))
        return redirect(back_url)
    params = request.POST if request.method == "POST" else request.GET
    resource = find_instead(request, booking, params.get("ressource", ""), reader=reader)
    try:
        wanted = Wanted.read(params, resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=back_url)
    page = page_of(wanted or _as_it_is(booking), resource)
    if request.method != "POST" or page.is_same:
        return _show(page)
    if booking.is_of(page.mover):
        limits.count(request, "moves", of=str(booking.uuid))
    try:
        asked: dict[str, Any] = {"resource": resource, "start": page.wanted.start, "end": page.wanted.end}
        moved = move_booking(booking, **asked, by=page.mover, agreed=shown(request.POST))
    except BookingRefused as refusal:
        return _show(replace(page, refused=refusal), status=refusal.status)
    messages.success(request, _said(moved, was=booking))
    return redirect(back_url)


def _as_it_is(booking: Booking) -> Wanted:
    zone = booking.zone
    return Wanted(dates.local(booking.start_at, zone), dates.local(booking.end_at, zone), booking.seats)


def _said(booking: Booking, *, was: Booking) -> str:
    if booking.state == State.PENDING:
        return _("Your request has been sent. The team answers by e-mail.")
    if booking.resource_id != was.resource_id:
        said = {"resource": booking.resource.name}
        return _("You now have %(resource)s. An e-mail that brings your calendar up to date is on its way.") % said
    return _("It is moved. An e-mail with the new time for your calendar is on its way.")


def _show(page: ReschedulePage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/reschedule.html", page.context(), status=status)
