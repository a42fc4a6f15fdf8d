"""`/annuaire/` and the same list as data."""

from collections.abc import Iterator

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.base import clock
from maillage.base.feeds import CSV, JSON, Identity, ListFeeds, json_lines
from maillage.base.list_filters import BadFilters, ListAddress
from maillage.base.lists import cannot_read
from maillage.base.models import Network
from maillage.users.permissions import Anyone
from members.directory import feeds, filters
from members.directory.models import Organisation, Person
from members.directory.pages.list import ListPage
from members.directory.portraits import ANYBODY
from members.directory.search import Search
from members.directory.words import Words

FEED_VERSION = 1


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """People and organisations, with facets."""
    address = ListAddress(request.path, request.GET, filters.NAMES)
    try:
        context = ListPage(_search(request, request.user), address).context()
    except BadFilters as refusal:
        return cannot_read(request, "directory/pages/bad_filters.html", refusal, address)
    return render(request, "directory/pages/list.html", context)


def _search(request: HttpRequest, viewer: Anyone = ANYBODY) -> Search:
    """Feeds show what anybody may read."""
    known = Words.load()
    return Search(filters.read(request.GET, known), known, viewer, Network.for_request(request).today)


def _identity(request: HttpRequest, search: Search) -> Identity:
    """Four queries, two of them for the network's clock. Availability ends by itself at midnight."""
    states = [model.objects.aggregate(n=Count("pk"), at=Max("updated_at")) for model in (Person, Organisation)]
    today = clock.midnight(Network.for_request(request).zone)
    parts = (FEED_VERSION, today, search.words.stamp, states)
    return Identity(parts, max([today, *(state["at"] for state in states if state["at"])]))


def _json(search: Search, request: HttpRequest) -> Iterator[str]:
    return json_lines("items", feeds.documents(search.kinds_in_order(), request.build_absolute_uri, search.today))


def _csv(search: Search, request: HttpRequest) -> Iterator[str]:
    return feeds.csv_table(search.kinds_in_order(), request.build_absolute_uri, search.today)


_feeds = ListFeeds(_search, _identity, max_age_s=60)
directory_json = _feeds.view(_json, JSON)
directory_csv = _feeds.view(_csv, CSV, file_name="annuaire.csv")
