"""`/agenda/` and the same list as data."""

from collections.abc import Iterable, Iterator

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.agenda import calendar_feed, feeds, filters
from events.agenda.documents import occurrence_documents
from events.agenda.models import Occurrence
from events.agenda.models.occurrence import OccurrenceQuerySet
from events.agenda.pages.list import ListPage
from events.agenda.search import Search
from events.agenda.stamp import stamp
from events.agenda.words import Words
from maillage.base import ical
from maillage.base.feeds import CSV, GEOJSON, JSON, Identity, ListFeeds, json_lines
from maillage.base.list_filters import BadFilters, ListAddress
from maillage.base.lists import cannot_read
from maillage.base.models import Network

FEED_VERSION = 2
MOST_EVENTS = 2000
MOST_ITEMS = 200


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """The calendar of the network: list by day, week, month or map."""
    address = ListAddress(request.path, request.GET, filters.NAMES)
    try:
        context = ListPage(search_of(request, Occurrence.objects.visible_to(request.user)), address).context()
    except BadFilters as refusal:
        return cannot_read(request, "agenda/pages/bad_filters.html", refusal, address)
    return render(request, "agenda/pages/list.html", context)


def search_of(request: HttpRequest, dates: OccurrenceQuerySet) -> Search:
    """What the query string asks of `dates`. Raises BadFilters."""
    known = Words.load()
    return Search(filters.read(request.GET, known), dates, known, Network.for_request(request).zone)


def _public(request: HttpRequest) -> Search:
    """Feeds show what anybody may read."""
    return search_of(request, Occurrence.objects.public())


def _identity(request: HttpRequest, search: Search) -> Identity:
    """One query."""
    state, network = stamp(search.zone), Network.for_request(request)
    return Identity((FEED_VERSION, network.name, network.tagline, search.words.stamp, *state.parts), state.changed_at)


def _dates(search: Search) -> Iterable[Occurrence]:
    return search.in_order().for_listing().iterator(chunk_size=feeds.AT_ONCE)


def _calendar(search: Search, request: HttpRequest) -> str:
    """The events of these dates, each with all its dates: a calendar follows an event, not a page of a list."""
    events = search.events_followed().order_by(F("first_at").asc(nulls_first=True), "pk")
    name = _("Agenda of %(network)s") % {"network": Network.for_request(request).name}
    return calendar_feed.to_follow(events.for_calendar()[:MOST_EVENTS], name=name, request=request)


def _rss(search: Search, request: HttpRequest) -> str:
    return feeds.rss(search.in_order().for_listing()[:MOST_ITEMS], request)


def _json(search: Search, request: HttpRequest) -> Iterator[str]:
    return json_lines("occurrences", occurrence_documents(_dates(search), request.build_absolute_uri))


def _csv(search: Search, request: HttpRequest) -> Iterator[str]:
    return feeds.csv_table(_dates(search), request.build_absolute_uri)


def _geojson(search: Search, request: HttpRequest) -> str:
    return feeds.geojson(search.events_found(), search.found(), request.build_absolute_uri)


_feeds = ListFeeds(_public, _identity, max_age_s=300)
agenda_ics = _feeds.view(_calendar, ical.CONTENT_TYPE)
agenda_rss = _feeds.view(_rss, feeds.RSS)
agenda_json = _feeds.view(_json, JSON)
agenda_csv = _feeds.view(_csv, CSV, file_name="agenda.csv")
agenda_geojson = _feeds.view(_geojson, GEOJSON)
