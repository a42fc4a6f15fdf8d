"""`/agenda/` and the same list as data."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.agenda import feeds, filters
from events.agenda.list_page import ListPage
from events.agenda.models import Event, Occurrence
from events.agenda.search import Search
from maillage.base import clock
from maillage.base.feeds import answer
from maillage.base.list_filters import ListAddress
from maillage.base.zones import get_zone
from spaces.catalogue.models import Space

FEED_VERSION = 1
FEED_AGE_S = 300
MOST_IN_FEED = 2000


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """The calendar of the network: list by day, week or month."""
    address = ListAddress(request.path, request.GET, filters.NAMES)
    try:
        context = ListPage(_search(request), address).context()
    except filters.BadFilters as refusal:
        problems = [
            {"text": problem.message, "url": address.without_value(problem.name, problem.value)}
            for problem in refusal.problems
        ]
        context = {"problems": problems, "list_url": request.path}
        return render(request, "agenda/pages/bad_filters.html", context, status=400)
    return render(request, "agenda/pages/list.html", context)


def _search(request: HttpRequest) -> Search:
    today = clock.today(get_zone("Europe/Paris"))
    return Search(filters.read(request.GET), Occurrence.objects.visible_to(request.user), today)


def _feed(write: Callable[[list[Occurrence], HttpRequest], str], mime_type: str) -> Any:
    """A view that answers the same question as the list in another form. Only what is public."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        try:
            asked = filters.read(request.GET)
        except filters.BadFilters as refusal:
            body = {"code": refusal.code, "message": refusal.message, "detail": refusal.detail}
            return JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
        today = clock.today(get_zone("Europe/Paris"))
        search = Search(asked, Occurrence.objects.public(), today)

        def make() -> HttpResponse:
            dates = list(search.in_order().for_listing()[:MOST_IN_FEED])
            return HttpResponse(write(dates, request), content_type=mime_type)

        return _open(answer(request, make, max_age_s=FEED_AGE_S, **_identity(request, today)))

    return view


def _identity(request: HttpRequest, *more: object) -> dict[str, Any]:
    """All that a feed depends on; one query."""
    state = Event.objects.public().aggregate(count=Count("pk"), changed=Max("updated_at"))
    asked = sorted(request.GET.lists())
    parts = (FEED_VERSION, request.path, request.get_host(), asked, get_language(), *more, *state.values())
    return {"parts": parts, "changed_at": None}


def _open(response: Any) -> Any:
    response["Access-Control-Allow-Origin"] = "*"
    return response


agenda_ics = _feed(feeds.calendar, feeds.ICS)
agenda_rss = _feed(feeds.rss, feeds.RSS)
agenda_json = _feed(feeds.json_text, feeds.JSON)
agenda_csv = _feed(feeds.csv_text, feeds.CSV)


@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One event with all its dates, for whoever may see it."""
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("space"), slug=slug)
    content = feeds.event_calendar(event, request)
    return HttpResponse(content, content_type=feeds.ICS)


@require_safe
def space_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of one space."""
    space = get_object_or_404(Space.objects.public(), slug=slug)
    dates = Occurrence.objects.public().filter(event__space=space).upcoming(clock.now())

    def make() -> HttpResponse:
        return HttpResponse(feeds.calendar(list(dates.for_listing()[:MOST_IN_FEED]), request), content_type=feeds.ICS)

    return _open(answer(request, make, max_age_s=FEED_AGE_S, **_identity(request, space.pk)))
