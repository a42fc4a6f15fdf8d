"""Events and dates as programs read them: one shape for `/agenda.json`, pages' JSON-LD and the API."""

from collections.abc import Iterable, Iterator
from typing import Any

from events.agenda.items import place_of
from events.agenda.models import Attendance, Event, Occurrence, Status
from maillage.base.feeds import Absolute
from maillage.base.instants import to_instant, to_local
from maillage.vocabulary.documents import concept_documents

Document = dict[str, Any]

SCHEMA_STATUS = {
    Status.SCHEDULED: "EventScheduled",
    Status.RESCHEDULED: "EventRescheduled",
    Status.MOVED_ONLINE: "EventMovedOnline",
    Status.POSTPONED: "EventPostponed",
    Status.FULL: "EventScheduled",
    Status.CANCELLED: "EventCancelled",
}
SCHEMA_ATTENDANCE = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.MIXED: "MixedEventAttendanceMode",
}


def occurrence_document(occurrence: Occurrence, absolute: Absolute) -> Document:
    """One date, with what its event says. Times with their offset."""
    event = occurrence.event
    return {
        "id": str(occurrence.uuid),
        "event": event.slug,
        "url": absolute(occurrence.get_absolute_url()),
        "title": event.title,
        "summary": event.summary,
        "start": local_text(occurrence.start_at, event),
        "end": local_text(occurrence.end_at, event),
        "time_zone": event.time_zone,
        "status": occurrence.effective_status,
        "previous_start": occurrence.previous_start_at and local_text(occurrence.previous_start_at, event),
        "attendance": event.attendance,
        "types": concept_documents(event.types.all()),
        "space": event.space.slug if event.space else None,
        "place": place_of(event),
        "city": event.space.city if event.space else "",
        "latitude": event.space.latitude if event.space else None,
        "longitude": event.space.longitude if event.space else None,
        "organisers": [organisation.slug for organisation in event.organisers.all() if organisation.is_public],
        "accessibility": event.accessible_to,
        "is_free": event.is_free,
        "price": event.price,
        "capacity": event.capacity,
        "registration_url": event.registration_url,
    }


def occurrence_documents(dates: Iterable[Occurrence], absolute: Absolute) -> Iterator[Document]:
    return (occurrence_document(one, absolute) for one in dates)


def json_ld(event: Event, dates: Iterable[Occurrence], absolute: Absolute) -> list[Document]:
    """schema.org Event, one per date shown."""
    return [_json_ld(event, one, absolute) for one in dates]


def _json_ld(event: Event, one: Occurrence, absolute: Absolute) -> Document:
    status = one.effective_status
    document: Document = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": absolute(one.get_absolute_url()),
        "name": event.title,
        "url": absolute(one.get_absolute_url()),
        "startDate": local_text(one.start_at, event),
        "endDate": local_text(one.end_at, event),
        "eventStatus": f"https://schema.org/{SCHEMA_STATUS[Status(status)]}",
        "eventAttendanceMode": f"https://schema.org/{SCHEMA_ATTENDANCE[Attendance(event.attendance)]}",
        "isAccessibleForFree": event.is_free,
        "inLanguage": "fr",
    }
    if event.summary:
        document["description"] = event.summary
    if one.previous_start_at:
        document["previousStartDate"] = local_text(one.previous_start_at, event)
    if event.capacity:
        document["maximumAttendeeCapacity"] = event.capacity
    if locations := _locations(event, absolute):
        document["location"] = locations[0] if len(locations) == 1 else locations
    if organisers := [one for one in event.organisers.all() if one.is_public]:
        document["organizer"] = [
            {"@type": "Organization", "name": organisation.name, "url": absolute(organisation.get_absolute_url())}
            for organisation in organisers
        ]
    return document


def _locations(event: Event, absolute: Absolute) -> list[Document]:
    locations: list[Document] = []
    if event.space and event.attendance != Attendance.ONLINE:
        locations.append(
            {
                "@type": "Place",
                "name": event.space.name,
                "url": absolute(event.space.get_absolute_url()),
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": event.space.street,
                    "postalCode": event.space.postal_code,
                    "addressLocality": event.space.city,
                    "addressCountry": event.space.country,
                },
            }
        )
    elif event.place and event.attendance != Attendance.ONLINE:
        locations.append({"@type": "Place", "name": event.place, "address": event.place})
    if event.online_url and event.attendance != Attendance.IN_PERSON:
        locations.append({"@type": "VirtualLocation", "url": event.online_url})
    return locations


def local_text(at: Any, event: Event) -> str:
    """ISO 8601 with the offset of the event's place."""
    return to_local(to_instant(at), event.zone).isoformat()
