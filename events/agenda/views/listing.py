"""`/agenda/` and the same list as data."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from events.agenda import calendar_feed, feeds, filters, words
from events.agenda.models import Occurrence
from events.agenda.models.occurrence import OccurrenceQuerySet
from events.agenda.pages.list import ListPage
from events.agenda.search import Search
from events.agenda.stamp import stamp
from maillage.base import ical
from maillage.base.feeds import answer, open_to_all, refused, spoken
from maillage.base.list_filters import BadFilters, ListAddress
from maillage.base.lists import cannot_read
from maillage.base.models import Network

FEED_VERSION = 2
FEED_AGE_S = 300
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
    known = words.load()
    return Search(filters.read(request.GET, known), dates, known, Network.for_request(request).zone)


def _feed(
    make: Callable[[Search, HttpRequest], str | Iterable[str]], mime_type: str, file_name: str = ""
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A view that answers the same question as the list in another form. Only what is public."""

    @require_safe
    @gzip_page
    def view(request: HttpRequest) -> HttpResponseBase:
        try:
            search = search_of(request, Occurrence.objects.public())
        except BadFilters as refusal:
            return refused(refusal)

        def made() -> HttpResponseBase:
            body = make(search, request)
            kind = HttpResponse if isinstance(body, str) else StreamingHttpResponse
            response: HttpResponseBase = kind(body, content_type=mime_type)
            if file_name:
                response["Content-Disposition"] = f'inline; filename="{file_name}"'
            return response

        return open_to_all(answer(request, made, max_age_s=FEED_AGE_S, **_identity(request, search)))

    return view


def _identity(request: HttpRequest, search: Search) -> dict[str, Any]:
    """All that a feed depends on; one query."""
    state, network = stamp(search.zone), Network.for_request(request)
    question = (request.path, request.get_host(), sorted(request.GET.lists()), get_language())
    parts = (FEED_VERSION, *question, network.name, network.tagline, search.words.stamp, *state.parts)
    return {"parts": parts, "changed_at": state.changed_at}


def _dates(search: Search) -> Iterable[Occurrence]:
    return search.in_order().for_listing().iterator(chunk_size=feeds.AT_ONCE)


def _calendar(search: Search, request: HttpRequest) -> str:
    """The events of these dates, each with all its dates: a calendar follows an event, not a page of a list."""
    events = search.events_followed().order_by(F("first_at").asc(nulls_first=True), "pk")
    name = _("Agenda of %(network)s") % {"network": Network.for_request(request).name}
    return calendar_feed.to_follow(events.for_calendar()[:MOST_EVENTS], name=name, request=request)


agenda_ics = _feed(_calendar, ical.CONTENT_TYPE)
agenda_rss = _feed(lambda search, request: feeds.rss(search.in_order().for_listing()[:MOST_ITEMS], request), feeds.RSS)
agenda_json = _feed(
    lambda search, request: spoken(feeds.json_lines(_dates(search), request.build_absolute_uri)), feeds.JSON
)
agenda_csv = _feed(
    lambda search, request: spoken(feeds.csv_table(_dates(search), request.build_absolute_uri)),
    feeds.CSV,
    file_name="agenda.csv",
)
agenda_geojson = _feed(
    lambda search, request: feeds.geojson(search.events_found(), search.found(), request.build_absolute_uri),
    feeds.GEOJSON,
)
