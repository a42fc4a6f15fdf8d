"""Booking without an account: the form, then what the link of a mail opens."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.base import dates, demonstration, ical, limits
from maillage.base.errors import DomainError
from maillage.base.list_filters import BadFilters
from spaces.booking.addresses import BoardAddress, form_url
from spaces.booking.guest_forms import GuestForm
from spaces.booking.models import Booking, State
from spaces.booking.pages.guests import GuestBookingPage, GuestReschedulePage, GuestReservePage
from spaces.booking.questions import BoardQuestion, Wanted
from spaces.booking.services import arriving, guest_links, guests, states
from spaces.booking.services.calendar_entries import own_entry_of
from spaces.booking.services.refusals import UNPROCESSABLE, BookingRefused
from spaces.booking.views import reschedule
from spaces.booking.views.finding import cannot_read, find_resource, nothing_here
from spaces.catalogue.models import Resource

UNCONFIRMED = frozenset({State.HOLD, State.EXPIRED})


def _of_link(view: Callable[[HttpRequest, Booking, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of the booking whose link somebody holds; nothing is there for a link that nobody was sent."""

    @wraps(view)
    def of_token(request: HttpRequest, token: str) -> HttpResponse:
        booking = guest_links.find(token)
        return nothing_here(request) if booking is None else view(request, booking, token)

    return of_token


def reserve(request: HttpRequest, resource: Resource, wanted: Wanted, *, typed: dict[str, str]) -> HttpResponse:
    """The booking form for somebody without an account. The answer is the same whoever has the address."""
    if request.method != "POST":
        return _show(GuestReservePage(request, resource, wanted, form=GuestForm(initial=typed)))
    limits.count(request, "guests")
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _show(GuestReservePage(request, resource, wanted, form=form), status=UNPROCESSABLE)
    times: dict[str, Any] = {"start": wanted.start, "end": wanted.end, "seats": wanted.seats}
    try:
        held = guests.ask(resource, guests.GuestWish(**form.cleaned_data, **times, language=get_language() or ""))
    except BookingRefused as refusal:
        page = GuestReservePage(request, resource, wanted, form=form.again(request.user), refused=refusal)
        return _show(page, status=refusal.status)
    except DomainError as refusal:
        form.add_error("email", refusal.message)
        return _show(GuestReservePage(request, resource, wanted, form=form), status=UNPROCESSABLE)
    demonstration.remember(request, held.guest_email)
    said = _("An e-mail is on its way to %(email)s. Open its link within half an hour.")
    messages.success(request, said % {"email": form.cleaned_data["email"]})
    path = reverse("booking:guest_sent", args=[resource.space.slug, resource.slug])
    return redirect(f"{path}?{urlencode(wanted.asked())}")


@require_safe
@never_cache
def sent(request: HttpRequest, slug: str, resource_slug: str) -> HttpResponse:
    """What to do next. It knows nothing of whoever asked."""
    resource = find_resource(request, slug, resource_slug)
    board_url = BoardAddress(resource.space, BoardQuestion(resource=resource.slug)).having()
    try:
        wanted = Wanted.read(request.GET, resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=board_url)
    if wanted is None:
        return redirect(board_url)
    context = {
        "resource": resource,
        "space": resource.space,
        "when": dates.when(wanted.start, wanted.end),
        "again_url": form_url(resource, wanted.start, wanted.end, wanted.seats),
    }
    return render(request, "booking/pages/guest_sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@_of_link
def page(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """What a guest has booked, or is about to confirm. A visit confirms nothing: mail programs look at links, too."""
    if request.method == "POST":
        return _confirm(request, booking, token)
    return _page(request, booking, token)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@_of_link
def cancel(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Ask once more, then give the place back."""
    page_url = reverse("booking:guest", args=[token])
    if request.method != "POST":
        shown = GuestBookingPage(request, booking, token).context()
        return render(request, "booking/pages/cancel.html", shown) if shown["can_cancel"] else redirect(page_url)
    try:
        states.cancel(booking, by=booking.themselves)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The booking is cancelled, and its place free for others."))
    return redirect(page_url)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@_of_link
def move(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Look at another time, with its price; then one button."""
    page_of = partial(GuestReschedulePage, request, booking, token=token)
    can_move = GuestBookingPage(request, booking, token).can_move
    return reschedule.answer(request, booking, page_of if can_move else None, reverse("booking:guest", args=[token]))


@require_POST
@_of_link
def arrive(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """« I am here »."""
    try:
        arriving.arrive(booking, by=None)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Welcome! Your arrival is noted."))
    return redirect("booking:guest", token)


@require_safe
@never_cache
@_of_link
def calendar(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """The booking as a file for calendar programs."""
    text = ical.write([own_entry_of(booking)], name=booking.resource.name)
    name = f"{booking.resource.space.slug}-{booking.resource.slug}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=ical.CONTENT_TYPE, headers=headers)


def _confirm(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    try:
        confirmed = guests.confirm(booking)
    except DomainError as refusal:
        booking = guest_links.find(token) or booking
        return _page(request, booking, token, refusal=refusal.message, status=UNPROCESSABLE)
    messages.success(request, _said(confirmed))
    return redirect("booking:guest", token)


def _said(confirmed: guests.Confirmed) -> str:
    if not confirmed.is_new:
        return _("You had confirmed it already: here is your booking.")
    if confirmed.booking.state == State.PENDING:
        return _("Your request has been sent: the team answers by e-mail.")
    return _("It is booked. An e-mail with a calendar file is on its way.")


def _page(request: HttpRequest, booking: Booking, token: str, *, refusal: str = "", status: int = 200) -> HttpResponse:
    shown = GuestBookingPage(request, booking, token)
    if booking.state in UNCONFIRMED and booking.expires_at is not None:
        context: dict[str, Any] = shown.to_confirm() | {"refusal": refusal}
        return render(request, "booking/pages/guest_confirm.html", context, status=status)
    return render(request, "booking/pages/booking.html", shown.context(), status=status)


def _show(page: GuestReservePage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/reserve.html", page.context(), status=status)
