"""`/lieux/` and the same list as data."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.feeds import answer, open_to_all, refused, spoken
from maillage.base.list_filters import BadFilters, ListAddress
from maillage.base.lists import cannot_read
from spaces.catalogue import feeds, filters
from spaces.catalogue.models import Space
from spaces.catalogue.pages.list import ListPage
from spaces.catalogue.search import Search
from spaces.catalogue.services import words

FEED_VERSION = 1
FEED_AGE_S = 60


@require_safe
def space_list(request: HttpRequest) -> HttpResponse:
    """The catalogue: list, map, facets."""
    address = ListAddress(request.path, request.GET, filters.known_names())
    try:
        context = ListPage(_search(request), address).context()
    except BadFilters as refusal:
        return cannot_read(request, "catalogue/pages/bad_filters.html", refusal, address)
    return render(request, "catalogue/pages/list.html", context)


def _search(request: HttpRequest) -> Search:
    known = words.load()
    return Search(filters.read(request.GET, known), Space.objects.listed_for(request.user), known)


def _feed(content: Callable[[Search, Callable[[str], str]], Any], mime_type: str, file_name: str = "") -> Any:
    """A view that answers the same question as the list in another form."""

    @require_safe
    @gzip_page
    def view(request: HttpRequest) -> HttpResponseBase:
        try:
            search = _search(request)
        except BadFilters as refusal:
            return refused(refusal)

        def make() -> HttpResponseBase:
            body = content(search, request.build_absolute_uri)
            kind = HttpResponse if isinstance(body, str) else StreamingHttpResponse
            response = kind(body, content_type=mime_type)
            if file_name:
                response["Content-Disposition"] = f'inline; filename="{file_name}"'
            return response

        return open_to_all(answer(request, make, max_age_s=FEED_AGE_S, **_identity(request, search)))

    return view


def _identity(request: HttpRequest, search: Search) -> dict[str, Any]:
    """All that a feed depends on; one query."""
    state = Space.objects.published().aggregate(count=Count("pk"), changed=Max("updated_at"))
    asked = sorted(request.GET.lists())
    minute = f"{clock.now():%Y-%m-%dT%H:%M}" if search.filters.depends_on_now else ""
    parts = (FEED_VERSION, request.path, request.get_host(), asked, get_language(), request.user.pk, minute)
    changed_at = None if minute else state["changed"]
    return {"parts": (*parts, state["count"], state["changed"], search.words.stamp), "changed_at": changed_at}


space_geojson = _feed(lambda search, absolute: feeds.geojson(search.found(), search.words, absolute), feeds.GEOJSON)
space_json = _feed(lambda search, absolute: spoken(feeds.json_lines(search.in_order(), absolute)), feeds.JSON)
space_csv = _feed(
    lambda search, absolute: spoken(feeds.csv_table(search.in_order(), absolute)), feeds.CSV, file_name="lieux.csv"
)
