"""Requests that wait for an answer, place by place."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef

from maillage.base import clock
from maillage.curation.models import State
from maillage.users.permissions import Anyone
from spaces.booking.models import Booking
from spaces.catalogue.models import Resource, Space, SpaceTeam
from spaces.catalogue.models.querysets import SpaceQuerySet


@dataclass(frozen=True, slots=True)
class Queue:
    """How many requests wait in a place, and when the oldest was made."""

    requests: int
    asked_at: datetime


def run_by(user: Anyone) -> SpaceQuerySet:
    """The places whose board `user` may see and where somebody works: a list that was brought in names many others."""
    has_team = Exists(SpaceTeam.objects.filter(space=OuterRef("pk")))
    has_resources = Exists(Resource.objects.filter(space=OuterRef("pk")))
    return Space.objects.staffed_by(user).exclude(state=State.ARCHIVED).filter(has_team | has_resources)


def queues(spaces: SpaceQuerySet) -> dict[int, Queue]:
    """What waits in those of these places where something does, by key, the longest waiting first. One query."""
    pending = Booking.objects.to_decide().filter(end_at__gt=clock.now())
    there = pending.filter(resource__space__in=spaces.order_by().values("pk")).order_by().values("resource__space")
    counted = there.annotate(requests=Count("pk"), asked_at=Min("created_at"))
    rows = counted.order_by("asked_at", "resource__space").values_list("resource__space", "requests", "asked_at")
    return {pk: Queue(requests, asked_at) for pk, requests, asked_at in rows}
