"""What an address leads to, for whom may see it; for others there is nothing there."""

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from maillage.base.list_filters import BadFilters
from maillage.users.permissions import Anyone
from spaces.booking.models import Booking
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.permissions import can_edit


def find_space(request: HttpRequest, slug: str) -> Space:
    """A space that this person may read."""
    return get_object_or_404(Space.objects.visible_to(request.user), slug=slug)


def find_staffed_space(request: HttpRequest, slug: str) -> Space:
    """A space whose team they are in."""
    return get_object_or_404(Space.objects.staffed_by(request.user), slug=slug)


def find_managed_space(request: HttpRequest, slug: str) -> Space:
    """A space that they manage: 404 for those who are not of its team, 403 for its hosts."""
    space = find_staffed_space(request, slug)
    if not can_edit(request.user, space):
        raise PermissionDenied
    return space


def find_resource(request: HttpRequest, slug: str, resource_slug: str, *, reader: Anyone | None = None) -> Resource:
    """A resource in service that they may read about, with its space and prices. `reader`: if not who is signed in."""
    resources = Resource.objects.visible_to(request.user if reader is None else reader).in_service()
    whole = resources.select_related("space").prefetch_related("prices", "habilitations")
    return get_object_or_404(whole, space__slug=slug, slug=resource_slug)


def find_instead(request: HttpRequest, booking: Booking, slug: str, *, reader: Anyone) -> Resource:
    """What a booking has, or another of its space that this person may read about; with its prices and trainings."""
    own = booking.resource
    if slug in ("", own.slug):
        prefetch_related_objects([own], "prices", "habilitations")
        return own
    return find_resource(request, own.space.slug, slug, reader=reader)


def find_booking(request: HttpRequest, uuid: UUID) -> Booking:
    """A booking of theirs or of a space whose team they are in."""
    booking = Booking.objects.visible_to(request.user).for_listing().noting_training().filter(uuid=uuid).first()
    if booking is None:
        raise Http404
    return booking


def nothing_here(request: HttpRequest) -> HttpResponse:
    """The same answer for what exists and what does not, with a way to sign in: a mail's link leads back here."""
    return render(request, "booking/pages/nothing_here.html", {"next": request.get_full_path()}, status=404)


def dead_link(request: HttpRequest) -> HttpResponse:
    """The same answer for a link that was replaced and one that nobody was sent. Its reader may have no account."""
    return render(request, "booking/pages/dead_link.html", status=404)


def cannot_read(request: HttpRequest, refusal: BadFilters, *, back_url: str) -> HttpResponse:
    """An address or form whose values mean nothing: what is wrong with each, said once where it is the same."""
    problems = {problem.message: problem for problem in refusal.problems}.values()
    context: dict[str, Any] = {"problems": problems, "back_url": back_url}
    return render(request, "booking/pages/bad_address.html", context, status=400)


def sign_in(address: str) -> HttpResponse:
    """To the sign-in page, and back to `address` with everything that it says."""
    return redirect_to_login(address)
