"""Somebody arrives: what the code of their booking leads to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.base import limits
from maillage.users.permissions import is_member
from spaces.booking.models import Booking
from spaces.booking.pages.scanner import ScannerPage
from spaces.booking.rules.codes import read_code
from spaces.booking.services.codes import with_code
from spaces.booking.views.finding import find_staffed_space, nothing_here


@require_safe
@never_cache
def arrival(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """To the booking, for its person and the team. Others learn nothing, not even whether there is one."""
    limits.count(request, "codes")
    booking = with_code(Booking.objects.visible_to(request.user).filter(resource__space__slug=slug), read_code(code))
    if booking is not None and booking.person_id == request.user.pk:
        return redirect(booking)
    if booking is not None:
        scanner = reverse("booking:scanner", args=[slug])
        return redirect(f"{scanner}?{urlencode({'code': booking.code})}")
    if is_member(request.user):
        raise Http404
    return nothing_here(request)


@require_safe
@never_cache
def scanner(request: HttpRequest, slug: str) -> HttpResponse:
    """The team types or scans the code that somebody shows."""
    space = find_staffed_space(request, slug)
    typed = request.GET.get("code", "").strip()
    if typed:
        limits.count(request, "codes")
    booking = with_code(Booking.objects.filter(resource__space=space), read_code(typed))
    return render(request, "booking/pages/scanner.html", ScannerPage(request, space, typed, booking).context())
