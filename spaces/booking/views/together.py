"""Several things of a space in one go: all of them, or none and why."""

from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base.list_filters import BadFilters
from maillage.users.permissions import is_member
from spaces.booking.forms import LOOK, TogetherForm
from spaces.booking.pages.basket import Basket, BasketPage
from spaces.booking.questions import BoardQuestion
from spaces.booking.services.once import book_together_once
from spaces.booking.services.previews import refusals_of
from spaces.booking.services.refusals import UNPROCESSABLE, BookingRefused
from spaces.booking.services.together import NotAllBooked
from spaces.booking.views.finding import cannot_read, find_space, sign_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """What was gathered on the board; then one button. The address holds the lines."""
    space = find_space(request, slug)
    board = reverse("booking:space", args=[slug])
    try:
        asked = BoardQuestion.read(request.GET, space)
    except BadFilters as refusal:
        return cannot_read(request, refusal, back_url=board)
    basket = Basket(space, replace(asked, gathering=True), request.user)
    if not basket.lines:
        return redirect(board)
    if not is_member(request.user):
        return sign_in(request.get_full_path())
    if request.method == "POST" and LOOK not in request.POST:
        return _book(request, basket)
    typed = TogetherForm(request.POST or None, user=request.user)
    typed = typed.again(request.user) if typed.is_bound else typed
    refusals = refusals_of(basket.lines, person=request.user, organisation=typed.on_behalf)
    problem = _("Something cannot be booked. Change or remove it.") if refusals else ""
    return _show(BasketPage(request, basket, typed, refusals, problem))


def _book(request: HttpRequest, basket: Basket) -> HttpResponse:
    form = TogetherForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(BasketPage(request, basket, form), status=UNPROCESSABLE)
    typed = form.cleaned_data
    try:
        booked = book_together_once(
            basket.lines,
            key=typed["cle"] or str(uuid4()),
            person=request.user,
            note=typed["note"],
            organisation=typed.get("organisation"),
            with_passes=not typed["sans_forfait"],
            agreed=form.agreed,
        )
    except NotAllBooked as refusal:
        page = BasketPage(request, basket, form.again(request.user), refusal.refusals, refusal.message)
        return _show(page, status=refusal.status)
    except BookingRefused as refusal:  # it takes more than they were shown
        page = BasketPage(request, basket, form.again(request.user), problem=refusal.message, asks=True)
        return _show(page, status=refusal.status)
    messages.success(request, _said(basket, is_new=booked.is_new))
    return redirect(booked.series)


def _said(basket: Basket, *, is_new: bool) -> str:
    if not is_new:
        return _("You had sent this form already: here are your bookings.")
    if any(line.resource.requires_approval for line in basket.lines):
        return _("It is noted. The team answers by e-mail about what it has to accept.")
    return _("It is booked. An e-mail with a calendar file is on its way.")


def _show(page: BasketPage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/together.html", page.context(), status=status)
