"""The agenda as data: RSS, CSV and GeoJSON. Its JSON are the documents of its dates."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from events.agenda.calendar_feed import marked
from events.agenda.documents import occurrence_document
from events.agenda.items import place_of
from events.agenda.models import Event, Occurrence
from events.agenda.models.occurrence import OccurrenceQuerySet
from maillage.base import dates as said
from maillage.base.feeds import Absolute, csv_lines, feature_collection, geometry
from maillage.base.instants import local_text
from maillage.base.models import Network
from maillage.base.words import without_controls
from maillage.vocabulary.documents import codes_cell
from spaces.catalogue.models import Space

RSS = "application/rss+xml; charset=utf-8"

AT_ONCE = 500
PLACEHOLDER = "placeholder"

COLUMNS = (
    "id", "evenement", "titre", "resume", "debut", "fin", "fuseau_horaire", "statut", "types", "lieu", "commune",
    "latitude", "longitude", "gratuit", "tarif", "url",
)  # fmt: skip


def csv_table(found: Iterable[Occurrence], absolute: Absolute) -> Iterator[str]:
    """One line per date, written as it is read."""
    return csv_lines(COLUMNS, (_row(occurrence_document(one, absolute)) for one in found))


def _row(one: dict[str, Any]) -> list[Any]:
    return [
        one["id"], one["event"], one["title"], one["summary"], one["start"], one["end"], one["time_zone"],
        one["status"], codes_cell(one["types"]), one["place"], one["city"], one["latitude"], one["longitude"],
        int(one["is_free"]), one["price"], one["url"],
    ]  # fmt: skip


def rss(found: Iterable[Occurrence], request: HttpRequest) -> str:
    """The dates to come, the next first."""
    network = Network.for_request(request)
    feed = Rss201rev2Feed(
        title=without_controls(_("Agenda of %(network)s") % {"network": network.name}),
        link=request.build_absolute_uri(reverse("agenda:list")),
        description=without_controls(network.tagline or network.name),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for one in found:
        words = [said.when(one.start_at, one.end_at, one.event.time_zone), place_of(one.event), one.event.summary]
        feed.add_item(
            title=without_controls(marked(one.event.title, one.effective_status)),
            link=request.build_absolute_uri(one.get_absolute_url()),
            description=escape(without_controls(" · ".join(part for part in words if part))),
            unique_id=f"urn:uuid:{one.uuid}",
            unique_id_is_permalink=False,
            pubdate=one.event.first_published_at,
            categories=[without_controls(concept.label) for concept in one.event.types.all()],
        )
    return feed.writeString("utf-8")


def geojson(found: Any, dates: OccurrenceQuerySet, absolute: Absolute) -> str:
    """Each event once, at its place (RFC 7946), with the first of its `dates` and how many they are. Four queries.

    `found`: events with `first_at` and `first_date_id`.
    `id` is the address that never changes; `url` and `event_url` are pages in the reader's language.
    """
    events = list(_on_map(found))
    firsts = Occurrence.objects.in_bulk([event.first_date_id for event in events])
    counts = dict(dates.order_by().values_list("event").annotate(n=Count("pk")))
    with override(settings.LANGUAGE_CODE):
        id_start, id_end = absolute(reverse("agenda:event", args=[PLACEHOLDER])).split(PLACEHOLDER)
    features = [
        _feature(event, firsts[event.first_date_id], counts.get(event.pk, 1), f"{id_start}{event.slug}{id_end}")
        for event in events
        if event.first_date_id in firsts
    ]
    return feature_collection(features)


def _on_map(found: Any) -> Iterable[Event]:
    events = found.filter(space__in=Space.objects.public().on_map().order_by().values("pk"))
    return events.select_related("space").prefetch_related("types").defer("body").order_by("first_at", "pk")


def _feature(event: Event, first: Occurrence, count: int, uri: str) -> dict[str, Any]:
    first.event = event
    space: Any = event.space  # on the map: it has one, with coordinates
    return {
        "type": "Feature",
        "id": uri,
        "geometry": geometry(space.latitude, space.longitude),
        "properties": {
            "name": event.title,
            "place": space.name,
            "city": space.city,
            "types": [concept.code for concept in event.types.all()],
            "start": local_text(first.start_at, event.zone),
            "end": local_text(first.end_at, event.zone),
            "status": first.effective_status,
            "when": _when(first, count),
            "dates": count,
            "url": first.get_absolute_url(),
            "event_url": event.get_absolute_url(),
        },
    }


def _when(first: Occurrence, count: int) -> str:
    """The first date in words, and that there are others."""
    when = said.when(first.start_at, first.end_at, first.event.zone)
    if count == 1:
        return when
    words = ngettext("%(when)s, and %(count)s other date", "%(when)s, and %(count)s other dates", count - 1)
    return words % {"when": when, "count": number_format(count - 1)}
