"""Events and their dates."""

from datetime import date, datetime, time, timedelta

import factory
from factory.django import DjangoModelFactory

from events.agenda.models import Event, Schedule
from maillage.base import clock
from maillage.base.zones import get_zone
from maillage.curation.services import lifecycle
from tests.factories.catalogue import SpaceFactory, words


class EventFactory(DjangoModelFactory):
    """A draft with one date, next week at 18:00."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Apéro {n:05d}")
    slug = factory.Sequence(lambda n: f"apero-{n:05d}")
    space = factory.SubFactory(SpaceFactory)

    @classmethod
    def draft(
        cls,
        *,
        on: date | None = None,
        starts: time = time(18),
        ends: time = time(20),
        rrule: str = "",
        rooms=(),
        types=(),
        audiences=(),
        organisers=(),
        **fields,
    ):
        event = cls(**fields)
        day = on or clock.now().date() + timedelta(days=7)
        Schedule.objects.create(event=event, first_on=day, starts=starts, ends=ends, rrule=rrule)
        event.refresh_from_db()
        event.resources = list(rooms)
        event.types = words("event_type", types)
        event.audiences = words("audience", audiences)
        event.organisers = list(organisers)
        event.save()
        return event

    @classmethod
    def published(cls, **fields):
        event = cls.draft(**fields)
        lifecycle.publish(event, by=None)
        event.refresh_from_db()
        return event


def paris(*parts: int) -> datetime:
    """A wall-clock time of Paris."""
    return datetime(*parts, tzinfo=get_zone("Europe/Paris"))
