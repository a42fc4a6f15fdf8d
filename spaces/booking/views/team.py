"""The daily board of a space's team, and what they take out of service."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from maillage.base import clock, list_filters
from maillage.base.errors import DomainError
from maillage.base.zones import get_zone
from maillage.users.permissions import is_member
from spaces.booking import questions
from spaces.booking.addresses import back_to
from spaces.booking.models import Block
from spaces.booking.pages.out_of_service import told
from spaces.booking.pages.team import TeamPage
from spaces.booking.services import blocks
from spaces.booking.services.affected import affected_by_block
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.services.reopening import put_back
from spaces.booking.team_forms import BlockForm
from spaces.booking.views.finding import cannot_read, find_managed_space, find_staffed_space, nothing_here
from spaces.catalogue.models import Space

CLOSED = "indisponibilite"


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def today(request: HtmxRequest, slug: str) -> HttpResponse:
    """Who comes, what waits for an answer, what is out of service. To htmx, only what follows what happens."""
    try:
        space = find_staffed_space(request, slug)
    except Http404:
        if is_member(request.user):
            raise
        return nothing_here(request)
    reader = list_filters.Reader(request.GET)
    day = reader.one("jour", questions.day) or _today(space)
    closed = reader.one(CLOSED, lambda text: _block_of(space, text))
    try:
        reader.finish()
    except list_filters.BadFilters as refusal:
        return cannot_read(request, refusal, back_url=reverse("booking:team", args=[slug]))
    affected = affected_by_block(closed) if closed else ()
    return _show(TeamPage(request, space, day, closed=closed, affected=tuple(affected)), live=bool(request.htmx))


@require_POST
@never_cache
def block(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a resource out of service; say whom that meets."""
    space = find_managed_space(request, slug)
    form = BlockForm(request.POST, space=space)
    if not form.is_valid():
        return _show(TeamPage(request, space, _today(space), form=form), status=UNPROCESSABLE)
    asked = form.cleaned_data
    try:
        made, affected = blocks.block(
            asked["resource"], start=asked["start"], end=asked["end"], by=request.user, reason=asked["reason"]
        )
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _show(TeamPage(request, space, _today(space), form=form), status=UNPROCESSABLE)
    messages.success(request, _("%(resource)s is out of service for that time.") % {"resource": made.resource.name})
    query = {"jour": asked["start"].date().isoformat(), **({CLOSED: made.uuid} if affected else {})}
    return redirect(f"{reverse('booking:team', args=[slug])}?{urlencode(query)}")


@require_POST
def unblock(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put one thing back into service."""
    space = find_managed_space(request, slug)
    found = get_object_or_404(Block.objects.select_related("resource__space"), resource__space=space, uuid=uuid)
    people = put_back(found, by=request.user)
    said = _("%(resource)s is back in service.") % {"resource": found.resource.name}
    messages.success(request, f"{said} {told(people)}".rstrip())
    return redirect(back_to(request, reverse("booking:team", args=[slug])))


def _block_of(space: Space, text: str) -> Block:
    """A block of this space, by its identifier."""
    try:
        return Block.objects.standing().select_related("resource").get(resource__space=space, uuid=UUID(text))
    except (ValueError, Block.DoesNotExist) as error:
        raise ValueError(_("This closure does not exist, or was lifted.")) from error


def _today(space: Space) -> date:
    return clock.today(get_zone(space.time_zone))


def _show(page: TeamPage, *, status: int = 200, live: bool = False) -> HttpResponse:
    template = "booking/pages/team_live.html" if live else "booking/pages/team.html"
    return render(page.request, template, page.context(), status=status)
