"""Events, with the rooms they take."""

from datetime import datetime, time, tzinfo
from typing import Any

from django.utils.html import escape

from events.agenda.models import Accessibility, DateChange, Event, Schedule
from events.agenda.rules.schedule import Pattern, ScheduleError
from events.agenda.services import dates
from maillage.base.rich_text import clean
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
from maillage.network.services.importing.trainings import ensure_habilitation
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from spaces.catalogue.models import Resource, Space

EVENT_FIELDS = (
    "title", "summary", "place", "attendance", "online_url", "status", "capacity", "price", "registration_url",
    "habilitation_months",
)  # fmt: skip
TEXTS = ("summary", "place", "online_url", "price", "registration_url")
CHANGE_FIELDS = ("day", "status", "new_on", "starts", "ends")


def import_events(parts: list[schema.Event], progress: Progress) -> None:
    twice = dict(repeated(part.slug for part in parts))
    for position, slug in twice.items():
        progress.refuse(("events", position, "slug"), f"{slug} stands twice in the file")
    known = {event.slug: event for event in Event.objects.filter(slug__in=[part.slug for part in parts])}
    for position, part in enumerate(parts):
        where = ("events", position)
        event = known.get(part.slug) or Event(slug=part.slug, time_zone=progress.network.time_zone)
        values = _values(event, part, where, progress)
        is_sound = _is_in_order(part, _zone(event, values), where, progress) & _says_changes(part, where, progress)
        if is_sound and position not in twice:
            with progress.attempt(*where):
                _import_event(event, part, values, progress)


def _import_event(event: Event, part: schema.Event, values: dict[str, Any], progress: Progress) -> None:
    wanted = _schedule(part, _zone(event, values))
    changes = [_change(said) for said in sorted(part.changes, key=lambda said: said.day)]
    if event._state.adding:
        publish_at_once(event)
        is_other = is_changed = True
    else:
        is_other = _schedules_of(event) != [wanted]
        is_changed = "changes" in part.model_fields_set and _changes_of(event) != changes
    progress.save("events", event, values, also=is_other or is_changed)
    if is_other:
        Schedule.objects.filter(event=event).delete()
        Schedule.objects.create(event=event, **wanted)
    if is_changed:
        DateChange.objects.filter(event=event).delete()
        DateChange.objects.bulk_create(DateChange(event=event, **said) for said in changes)
    if is_other or is_changed:
        event.refresh_from_db()
    dates.settle(event)


def _values(event: Event, part: schema.Event, where: Location, progress: Progress) -> dict[str, Any]:
    is_new = event._state.adding
    values = texts(but_none(given(part, EVENT_FIELDS, new=is_new), "title"), *TEXTS)
    if is_new:
        values.setdefault("title", readable(part.slug))
    if is_new or {"body", "body_html"} & part.model_fields_set:
        body = _body(part)
        values["body"] = event.body if clean(event.body) == body else body
    if "price" in values:
        values["is_free"] = not values["price"]
    if is_new or "accessibility" in part.model_fields_set:
        values |= {f"for_{code}": code in part.accessibility for code in Accessibility.values}
    relations = {
        "types": list(concepts.ensure(Concept.Scheme.EVENT_TYPE, part.types).values()),
        "audiences": list(concepts.ensure(Concept.Scheme.AUDIENCE, part.audiences).values()),
        "space": _space(part, where, progress),
        "resources": _rooms(part, where, progress),
        "organisers": _organisers(part, where, progress),
        "habilitation": ensure_habilitation(part.habilitation) if part.habilitation else None,
    }
    return values | {name: said for name, said in relations.items() if is_new or name in part.model_fields_set}


def _body(part: schema.Event) -> str:
    """With its headings, lists and links, when the document has them."""
    if part.body_html is not None:
        return clean(part.body_html)
    return "".join(f"<p>{escape(text)}</p>" for text in (part.body or "").split("\n\n") if text)


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


def _change(said: schema.DateChange) -> dict[str, Any]:
    """What becomes of one date."""
    return {
        "day": said.day,
        "status": said.status,
        "new_on": said.new_day,
        "starts": _time(said.starts),
        "ends": _time(said.ends),
    }


def _time(minutes: int | None) -> time | None:
    return None if minutes is None else time(*divmod(minutes, 60))


def _changes_of(event: Event) -> list[dict[str, Any]]:
    return list(event.changes.order_by("day", "pk").values(*CHANGE_FIELDS))


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


def _says_changes(part: schema.Event, where: Location, progress: Progress) -> bool:
    """One change a day, each saying what becomes of it."""
    known = len(progress.problems)
    for number, day in repeated(said.day for said in part.changes):
        progress.refuse((*where, "changes", number, "day"), f"{day} stands twice in the changes")
    for number, said in enumerate(part.changes):
        with progress.naming(*where, "changes", number):
            DateChange(**_change(said)).clean()
    return len(progress.problems) == known
