"""A space for search engines: schema.org, as JSON-LD."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.safestring import SafeString

from maillage.base import clock
from maillage.base.feeds import Absolute
from maillage.base.jsonld import DAYS, Thing, filled, postal_address, script_text
from maillage.vocabulary.models import Concept
from spaces.catalogue.models import Feature, Resource, Space
from spaces.catalogue.rules.opening import DatedHours, Hours, OpeningLayers, WeeklyHours
from spaces.catalogue.rules.written_hours import write_time

EXCEPTIONS_AHEAD = timedelta(days=366)
CIVIC_TYPES = frozenset(("mediatheque", "centre-social", "musee", "mediation-numerique"))
ROOMS = {
    Resource.Kind.MEETING_ROOM: "MeetingRoom",
    Resource.Kind.EVENT_ROOM: "EventVenue",
    Resource.Kind.OFFICE: "Room",
    Resource.Kind.STUDIO: "Room",
    Resource.Kind.WORKSHOP: "Room",
}
ADDITIONAL_TYPES = {
    "coworking": "https://www.wikidata.org/wiki/Q863514",
    "fablab": "https://www.wikidata.org/wiki/Q1374240",
}
CLOSED = {"opens": "00:00", "closes": "00:00"}


def space_jsonld(
    space: Space, layers: OpeningLayers, *, resources: Iterable[Resource], image_url: str, absolute: Absolute
) -> SafeString:
    """The text of the `<script type="application/ld+json">` of a space's page."""
    codes = [concept.code for concept in space.types.all()]
    own, today = layers.levels[-1], clock.today(layers.zone)
    holidays = layers.public_holidays(today, today + EXCEPTIONS_AHEAD)
    url = absolute(space.get_absolute_url())
    thing = {
        "@context": "https://schema.org",
        "@type": ["LocalBusiness", "CivicStructure"] if CIVIC_TYPES & set(codes) else "LocalBusiness",
        "@id": url,
        "additionalType": [ADDITIONAL_TYPES[code] for code in codes if code in ADDITIONAL_TYPES],
        "name": space.name,
        "description": space.summary,
        "url": url,
        "sameAs": space.website,
        "image": image_url,
        "telephone": space.phone,
        "email": space.email,
        "address": address_of(space),
        "geo": geo_of(space),
        "openingHoursSpecification": [_weekly(window) for window in own.weekly or ()],
        "specialOpeningHoursSpecification": _special([*own.dated, *holidays], today),
        "amenityFeature": _features(space),
        "containsPlace": [_room(room) for room in resources if room.kind in ROOMS],
        "parentOrganization": _organisation(space),
    }
    return script_text(thing)


def address_of(space: Space) -> Thing | None:
    return postal_address(street=space.street, postal_code=space.postal_code, city=space.city, country=space.country)


def geo_of(space: Space) -> Thing | None:
    if not space.has_place_on_map:
        return None
    return {"@type": "GeoCoordinates", "latitude": space.latitude, "longitude": space.longitude}


def _weekly(window: WeeklyHours) -> Thing:
    said = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": DAYS[window.weekday],
        **_hours((window.opens_min, window.closes_min)),
    }
    if window.valid_from:
        said["validFrom"] = window.valid_from.isoformat()
    if window.valid_through:
        said["validThrough"] = window.valid_through.isoformat()
    return said


def _special(exceptions: Iterable[DatedHours], today: date) -> list[Thing]:
    """Dates to come, within a year."""
    found = []
    for dated in exceptions:
        if dated.last_on < today or dated.first_on > today + EXCEPTIONS_AHEAD:
            continue
        named = {"name": dated.label} if dated.label else {}
        dates = {"validFrom": dated.first_on.isoformat(), "validThrough": dated.last_on.isoformat()}
        for said in [_hours(hours) for hours in dated.hours] or [CLOSED]:
            found.append({"@type": "OpeningHoursSpecification", **named, **said, **dates})
    return found


def _hours(hours: Hours) -> Thing:
    opens, closes = hours
    # Midnight at the end of a day is 23:59 there; opening and closing at one time means closed.
    ends = 1439 if closes in (0, 1440) else closes
    return {"opens": write_time(opens), "closes": write_time(ends)}


def _features(space: Space) -> list[Thing]:
    return _named_features([*space.amenities.all(), *space.accessibility.all()])


def _named_features(words: Iterable[Concept | Feature]) -> list[Thing]:
    return [{"@type": "LocationFeatureSpecification", "name": str(one.label), "value": True} for one in words]


def _room(room: Resource) -> Thing:
    return filled(
        {
            "@type": ROOMS[Resource.Kind(room.kind)],
            "name": room.name,
            "description": room.summary,
            "maximumAttendeeCapacity": room.people or None,
            "amenityFeature": _named_features(room.offers),
        }
    )


def _organisation(space: Space) -> Thing | None:
    organisation = space.public_organisation
    if organisation is None:
        return None
    return {"@type": "Organization", "name": organisation.name}
