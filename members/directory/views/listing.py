"""`/annuaire/` and the same list as data."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
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
from maillage.base.zones import get_zone
from maillage.users.permissions import Anyone
from members.directory import feeds, filters
from members.directory.models import Organisation, Person
from members.directory.pages.list import ListPage
from members.directory.portraits import ANYBODY
from members.directory.search import Search
from members.directory.services import words

FEED_VERSION = 1
FEED_AGE_S = 60


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """People and organisations, with facets."""
    address = ListAddress(request.path, request.GET, filters.NAMES)
    try:
        context = ListPage(_search(request, request.user), address).context()
    except BadFilters as refusal:
        return cannot_read(request, "directory/pages/bad_filters.html", refusal, address)
    return render(request, "directory/pages/list.html", context)


def _search(request: HttpRequest, viewer: Anyone) -> Search:
    known = words.load()
    return Search(filters.read(request.GET, known), known, viewer)


def _feed(
    lines: Callable[[feeds.Found, Callable[[str], str]], Iterator[str]], mime_type: str, file_name: str = ""
) -> Any:
    """A view that answers the same question as the list in another form, as anybody may read it."""

    @require_safe
    @gzip_page
    def view(request: HttpRequest) -> HttpResponseBase:
        try:
            search = _search(request, ANYBODY)
        except BadFilters as refusal:
            return refused(refusal)

        def make() -> HttpResponseBase:
            body = spoken(lines(search.kinds_in_order(), request.build_absolute_uri))
            response = StreamingHttpResponse(body, content_type=mime_type)
            if file_name:
                response["Content-Disposition"] = f'inline; filename="{file_name}"'
            return response

        return open_to_all(answer(request, make, max_age_s=FEED_AGE_S, **_identity(request, search)))

    return view


def _identity(request: HttpRequest, search: Search) -> dict[str, Any]:
    """All that a feed depends on; two queries. Availability ends by itself at midnight."""
    states = [model.objects.aggregate(n=Count("pk"), at=Max("updated_at")) for model in (Person, Organisation)]
    today = clock.today(get_zone(settings.TIME_ZONE))
    asked = sorted(request.GET.lists())
    parts = (FEED_VERSION, request.path, request.get_host(), asked, get_language(), today, search.words.stamp, states)
    return {"parts": parts, "changed_at": max((state["at"] for state in states if state["at"]), default=None)}


directory_json = _feed(feeds.json_lines, feeds.JSON)
directory_csv = _feed(feeds.csv_table, feeds.CSV, file_name="annuaire.csv")
