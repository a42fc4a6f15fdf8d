"""What a space's team does with one booking: yes or no to a request, arrived or not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.base.list_filters import whole_number
from maillage.users.permissions import is_member
from spaces.booking import addresses, team_wording, wording
from spaces.booking.forms import RefusalForm
from spaces.booking.models import Booking, State
from spaces.booking.pages.booking import BookingPage
from spaces.booking.pages.requests import RequestsPage
from spaces.booking.permissions import can_check_in, can_decide, can_override
from spaces.booking.rules.refusals import TRAININGS, Refusal
from spaces.booking.services import states
from spaces.booking.services.choosing import accept_among
from spaces.booking.services.refusals import changed_meanwhile
from spaces.booking.training_forms import LettingInForm
from spaces.booking.views.finding import find_booking, find_staffed_space, nothing_here

OF_THE_PERSON = TRAININGS | {Refusal.QUOTA}


@require_safe
@never_cache
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for an answer."""
    try:
        space = find_staffed_space(request, slug)
    except Http404:
        if is_member(request.user):
            raise
        return nothing_here(request)
    return render(request, "booking/pages/requests.html", RequestsPage(request, space).context())


@require_POST
def approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Yes to a request, and no to those that wanted the same time."""
    booking = find_booking(request, uuid)
    _forbid_unless(can_decide(request.user, booking.resource))
    seen = whole_number(request.POST.get("vu", ""))

    def act() -> str:
        if seen is None:
            raise changed_meanwhile()
        refused = len(accept_among(booking, by=request.user, seen=seen).refused)
        said = _("Accepted. %(person)s is told by e-mail.") % {"person": wording.who(booking)}
        return f"{said} {_others(refused)}" if refused else said

    return _do(request, booking, act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def refuse(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """No to a request, with words that the person can act on."""
    booking = find_booking(request, uuid)
    _forbid_unless(can_decide(request.user, booking.resource))
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        said = _("Refused. %(person)s receives your words by e-mail.") % {"person": wording.who(booking)}
        return _do(request, booking, lambda: states.refuse(booking, by=request.user, reason=reason), said)
    context = BookingPage(request, booking).context() | {"form": form, "back_url": back_to(request, booking)}
    if not context["can_approve"]:
        return redirect(booking)
    return render(request, "booking/pages/refuse.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person is there. Where a rule of the person says no, a manager may let them in with a reason."""
    booking = find_booking(request, uuid)
    _forbid_unless(can_check_in(request.user, booking))
    form = LettingInForm(request.POST if "motif" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        reason = form.cleaned_data["motif"] if form.is_bound else ""
        try:
            states.check_in(booking, by=request.user, override_reason=reason)
        except DomainError as error:
            if error.code not in OF_THE_PERSON:
                messages.error(request, _refused(booking, error))
            elif can_override(request.user, booking.resource):
                return _on_to(request, f"{request.path}?{urlencode({'retour': back_to(request, booking)})}")
            else:
                others = _("Those who manage the place may let them in.")
                messages.error(request, f"{_refused(booking, error)} {others}")
        else:
            messages.success(request, _("Arrival noted: %(person)s.") % {"person": wording.who(booking)})
        return redirect(back_to(request, booking))
    if booking.state != State.CONFIRMED or not can_override(request.user, booking.resource):
        return redirect(booking)
    return _ask_why(request, booking, form)


def _ask_why(request: HttpRequest, booking: Booking, form: LettingInForm) -> HttpResponse:
    """For a manager: what stands against letting somebody in, and the reason to do it all the same."""
    refusal = states.refusal_of_arrival(booking, by=request.user)
    context = BookingPage(request, booking).context() | {
        "form": form,
        "back_url": back_to(request, booking),
        "who": wording.who(booking),
        "refusal": _refused(booking, refusal) if refusal else "",
    }
    return render(request, "booking/pages/let_in.html", context, status=422 if form.is_bound else 200)


@require_POST
def release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nobody came: what is left of the time is free for others."""
    booking = find_booking(request, uuid)
    _forbid_unless(can_check_in(request.user, booking))
    said = _("Absence noted: %(person)s.") % {"person": wording.who(booking)}
    if clock.now() < booking.end_at:
        said += " " + _("The place is free for others.")
    return _do(request, booking, lambda: states.release(booking, by=request.user), said)


@require_POST
def undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It was a mistake: they are expected again."""
    booking = find_booking(request, uuid)
    _forbid_unless(can_check_in(request.user, booking))
    said = _("Undone: %(person)s is expected again.") % {"person": wording.who(booking)}
    return _do(request, booking, lambda: states.undo(booking, by=request.user), said)


def _on_to(request: HttpRequest, url: str) -> HttpResponse:
    """To another page, also from a button that only changes a part of its own."""
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if "HX-Request" in request.headers else redirect(url)


def _do(request: HttpRequest, booking: Booking, act: Callable[[], Any], said: str = "") -> HttpResponse:
    """Act, say what came of it (`said`, or what `act` says), and go back to where the button was."""
    try:
        done = act()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said or done)
    return redirect(back_to(request, booking))


def _refused(booking: Booking, refusal: DomainError) -> str:
    return team_wording.said(refusal.code, booking.resource, booking.person) or str(refusal.message)


def back_to(request: HttpRequest, booking: Booking) -> str:
    """The team's board or the booking's page, whichever the button was on."""
    return addresses.back_to(request, booking.get_absolute_url())


def _others(count: int) -> str:
    return ngettext(
        "%(count)s other request could no longer have that time: it was refused, and other times offered by e-mail.",
        "%(count)s other requests could no longer have that time: they were refused, and other times offered "
        "by e-mail.",
        count,
    ) % {"count": count}


def _forbid_unless(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied
