"""The page of one space, and the same as data."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.feeds import JSON, Identity, answer, open_to_all, to_json
from maillage.base.zones import get_zone
from spaces.catalogue.documents import document, whole
from spaces.catalogue.models import Space, closings
from spaces.catalogue.pages.space import SpacePage
from spaces.catalogue.services.opening import space_layers

DOCUMENT_VERSION = 1


@require_safe
def space_page(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, _visible(request, slug))


def show(request: HttpRequest, space: Space, *, is_draft: bool = False) -> HttpResponse:
    """The public page of `space`, as it stands in memory: Wagtail shows unsaved words with it."""
    return render(request, "catalogue/pages/space.html", SpacePage(request, space, is_draft).context())


@require_safe
def space_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    space = _visible(request, slug)
    layers = space_layers([space])[space.pk]

    def make() -> HttpResponse:
        return HttpResponse(to_json(document(space, layers, request.build_absolute_uri)), content_type=JSON)

    today = clock.midnight(get_zone(space.time_zone))
    closed = closings.changed_at([space.pk]) or today
    parts = (DOCUMENT_VERSION, space.uuid, space.updated_at, request.user.pk, today, layers.closes_on_holidays, closed)
    return open_to_all(answer(request, make, Identity(parts, max(today, space.updated_at, closed))))


def _visible(request: HttpRequest, slug: str) -> Space:
    """The space at this address, for whom may see it; for others there is none."""
    spaces = whole(Space.objects.visible_to(request.user)).defer(None)
    space = spaces.select_related("commune__departement", "organisation").filter(slug=slug).first()
    if space is None:
        raise Http404
    return space
