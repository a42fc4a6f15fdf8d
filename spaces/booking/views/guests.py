"""Booking without an account: the form, then what the link of a mail opens."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.base import clock, demonstration, ical, limits
from maillage.base.errors import DomainError
from maillage.base.list_filters import BadFilters
from spaces.booking.addresses import BoardAddress
from spaces.booking.forms import shown
from spaces.booking.guest_forms import AddressForm, GuestForm
from spaces.booking.models import Booking, State
from spaces.booking.pages.guests import GuestBookingPage, GuestReschedulePage, GuestReservePage, GuestSentPage
from spaces.booking.questions import BoardQuestion, Wanted
from spaces.booking.services import arriving, guest_links, guests, states
from spaces.booking.services.calendar_entries import own_entry_of
from spaces.booking.services.refusals import PRICE_CHANGES, UNPROCESSABLE, BookingRefused
from spaces.booking.views import reschedule
from spaces.booking.views.finding import cannot_read, dead_link, find_resource
from spaces.catalogue.models import Resource

HELD, MOST_REMEMBERED = "guest_held", 5  # in the session: uuids of what this browser has asked for
LET_GO = "rendre"
UNCONFIRMED = frozenset({State.HOLD, State.EXPIRED})


def _of_link(view: Callable[[HttpRequest, Booking, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of the booking whose link somebody holds; nothing is there for a link that nobody was sent."""

    @wraps(view)
    def of_token(request: HttpRequest, token: str) -> HttpResponse:
        booking = guest_links.find(token)
        return dead_link(request) if booking is None else view(request, booking, token)

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
        more: dict[str, Any] = {"language": get_language() or "", "agreed": shown(request.POST)}
        held, is_new = guests.ask_once(resource, guests.GuestWish(**form.cleaned_data, **times, **more))
    except BookingRefused as refusal:
        if refusal.code == PRICE_CHANGES:
            page = GuestReservePage(request, resource, wanted, form=form, problem=refusal.message)
            return _show(page, status=refusal.status)
        page = GuestReservePage(request, resource, wanted, form=form.again(request.user), refused=refusal)
        return _show(page, status=refusal.status)
    except DomainError as refusal:
        form.add_error("email", refusal.message)
        return _show(GuestReservePage(request, resource, wanted, form=form), status=UNPROCESSABLE)
    if is_new:  # else it may be of somebody else, who alone may send it elsewhere
        _remember(request, held)
    _say_sent(request, held)
    return redirect(_sent_url(resource, wanted))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sent(request: HttpRequest, slug: str, resource_slug: str) -> HttpResponse:
    """What to do next. The browser that asked is shown where the mail went, and may correct that or let it go."""
    resource = find_resource(request, slug, resource_slug)
    board_url = BoardAddress(resource.space, BoardQuestion(resource=resource.slug)).having()
    try:
        wanted = Wanted.read(request.GET, resource)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=board_url)
    if wanted is None:
        return redirect(board_url)
    held = _remembered(request, resource, wanted)
    page = GuestSentPage(resource, wanted, held)
    if request.method != "POST":
        return render(request, "booking/pages/guest_sent.html", page.context())
    if held is None:
        messages.error(request, _("Nothing is kept from this browser any more. If it is still free, choose it again."))
        return redirect(page.again_url)
    return _let_go(request, held, board_url) if LET_GO in request.POST else _correct(request, page, held)


def _correct(request: HttpRequest, page: GuestSentPage, held: Booking) -> HttpResponse:
    """Another address, or the same once more."""
    limits.count(request, "guests")
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            held = guests.correct(held, form.cleaned_data["email"])
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            _remember(request, held)
            _say_sent(request, held)
            return redirect(_sent_url(page.resource, page.wanted))
    return render(request, "booking/pages/guest_sent.html", page.context(form), status=UNPROCESSABLE)


def _let_go(request: HttpRequest, held: Booking, board_url: str) -> HttpResponse:
    try:
        guests.let_go(held)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is no longer kept for you: others can have it."))
    return redirect(board_url)


def _sent_url(resource: Resource, wanted: Wanted) -> str:
    path = reverse("booking:guest_sent", args=[resource.space.slug, resource.slug])
    return f"{path}?{wanted.query}"


def _say_sent(request: HttpRequest, held: Booking) -> None:
    demonstration.remember(request, held.guest_email)
    said = _("An e-mail is on its way to %(email)s. Open its link within half an hour.")
    messages.success(request, said % {"email": held.guest_email})


def _remember(request: HttpRequest, held: Booking) -> None:
    """That this browser has asked for it: the last few."""
    request.session[HELD] = [str(held.uuid), *request.session.get(HELD, ())][:MOST_REMEMBERED]


def _remembered(request: HttpRequest, resource: Resource, wanted: Wanted) -> Booking | None:
    """What this browser has asked for, as long as it waits to be confirmed."""
    uuids = request.session.get(HELD, [])
    if not uuids:
        return None
    mine = Booking.objects.for_listing().filter(uuid__in=uuids, resource=resource, state=State.HOLD)
    same = mine.filter(start_at=wanted.start, end_at=wanted.end, expires_at__gt=clock.now())
    return same.exclude(guest_email="").order_by("-pk").first()


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
    can_move = GuestBookingPage(request, booking, token).can_move
    page_of = partial(GuestReschedulePage, request, booking, token=token) if can_move else None
    page_url = reverse("booking:guest", args=[token])
    return reschedule.answer(request, booking, page_of, page_url, reader=booking.themselves)


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
