"""The agenda for programs: events and their dates, found as on `/agenda/`."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router
from pydantic import BaseModel, Field
from wagtail.rich_text import expand_db_html

from events.agenda import filters
from events.agenda.documents import occurrence_document
from events.agenda.items import place_of
from events.agenda.models import Accessibility, Attendance, Event, Occurrence, Status
from events.agenda.search import Search
from events.agenda.words import Words
from maillage.base import clock
from maillage.base.api.errors import Malformed, NotFound, bad_value
from maillage.base.api.filters import Parameter, documented
from maillage.base.api.paging import Listing, Paging, paginate
from maillage.base.api.values import Concept, LocalTime
from maillage.base.instants import local_text
from maillage.base.list_filters import BadFilters
from maillage.base.models import Network
from maillage.vocabulary.documents import concept_documents

router = Router(tags=["agenda"])

MOST_DATES = 100
IN_FRENCH = {"from": "du", "until": "au"}
"""`from` and `until` are said in every list of dates; the agenda's page says `du` and `au`."""
IN_ENGLISH = {french: english for english, french in IN_FRENCH.items()}

FILTERS = (
    Parameter(
        "from", gettext_noop("First day, of the place; from now on unless said. Also “du”."), example="2035-06-01"
    ),
    Parameter("until", gettext_noop("Last day, included. Also “au”."), example="2035-06-30"),
    Parameter("du", gettext_noop("The same as “from”.")),
    Parameter("au", gettext_noop("The same as “until”.")),
    Parameter("q", gettext_noop("Words of the title, summary or place.")),
    Parameter("lieu", gettext_noop("Address (slug) of a space.")),
    Parameter("organisateur", gettext_noop("Address (slug) of an organisation.")),
    Parameter("type", gettext_noop("Code of a type of event; any of those given."), many=True),
    Parameter("public", gettext_noop("Code of an audience; any of those given."), many=True),
    Parameter("territoire", gettext_noop("INSEE code of a commune, department or region, or SIREN of an EPCI.")),
    Parameter("bbox", gettext_noop("west,south,east,north in degrees.")),
    Parameter("pres", gettext_noop("latitude,longitude in degrees.")),
    Parameter("rayon", gettext_noop("No farther than so many kilometres from “pres”; 20 unless said.")),
    Parameter("mode", gettext_noop("How to attend; any of those given."), many=True, only=tuple(filters.MODES)),
    Parameter(
        "accessibilite",
        gettext_noop("Welcomes people with each of these handicaps."),
        many=True,
        only=tuple(Accessibility.values),
    ),
    Parameter("gratuit", gettext_noop("“1”: free entry."), only=("1",)),
    Parameter(
        "vue", gettext_noop("“semaine” and “mois”: the whole week or month of “from”."), only=tuple(filters.VIEWS)
    ),
)  # fmt: skip


class DateDocument(BaseModel):
    """One date of an event, with what the event says."""

    id: str
    event: str = Field(description=gettext_noop("Address (slug) of the event."))
    url: str
    title: str
    summary: str
    start: LocalTime
    end: LocalTime
    time_zone: str
    status: Status
    previous_start: LocalTime | None
    attendance: Attendance
    types: list[Concept]
    space: str | None
    place: str
    city: str
    latitude: float | None
    longitude: float | None
    organisers: list[str]
    accessibility: list[Literal["hi", "vi", "pi", "mi", "ii"]]
    is_free: bool
    price: str
    capacity: int | None
    registration_url: str


class DateInBrief(BaseModel):
    id: str
    url: str
    start: LocalTime
    end: LocalTime
    status: Status


class EventWords(BaseModel):
    """An event. Its dates are occurrences."""

    uuid: str
    slug: str
    url: str
    title: str
    summary: str
    time_zone: str
    status: Status
    attendance: Attendance
    online_url: str
    types: list[Concept]
    audiences: list[Concept]
    space: str | None
    place: str
    city: str
    organisers: list[str]
    accessibility: list[Literal["hi", "vi", "pi", "mi", "ii"]]
    is_free: bool
    price: str
    capacity: int | None
    registration_url: str
    updated_at: datetime


