"""The booking form: what, when, how much; then one button."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base.errors import DomainError
from maillage.base.list_filters import BadFilters
from maillage.users.permissions import is_member
from spaces.booking.addresses import BoardAddress, form_url
from spaces.booking.forms import CHOICE, LOOK, ReserveForm, shown
from spaces.booking.models import State
from spaces.booking.pages.reserve import ReservePage
from spaces.booking.questions import BoardQuestion, Wanted
from spaces.booking.services.keeping import keep
from spaces.booking.services.once import ALREADY_THEIRS, Booked, book_once
from spaces.booking.services.policies import welcomes_guests
from spaces.booking.services.refusals import PRICE_CHANGES, UNPROCESSABLE, BookingRefused
from spaces.booking.views import guests
from spaces.booking.views.finding import cannot_read, find_resource, sign_in
from spaces.catalogue.models import Resource

TYPED = "booking_typed"  # words of somebody who signs in or chooses another time, kept in their session meanwhile
WORDS = ("note", "organisation", "name", "email")
MOST_KEPT = 1000  # letters, as the form takes: anybody can send this
KEEP = "garder"  # the button that holds the time while they ask somebody


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reserve(request: HttpRequest, slug: str, resource_slug: str) -> HttpResponse:
    """Book a resource for oneself."""
    resource = find_resource(request, slug, resource_slug)
    board = BoardAddress(resource.space, BoardQuestion(resource=resource.slug))
    try:
        wanted = _wanted(request, resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=board.having())
    if wanted is None:
        return redirect(board.having())
    is_guest = not is_member(request.user)
    if is_guest and not _welcomes(request, resource):
        return _sign_in_first(request, resource, wanted)
    if request.method == "POST" and (CHOICE in request.POST or LOOK in request.POST):
        _keep_typed(request)
        asked = (wanted.start, wanted.end, wanted.seats)
        return redirect(form_url(resource, *asked, with_passes=wanted.with_passes))
    typed = request.session.pop(TYPED, {}) if request.method != "POST" else {}
    if is_guest:
        return guests.reserve(request, resource, wanted, typed=typed)
    if request.method == "POST":
        return _book(request, resource, wanted)
    form = ReserveForm(user=request.user, initial={name: typed.get(name, "") for name in ("note", "organisation")})
    return _show(ReservePage(request, resource, wanted, form=form))


def _wanted(request: HttpRequest, resource: Resource) -> Wanted | None:
    """The time that the address, the form or the button of an alternative says."""
    said = request.POST if request.method == "POST" else request.GET
    wanted = Wanted.read(said, resource)
    if wanted and request.method == "POST" and CHOICE in said:
        seats = wanted.seats if resource.is_pool else 1
        return Wanted.chosen(said[CHOICE], resource, seats, said.get("payer", ""))
    return wanted


def _welcomes(request: HttpRequest, resource: Resource) -> bool:
    """Whether who is not signed in is a guest: not where the form was one of an account, which has ended meanwhile."""
    return (request.method != "POST" or "email" in request.POST) and welcomes_guests(resource)


def _sign_in_first(request: HttpRequest, resource: Resource, wanted: Wanted) -> HttpResponse:
    if request.method == "POST":
        _keep_typed(request)
    return sign_in(form_url(resource, wanted.start, wanted.end, wanted.seats))


def _keep_typed(request: HttpRequest) -> None:
    request.session[TYPED] = {name: request.POST.get(name, "")[:MOST_KEPT] for name in WORDS}


def _book(request: HttpRequest, resource: Resource, wanted: Wanted) -> HttpResponse:
    form = ReserveForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(ReservePage(request, resource, wanted, form=form), status=UNPROCESSABLE)
    if KEEP in request.POST:
        return _keep(request, resource, wanted, form)
    typed = form.cleaned_data
    try:
        booked = book_once(
            resource,
            key=typed["cle"] or str(uuid4()),
            person=request.user,
            start=wanted.start,
            end=wanted.end,
            seats=wanted.seats,
            another=typed["encore"],
            note=typed["note"],
            organisation=typed.get("organisation"),
            with_passes=wanted.with_passes,
            agreed=shown(request.POST),
        )
    except BookingRefused as refusal:
        if refusal.code == ALREADY_THEIRS:
            form.add_error("encore", refusal.message)
            return _show(ReservePage(request, resource, wanted, form=form), status=refusal.status)
        return _show(_refused(request, resource, wanted, form, refusal), status=refusal.status)
    messages.success(request, _said(booked))
    return redirect(booked.booking)


def _refused(
    request: HttpRequest, resource: Resource, wanted: Wanted, form: ReserveForm, refusal: BookingRefused
) -> ReservePage:
    """What could be had instead; or the same form, where it takes more than they were shown."""
    if refusal.code == PRICE_CHANGES:
        return ReservePage(request, resource, wanted, form=form, problem=refusal.message)
    return ReservePage(request, resource, wanted, form=form.again(request.user), refused=refusal)


def _keep(request: HttpRequest, resource: Resource, wanted: Wanted, form: ReserveForm) -> HttpResponse:
    """Its page says until when it is kept, and has the button that takes it."""
    more: dict[str, Any] = {name: form.cleaned_data.get(name) for name in ("note", "organisation")}
    more |= {"with_passes": wanted.with_passes, "agreed": shown(request.POST)}
    times: dict[str, Any] = {"start": wanted.start, "end": wanted.end, "seats": wanted.seats}
    try:
        return redirect(keep(resource, person=request.user, **times, **more))
    except BookingRefused as refusal:
        return _show(_refused(request, resource, wanted, form, refusal), status=refusal.status)
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(ReservePage(request, resource, wanted, form=form), status=UNPROCESSABLE)


def _said(booked: Booked) -> str:
    if not booked.is_new:
        return _("You had sent this form already: here is your booking.")
    if booked.booking.state == State.PENDING and booked.booking.resource.requests_compete:
        return _(
            "Your request has been sent. Others may ask for the same time: the team chooses, and answers by e-mail."
        )
    if booked.booking.state == State.PENDING:
        return _("Your request has been sent. The team answers by e-mail; until then it is kept for you.")
    return _("It is booked. An e-mail with a calendar file is on its way.")


def _show(page: ReservePage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/reserve.html", page.context(), status=status)
