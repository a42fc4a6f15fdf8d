"""Bookings and blocks: facts, which skip the rules and can never overlap."""

from collections import defaultdict
from datetime import UTC, datetime

from django.db.models import prefetch_related_objects

from maillage.base.zones import get_zone
from maillage.network.document import schema
from maillage.network.document.sound_parts import Location
from maillage.network.services.importing.progress import Progress
from spaces.booking.models import Block, Booking, State
from spaces.booking.services.blocks import block
from spaces.booking.services.imports import import_booking
from spaces.catalogue.models import Resource


def on_the_wall(at: datetime, zone_name: str) -> datetime:
    """An instant of the document: without offset, on the wall clock of the space, the first of a repeated hour."""
    return at if at.tzinfo else at.replace(tzinfo=get_zone(zone_name), fold=0)


def import_bookings(parts: list[schema.Booking], progress: Progress) -> None:
    paths = {part.resource for part in parts}
    progress.find_resources(paths)
    found = [progress.resources[path] for path in paths & progress.resources.keys()]
    prefetch_related_objects(found, "prices")
    known = _known_bookings(found)
    for position, part in enumerate(parts):
        where = ("bookings", position)
        resource = _resource(part.resource, (*where, "resource"), progress)
        period = _period(part, resource, where, progress)
        person = progress.user(part.person) if part.person else None
        if part.person and person is None:
            progress.miss((*where, "person"), f"nobody has the address {part.person}")
        elif resource is not None and period is not None:
            key = (resource.pk, part.person, *period, part.seats, _standing(part.state))
            if known[key]:
                known[key].pop()
                progress.count("bookings", "unchanged")
                continue
            with progress.naming(*where):
                import_booking(
                    resource, person=person, start=period[0], end=period[1], seats=part.seats, state=part.state,
                    expires=on_the_wall(part.expires, resource.space.time_zone) if part.expires else None,
                    buffer_before=part.buffer_before, buffer_after=part.buffer_after, note=part.note or "",
                    guest_name=part.guest or "",
                )  # fmt: skip
                progress.count("bookings", "created")


def import_blocks(parts: list[schema.Block], progress: Progress) -> None:
    progress.find_resources(part.resource for part in parts)
    for position, part in enumerate(parts):
        where = ("blocks", position)
        resource = _resource(part.resource, (*where, "resource"), progress)
        period = _period(part, resource, where, progress)
        if resource is None or period is None:
            continue
        start, end = period
        if Block.objects.standing().filter(resource=resource, start_at=start, end_at=end).exists():
            progress.count("blocks", "unchanged")
            continue
        with progress.naming(*where):
            block(resource, start=start, end=end, by=progress.by, reason=part.reason or "")
            progress.count("blocks", "created")


def _known_bookings(resources: list[Resource]) -> dict[tuple[object, ...], list[int]]:
    """The bookings that resources have already, by what the document says of one."""
    known: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in Booking.objects.filter(resource__in=resources).values_list(
        "resource", "person__email", "start_at", "end_at", "seats", "state", "pk"
    ):
        *said, state, pk = row
        known[*said, _standing(state)].append(pk)
    return known


def _standing(state: str) -> str:
    """A hold whose time is up is the same, tidied or not."""
    return State.HOLD if state == State.EXPIRED else state


def _resource(path: str, where: Location, progress: Progress) -> Resource | None:
    resource = progress.resources.get(path)
    if resource is None:
        progress.miss(where, f"there is no resource {path}")
    return resource


def _period(
    part: schema.Interval, resource: Resource | None, where: Location, progress: Progress
) -> tuple[datetime, datetime] | None:
    if resource is None:
        return None
    start, end = (on_the_wall(at, resource.space.time_zone).astimezone(UTC) for at in (part.start, part.end))
    if end <= start:
        progress.refuse((*where, "end"), "the end does not come after the start")
        return None
    return start, end