class FoundEvent(EventWords):
    first_date: DateInBrief = Field(description=gettext_noop("The first of its dates on the days asked for."))


class EventDocument(EventWords):
    body: str = Field(description=gettext_noop("HTML."))
    dates: list[DateInBrief] = Field(description=gettext_noop("Those that are not over, the next hundred at most."))


class EventList(Listing[FoundEvent]):
    pass


class DateList(Listing[DateDocument]):
    pass


@router.get(
    "/events",
    response=EventList,
    summary=gettext_noop("Find events"),
    description=gettext_noop("The same filters as the agenda’s page. Each event once, in the order of its first date."),
    openapi_extra=documented(FILTERS),
)
def events(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    found = _with_words(_search(request).events_found())
    page = paginate(request, found.order_by("first_at", "pk"), paging)
    dates = Occurrence.objects.in_bulk([event.first_date_id for event in page.rows])
    return page.of(
        [
            {**_words(request, event), "first_date": _brief(request, event, dates[event.first_date_id])}
            for event in page.rows
        ]
    )


@router.get("/events/{slug:slug}", response=EventDocument, summary=gettext_noop("Read one event"))
def event(request: HttpRequest, slug: Path[str]) -> dict[str, Any]:
    found = _with_words(Event.objects.visible_to(request.user)).filter(slug=slug).first()
    if found is None:
        raise NotFound
    dates = found.occurrences.upcoming(clock.now())[:MOST_DATES]
    return {
        **_words(request, found),
        "body": expand_db_html(found.body),
        "dates": [_brief(request, found, one) for one in dates],
    }


@router.get(
    "/occurrences",
    response=DateList,
    summary=gettext_noop("Find dates of events"),
    description=gettext_noop("The same filters as the agenda’s page. Each date of each event, in order."),
    openapi_extra=documented(FILTERS),
)
def occurrences(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    page = paginate(request, _search(request).in_order().for_listing(), paging)
    return page.of([occurrence_document(one, request.build_absolute_uri) for one in page.rows])


def _search(request: HttpRequest) -> Search:
    known = Words.load()
    zone = Network.for_request(request).zone
    return Search(_filters(request, known), Occurrence.objects.visible_to(request.user), known, zone)


def _filters(request: HttpRequest, known: Words) -> filters.AgendaFilters:
    """The agenda's own filters; what is wrong is said in the words of the request."""
    params = request.GET.copy()
    for english, french in IN_FRENCH.items():
        if english in params:
            if french in params:
                raise bad_value(
                    french, _("Write “%(one)s” or “%(other)s”, not both.") % {"one": english, "other": french}
                )
            params.setlist(french, params.pop(english))
    try:
        return filters.read(params, known)
    except BadFilters as refusal:
        said = {name: (IN_ENGLISH[name] if IN_ENGLISH.get(name) in request.GET else name) for name in filters.NAMES}
        raise Malformed(
            {"name": said[problem.name], "place": "query", "message": problem.message} for problem in refusal.problems
        ) from refusal


def _with_words(found: Any) -> Any:
    return found.select_related("space").prefetch_related("types", "audiences", "organisers")


def _words(request: HttpRequest, event: Event) -> dict[str, Any]:
    columns = (
        "slug", "title", "summary", "time_zone", "status", "attendance", "online_url", "is_free", "price", "capacity",
        "registration_url", "updated_at",
    )  # fmt: skip
    return {
        **{name: getattr(event, name) for name in columns},
        "uuid": str(event.uuid),
        "url": request.build_absolute_uri(event.get_absolute_url()),
        "types": concept_documents(event.types.all()),
        "audiences": concept_documents(event.audiences.all()),
        "space": event.public_space.slug if event.public_space else None,
        "place": place_of(event),
        "city": event.space.city if event.space else "",
        "organisers": [organisation.slug for organisation in event.public_organisers],
        "accessibility": event.accessible_to,
    }


def _brief(request: HttpRequest, event: Event, one: Occurrence) -> dict[str, Any]:
    one.event = event
    return {
        "id": str(one.uuid),
        "url": request.build_absolute_uri(one.get_absolute_url()),
        "start": local_text(one.start_at, event.zone),
        "end": local_text(one.end_at, event.zone),
        "status": one.effective_status,
    }
