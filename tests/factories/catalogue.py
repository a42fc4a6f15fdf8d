"""Spaces, what can be booked there, and when their doors are open."""

import factory
from factory.django import DjangoModelFactory

from maillage.base import clock
from maillage.vocabulary.models import Concept
from spaces.catalogue.models import OpeningException, OpeningExceptionHours, OpeningHours, Resource, Space, SpaceTeam

WEEKDAYS = range(5)
EVERY_DAY = range(7)


class SpaceFactory(DjangoModelFactory):
    """A published space in Pau, open nobody knows when."""

    class Meta:
        model = Space
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"La Centrale {n:05d}")
    slug = factory.Sequence(lambda n: f"la-centrale-{n:05d}")
    city = "Pau"
    postal_code = "64000"
    latitude = 43.2951
    longitude = -0.3708
    time_zone = "Europe/Paris"
    live = True
    state = "published"
    verified_at = factory.LazyFunction(clock.now)
    first_published_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def types(self, create, codes, **kwargs):
        """`types=["fablab"]`: concepts are made where they are missing."""
        if create and codes:
            self.types.set(words("space_type", codes))
            self.types.commit()

    @factory.post_generation
    def amenities(self, create, codes, **kwargs):
        if create and codes:
            self.amenities.set(words("amenity", codes))
            self.amenities.commit()

    @factory.post_generation
    def accessibility(self, create, codes, **kwargs):
        if create and codes:
            self.accessibility.set(words("accessibility", codes))
            self.accessibility.commit()

    @factory.post_generation
    def manager(self, create, user, **kwargs):
        if create and user:
            SpaceTeam.objects.create(space=self, user=user, role=SpaceTeam.Role.MANAGER)

    @factory.post_generation
    def host(self, create, user, **kwargs):
        if create and user:
            SpaceTeam.objects.create(space=self, user=user, role=SpaceTeam.Role.HOST)

    @classmethod
    def draft(cls, **fields):
        """Written, not published: its team alone may see it."""
        return cls(live=False, state="draft", verified_at=None, first_published_at=None, **fields)

    @classmethod
    def for_members(cls, **fields):
        """Published, for signed-in people only."""
        return cls(visibility="members", **fields)

    @classmethod
    def imported(cls, **fields):
        """A line of somebody's list: published, verified by nobody."""
        number = Space.objects.count() + 1
        return cls(
            **{"source": "import", "source_name": "liste", "external_id": f"L{number}", "verified_at": None, **fields}
        )

    @classmethod
    def open(cls, days=WEEKDAYS, hours=("09:00", "18:00"), **fields):
        """Open those days, `hours` being pairs of wall-clock times in a row."""
        space = cls(**fields)
        open_weekly(space, days, hours)
        return space


class ResourceFactory(DjangoModelFactory):
    """A meeting room, by the hour, when its space is open."""

    class Meta:
        model = Resource
        skip_postgeneration_save = True

    space = factory.SubFactory(SpaceFactory)
    name = factory.Sequence(lambda n: f"Salle {n:05d}")
    slug = factory.Sequence(lambda n: f"salle-{n:05d}")
    kind = Resource.Kind.MEETING_ROOM

    @classmethod
    def bookable_now(cls, **fields):
        """In a space that never closes."""
        space = fields.pop("space", None) or SpaceFactory.open(days=EVERY_DAY, hours=("00:00", "24:00"))
        return cls(space=space, **fields)


def words(scheme: str, codes) -> list[Concept]:
    return [
        Concept.objects.get_or_create(
            scheme=scheme, code=code, defaults={"label_fr": code.replace("-", " ").capitalize()}
        )[0]
        for code in codes
    ]


def open_weekly(owner, days, hours, **validity) -> None:
    """Add weekly windows to a space or a resource: `hours` are wall-clock times, two by two."""
    times = [minutes(text) for text in hours]
    OpeningHours.objects.bulk_create(
        OpeningHours(**_owner(owner), weekday=day, opens_min=opens, closes_min=closes, **validity)
        for day in days
        for opens, closes in zip(times[::2], times[1::2], strict=True)
    )


def on_dates(owner, first_on, last_on=None, hours=(), label="") -> OpeningException:
    """Exceptional hours of a space, a resource or (`owner=None`) the network; no hours: closed."""
    times = [minutes(text) for text in hours]
    exception = OpeningException.objects.create(
        **_owner(owner), first_on=first_on, last_on=last_on or first_on, label=label
    )
    for opens, closes in zip(times[::2], times[1::2], strict=True):
        OpeningExceptionHours.objects.create(exception=exception, opens_min=opens, closes_min=closes)
    return exception


def minutes(wall_clock: str) -> int:
    hours, rest = wall_clock.split(":")
    return int(hours) * 60 + int(rest)


def _owner(owner) -> dict:
    if owner is None:
        return {}
    return {"resource" if isinstance(owner, Resource) else "space": owner}
