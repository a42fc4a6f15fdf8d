"""Somebody arrives: what the code of their booking leads to."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.base import limits
from maillage.base.errors import DomainError
from maillage.users.permissions import is_member
from spaces.booking.models import Booking
from spaces.booking.pages.labels import LabelsPage
from spaces.booking.pages.on_site import OnSitePage
from spaces.booking.pages.scanner import ScannerPage
from spaces.booking.permissions import can_arrive
from spaces.booking.rules.codes import read_code
from spaces.booking.services import arriving
from spaces.booking.services.codes import with_code
from spaces.booking.views.decisions import back_to
from spaces.booking.views.finding import find_booking, find_space, find_staffed_space, nothing_here
from spaces.catalogue.models import Resource


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
    booking = with_code(Booking.objects.filter(resource__space=space).noting_training(), read_code(typed))
    return render(request, "booking/pages/scanner.html", ScannerPage(request, space, typed, booking).context())


@require_safe
@never_cache
def on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """The label on a door or a desk was scanned."""
    space = find_space(request, slug)
    slug = request.GET.get("ressource", "")
    resource = Resource.objects.visible_to(request.user).in_service().filter(space=space, slug=slug).first()
    return render(request, "booking/pages/on_site.html", OnSitePage(request, space, resource).context())


@require_POST
def arrive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """« I am here »."""
    booking = find_booking(request, uuid)
    if not can_arrive(request.user, booking):
        raise PermissionDenied
    try:
        arriving.arrive(booking, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Welcome! Your arrival is noted."))
    return redirect(back_to(request, booking))


@require_safe
@never_cache
def labels(request: HttpRequest, slug: str) -> HttpResponse:
    """Labels of a space, to print."""
    space = find_staffed_space(request, slug)
    return render(request, "booking/pages/labels.html", LabelsPage(request, space).context())
