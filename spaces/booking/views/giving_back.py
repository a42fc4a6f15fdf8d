"""Giving a place back from the mail that asks whether it is still needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base import clock, dates
from maillage.base.errors import DomainError
from spaces.booking.models import State
from spaces.booking.services import giving_back, guest_links, states
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.views.finding import dead_link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """One click gives the place back. A visit alone does not: mail programs look at links before people do."""
    booking = giving_back.find(token)
    if booking is None:
        return dead_link(request)
    refusal = ""
    if booking.state in State.HOLDING:
        try:
            if request.method == "POST":
                booking = states.cancel(booking, by=booking.themselves)
            else:
                states.check_cancellable(booking, by=booking.themselves, at=clock.now())
        except DomainError as error:
            refusal = error.message
    context = {
        "booking": booking,
        "resource": booking.resource,
        "space": booking.resource.space,
        "when": dates.when(booking.start_at, booking.end_at, booking.zone),
        "page_url": guest_links.page_of(booking),
        "refusal": refusal,
        "is_done": booking.state not in State.HOLDING,
    }
    status = UNPROCESSABLE if refusal and request.method == "POST" else 200
    return render(request, "booking/pages/give_back.html", context, status=status)
