"""Waiting for a time that somebody else has; taking what is held for oneself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.base.errors import DomainError
from maillage.base.list_filters import BadFilters
from maillage.users.permissions import is_member
from spaces.booking.addresses import BoardAddress, form_url
from spaces.booking.models import WaitlistEntry
from spaces.booking.questions import BoardQuestion, Wanted
from spaces.booking.services import states, waiting
from spaces.booking.views.finding import cannot_read, find_booking, find_resource, sign_in


@require_POST
def wait(request: HttpRequest, slug: str, resource_slug: str) -> HttpResponse:
    """Ask to be told when it becomes free."""
    resource = find_resource(request, slug, resource_slug)
    board = BoardAddress(resource.space, BoardQuestion(resource=resource.slug)).having()
    try:
        wanted = Wanted.read(request.POST, resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=board)
    if wanted is None:
        return redirect(board)
    form = form_url(resource, wanted.start, wanted.end, wanted.seats)
    if not is_member(request.user):
        return sign_in(form)
    try:
        waiting.join(resource, person=request.user, start=wanted.start, end=wanted.end, seats=wanted.seats)
    except DomainError as refusal:
        messages.info(request, refusal.message)
        return redirect(form)
    said = _("You are on the waiting list. If it becomes free, it is kept for you for a while and you get an e-mail.")
    messages.success(request, said)
    return redirect("booking:mine")


@require_POST
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Wait no longer."""
    waiting.leave(get_object_or_404(WaitlistEntry.objects.of(request.user), uuid=uuid))
    messages.success(request, _("You are no longer on this waiting list."))
    return redirect("booking:mine")


@require_POST
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make what is held a booking; too late is said on its page."""
    booking = find_booking(request, uuid)
    try:
        states.confirm(booking, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is booked. An e-mail with a calendar file is on its way."))
    return redirect(booking)
