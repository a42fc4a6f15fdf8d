"""Events, with the rooms they take."""

from datetime import datetime
from typing import Any

from django.utils.html import escape

from events.agenda.models import Event, Schedule
from events.agenda.rules.schedule import Pattern, ScheduleError
from events.agenda.services import dates
from maillage.base.zones import get_zone
from maillage.network.document import schema
from maillage.network.services.importing.progress import (
    Location,
    Progress,
    given,
    publish_at_once,
    repeated,
    texts,
)
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from spaces.catalogue.models import Resource, Space

FIELDS = ("title", "summary", "capacity", "price")


def import_events(parts: list[schema.Event], progress: Progress) -> None:
    for position, slug in repeated(part.slug for part in parts):
        progress.refuse(("events", position, "slug"), f"{slug} stands twice in the file")
    known = {event.slug: event for event in Event.objects.filter(slug__in=[part.slug for part in parts])}
    for position, part in enumerate(parts):
        where = ("events", position)
        space = _space(part, where, progress)
        rooms = _rooms(part, where, progress)
        organisers = _organisers(part, where, progress)
        if _is_in_order(part, where, progress):
            with progress.attempt(*where):
                event = known.get(part.slug) or Event(slug=part.slug)
                _import_event(event, part, space, {"resources": rooms, "organisers": organisers}, progress)


def _import_event(
    event: Event, part: schema.Event, space: Space | None, relations: dict[str, list[Any]], progress: Progress
) -> None:
    is_new = event._state.adding
    values = texts(given(part, FIELDS, new=is_new), "summary", "price")
    if is_new:
        values["title"] = part.title or part.slug.replace("-", " ").capitalize()
        publish_at_once(event)
    if is_new or "body" in part.model_fields_set:
        values["body"] = "".join(f"<p>{escape(text)}</p>" for text in (part.body or "").split("\n\n") if text)
    if is_new or "types" in part.model_fields_set:
        values["types"] = list(concepts.ensure(Concept.Scheme.EVENT_TYPE, part.types).values())
    if is_new or "space" in part.model_fields_set:
        values["space"] = space
    if "price" in values:
        values["is_free"] = not values["price"]
    for name, records in relations.items():
        if is_new or name in part.model_fields_set:
            values[name] = records
    progress.save("events", event, values)
    if _set_schedule(event, part) and not is_new:
        progress.touched("events")
    dates.settle(event)


def _set_schedule(event: Event, part: schema.Event) -> bool:
    """The one schedule of the document; true when it was written."""
    start, end = (_on_the_wall(at, event) for at in (part.start, part.end))
    wanted = {
        "first_on": start.date(),
        "starts": start.time(),
        "last_on": end.date() if end.date() != start.date() else None,
        "ends": end.time(),
        "rrule": part.rrule or "",
        "exdates": [
            _on_the_wall(at, event).isoformat() if isinstance(at, datetime) else at.isoformat() for at in part.exdates
        ],
    }
    rows = event.schedules.all()
    if len(rows) == 1 and all(getattr(rows[0], name) == value for name, value in wanted.items()):
        return False
    Schedule.objects.filter(event=event).delete()
    Schedule.objects.create(event=event, **wanted)
    event.refresh_from_db()
    return True


def _on_the_wall(at: datetime, event: Event) -> datetime:
    """As the clock of the event's place shows it, naive."""
    return at.astimezone(get_zone(event.time_zone)).replace(tzinfo=None) if at.tzinfo else at


def _space(part: schema.Event, where: Location, progress: Progress) -> Space | None:
    if part.space is None:
        return None
    if part.space not in progress.spaces:
        space = Space.objects.filter(slug=part.space).first()
        if space is None:
            progress.refuse((*where, "space"), f"there is no space {part.space}")
            return None
        progress.spaces[part.space] = space
    return progress.spaces[part.space]


def _rooms(part: schema.Event, where: Location, progress: Progress) -> list[Resource]:
    rooms = []
    for number, slug in enumerate(part.resources):
        path = f"{part.space}/{slug}"
        room = progress.resources.get(path) or Resource.objects.filter(space__slug=part.space, slug=slug).first()
        if room is None:
            progress.refuse((*where, "resources", number), f"there is no resource {path}")
        else:
            rooms.append(room)
    return rooms


def _organisers(part: schema.Event, where: Location, progress: Progress) -> list[Any]:
    for number, slug in enumerate(part.organisers):
        if slug not in progress.organisations:
            progress.refuse((*where, "organisers", number), f"the file has no organisation {slug}")
    return [progress.organisations[slug] for slug in part.organisers if slug in progress.organisations]


def _is_in_order(part: schema.Event, where: Location, progress: Progress) -> bool:
    """Times that follow each other, and a rule that can be followed."""
    if (part.start.tzinfo is None) != (part.end.tzinfo is None):
        progress.refuse((*where, "end"), "give an offset to both start and end, or to neither")
        return False
    if part.end <= part.start:
        progress.refuse((*where, "end"), "the end comes before the start")
        return False
    try:
        Pattern.check_rule(part.rrule or "")
    except ScheduleError as error:
        progress.refuse((*where, "rrule"), error.message)
        return False
    return True
