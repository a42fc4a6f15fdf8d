"""Events, with the rooms they take."""

from datetime import datetime, tzinfo
from typing import Any

from django.utils.html import escape

from events.agenda.models import Event, Schedule
from events.agenda.rules.schedule import Pattern, ScheduleError
from events.agenda.services import dates
from maillage.base.zones import get_zone
from maillage.network.document import schema
from maillage.network.document.sound_parts import Location
from maillage.network.services.importing.progress import (
    Progress,
    but_none,
    given,
    publish_at_once,
    readable,
    repeated,
    texts,
)
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from spaces.catalogue.models import Resource, Space

FIELDS = ("title", "summary", "capacity", "price")


def import_events(parts: list[schema.Event], progress: Progress) -> None:
    twice = dict(repeated(part.slug for part in parts))
    for position, slug in twice.items():
        progress.refuse(("events", position, "slug"), f"{slug} stands twice in the file")
    known = {event.slug: event for event in Event.objects.filter(slug__in=[part.slug for part in parts])}
    for position, part in enumerate(parts):
        where = ("events", position)
        event = known.get(part.slug) or Event(slug=part.slug, time_zone=progress.network.time_zone)
        values = _values(event, part, where, progress)
        if _is_in_order(part, _zone(event, values), where, progress) and position not in twice:
            with progress.attempt(*where):
                _import_event(event, part, values, progress)


def _import_event(event: Event, part: schema.Event, values: dict[str, Any], progress: Progress) -> None:
    wanted = _schedule(part, _zone(event, values))
    if event._state.adding:
        publish_at_once(event)
        is_other = True
    else:
        is_other = _schedules_of(event) != [wanted]
    progress.save("events", event, values, also=is_other)
    if is_other:
        Schedule.objects.filter(event=event).delete()
        Schedule.objects.create(event=event, **wanted)
        event.refresh_from_db()
    dates.settle(event)


def _values(event: Event, part: schema.Event, where: Location, progress: Progress) -> dict[str, Any]:
    is_new = event._state.adding
    values = texts(but_none(given(part, FIELDS, new=is_new), "title"), "summary", "price")
    if is_new:
        values.setdefault("title", readable(part.slug))
    if is_new or "body" in part.model_fields_set:
        values["body"] = "".join(f"<p>{escape(text)}</p>" for text in (part.body or "").split("\n\n") if text)
    if "price" in values:
        values["is_free"] = not values["price"]
    relations = {
        "types": list(concepts.ensure(Concept.Scheme.EVENT_TYPE, part.types).values()),
        "space": _space(part, where, progress),
        "resources": _rooms(part, where, progress),
        "organisers": _organisers(part, where, progress),
    }
    return values | {name: said for name, said in relations.items() if is_new or name in part.model_fields_set}


def _zone(event: Event, values: dict[str, Any]) -> tzinfo:
    """The clock of the place where the event is to be."""
    space = values.get("space", event.space)
    return get_zone(space.time_zone if space else event.time_zone)


def _schedule(part: schema.Event, zone: tzinfo) -> dict[str, Any]:
    """The one schedule of the document."""
    start, end = _on_the_wall(part.start, zone), _on_the_wall(part.end, zone)
    return {
        "first_on": start.date(),
        "starts": start.time(),
        "last_on": end.date() if end.date() != start.date() else None,
        "ends": end.time(),
        "rrule": part.rrule or "",
        "exdates": [(_on_the_wall(at, zone) if isinstance(at, datetime) else at).isoformat() for at in part.exdates],
    }


def _schedules_of(event: Event) -> list[dict[str, Any]]:
    return list(event.schedules.values("first_on", "starts", "last_on", "ends", "rrule", "exdates"))


def _on_the_wall(at: datetime, zone: tzinfo) -> datetime:
    """As the clock of the event's place shows it, naive."""
    return at.astimezone(zone).replace(tzinfo=None) if at.tzinfo else at


def _space(part: schema.Event, where: Location, progress: Progress) -> Space | None:
    space = progress.space(part.space) if part.space else None
    if part.space and space is None:
        progress.miss((*where, "space"), f"there is no space {part.space}")
    return space


def _rooms(part: schema.Event, where: Location, progress: Progress) -> list[Resource]:
    if part.resources and part.space is None:
        progress.refuse((*where, "resources"), "rooms are those of a space: add space")
        return []
    progress.find_resources(f"{part.space}/{slug}" for slug in part.resources)
    found = {slug: progress.resources.get(f"{part.space}/{slug}") for slug in part.resources}
    for number, slug in enumerate(part.resources):
        if found[slug] is None:
            progress.miss((*where, "resources", number), f"there is no resource {part.space}/{slug}")
    return [room for room in found.values() if room is not None]


def _organisers(part: schema.Event, where: Location, progress: Progress) -> list[Any]:
    found = {slug: progress.organisation(slug) for slug in part.organisers}
    for number, slug in enumerate(part.organisers):
        if found[slug] is None:
            progress.miss((*where, "organisers", number), f"there is no organisation {slug}")
    return [organisation for organisation in found.values() if organisation is not None]


def _is_in_order(part: schema.Event, zone: tzinfo, where: Location, progress: Progress) -> bool:
    """Times that follow each other, and a rule that can be followed."""
    try:
        Pattern.check_rule(part.rrule or "")
    except ScheduleError as error:
        progress.refuse((*where, "rrule"), error.message)
        return False
    if _on_the_wall(part.end, zone) <= _on_the_wall(part.start, zone):
        progress.refuse((*where, "end"), "the end does not come after the start")
        return False
    return True
