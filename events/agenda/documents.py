"""Events and dates as programs read them: one shape for `/agenda.json` and the API."""

from collections.abc import Iterable, Iterator
from typing import Any

from events.agenda.items import place_of
from events.agenda.models import Occurrence
from maillage.base.feeds import Absolute
from maillage.base.instants import local_text
from maillage.vocabulary.documents import concept_documents

Document = dict[str, Any]


def occurrence_document(occurrence: Occurrence, absolute: Absolute) -> Document:
    """One date, with what its event says. Times with their offset."""
    event = occurrence.event
    space = event.public_space
    return {
        "id": str(occurrence.uuid),
        "event": event.slug,
        "url": absolute(occurrence.get_absolute_url()),
        "title": event.title,
        "summary": event.summary,
        "start": local_text(occurrence.start_at, event.zone),
        "end": local_text(occurrence.end_at, event.zone),
        "time_zone": event.time_zone,
        "status": occurrence.effective_status,
        "previous_start": occurrence.previous_start_at and local_text(occurrence.previous_start_at, event.zone),
        "attendance": event.attendance,
        "types": concept_documents(event.types.all()),
        "space": space.slug if space else None,
        "place": place_of(event),
        "city": event.space.city if event.space else "",
        "latitude": space.latitude if space else None,
        "longitude": space.longitude if space else None,
        "organisers": [organisation.slug for organisation in event.public_organisers],
        "accessibility": event.accessible_to,
        "is_free": event.is_free,
        "price": event.price,
        "capacity": event.capacity,
        "registration_url": event.registration_url,
    }


def occurrence_documents(dates: Iterable[Occurrence], absolute: Absolute) -> Iterator[Document]:
    return (occurrence_document(one, absolute) for one in dates)
