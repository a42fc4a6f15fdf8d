"""`/lieux/` and the same list as data."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.feeds import CSV, GEOJSON, JSON, Identity, ListFeeds, json_lines
from maillage.base.list_filters import BadFilters, ListAddress
from maillage.base.lists import cannot_read
from maillage.base.models import Network
from maillage.curation.models import State
from spaces.catalogue import feeds, filters
from spaces.catalogue.documents import documents
from spaces.catalogue.models import Resource, Space, closings
from spaces.catalogue.pages.list import ListPage
from spaces.catalogue.search import Search
from spaces.catalogue.words import Words

FEED_VERSION = 2


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
    known = Words.load()
    return Search(filters.read(request.GET, known), Space.objects.listed_for(request.user), known)


def _identity(request: HttpRequest, search: Search) -> Identity:
    """Four queries, two of them for the network; one more where words are searched.

    Hidden spaces count too: one that becomes hidden is a change. So are doors that a team closes or opens, what the
    network does on public holidays, a day that begins, when closed days are over, and each minute where the question
    is about now.
    """
    listed = Count("pk", filter=Q(state=State.PUBLISHED))
    state = Space.objects.aggregate(listed=listed, every=Count("pk"), changed=Max("updated_at"))
    if search.filters.depends_on_now:
        since, holidays = clock.now().replace(second=0, microsecond=0), ""
    else:
        network = Network.for_request(request)
        since, holidays = clock.midnight(network.zone), network.public_holidays
    closed = closings.changed_at() or since
    held = _resources_as_they_are() if search.filters.text else {}
    parts = (
        FEED_VERSION, request.user.pk, since, holidays, *state.values(), closed, search.words.stamp, *held.values()
    )  # fmt: skip
    return Identity(parts, max(since, closed, state["changed"] or since, held.get("changed") or since))


def _resources_as_they_are() -> dict[str, Any]:
    """Changes whenever what a place offers comes, goes or gets another name."""
    offered = Count("pk", filter=Q(is_active=True))
    return Resource.objects.aggregate(offered=offered, every=Count("pk"), changed=Max("updated_at"))


def _geojson(search: Search, request: HttpRequest) -> str:
    return feeds.geojson(search.found(), search.words, request.build_absolute_uri)


def _json(search: Search, request: HttpRequest) -> Iterator[str]:
    return json_lines("spaces", documents(search.in_order(), request.build_absolute_uri))


def _csv(search: Search, request: HttpRequest) -> Iterator[str]:
    return feeds.csv_table(search.in_order(), request.build_absolute_uri)


_feeds = ListFeeds(_search, _identity, max_age_s=60)
space_geojson = _feeds.view(_geojson, GEOJSON)
space_json = _feeds.view(_json, JSON)
space_csv = _feeds.view(_csv, CSV, file_name="lieux.csv")
