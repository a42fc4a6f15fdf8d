"""Bookings and what decides about them, in the words of the worked examples."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from maillage.users.models import User
from spaces.booking.models import Admission, Booking, BookingPolicy, Habilitation, HabilitationGrant, Quota
from spaces.booking.services.booking import book
from spaces.booking.services.imports import import_booking
from spaces.pricing.models import Price
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory

PARIS = ZoneInfo("Europe/Paris")


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    """`at("2026-06-16 10:00")`: a wall-clock time of the place."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def on(hours: str, day: str = "2026-06-16") -> tuple[datetime, datetime]:
    """`on("10-12")`, `on("09:30-11")`: a period of that Tuesday; 24 is the midnight that ends it."""
    return tuple(_clock(day, part) for part in hours.split("-"))


def _clock(day: str, text: str) -> datetime:
    hour, _, minute = text.partition(":")
    ahead, hour = divmod(int(hour), 24)
    moment = datetime.combine(date.fromisoformat(day) + timedelta(days=ahead), datetime.min.time(), PARIS)
    return moment.replace(hour=hour, minute=int(minute or 0))


class PersonFactory(DjangoModelFactory):
    """Somebody with an account."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne-{n:05d}@example.org")
    name = factory.Sequence(lambda n: f"Personne {n:05d}")


def open_room(hours=("00:00", "24:00"), space=None, **fields):
    """A resource of a space open every day at these hours; round the clock unless said."""
    space = space or SpaceFactory.open(days=EVERY_DAY, hours=hours)
    return ResourceFactory(space=space, **fields)


def booked(resource, hours: str, *, person=None, day: str = "2026-06-16", **fields) -> Booking:
    """A booking that stands there as a fact: no rule asked, nobody written to."""
    start, end = on(hours, day)
    return import_booking(resource, person=person or PersonFactory(), start=start, end=end, **fields)


def books(person, resource, hours: str, day: str = "2026-06-16", **more) -> Booking:
    """They book it themselves: `books(lea, room, "9-12")`."""
    start, end = on(hours, day)
    return book(resource, person=person, by=person, start=start, end=end, **more)


def reserve_for(resource, *audiences) -> None:
    """Only these people may book it."""
    Admission.objects.bulk_create(Admission(resource=resource, audience=audience) for audience in audiences)


def require_training(resource, code: str = "laser") -> Habilitation:
    habilitation, _ = Habilitation.objects.get_or_create(code=code, defaults={"label": code.capitalize()})
    habilitation.resources.add(resource)
    return habilitation


def trained(person, code: str = "laser", valid_until: str | None = None, **fields) -> HabilitationGrant:
    return HabilitationGrant.objects.create(
        habilitation=Habilitation.objects.get(code=code),
        person=person,
        valid_until=date.fromisoformat(valid_until) if valid_until else None,
        **fields,
    )


def limit(resource, *, minutes=None, count=None, period="day", **fields) -> Quota:
    return Quota.objects.create(resource=resource, minutes=minutes, count=count, period=period, **fields)


def priced(resource, cents: int = 1200, unit: str = "hour") -> Price:
    return Price.objects.create(resource=resource, unit=unit, amount_cents=cents)


def conditions(space, *tiers: tuple[int, int], name="Conditions", resources=(), **fields) -> BookingPolicy:
    """`conditions(space, (2880, 50))`: less than two days before, half of the price is kept."""
    policy = BookingPolicy.objects.create(space=space, name=name, **fields)
    policy.resources.set(resources)
    for notice_min, kept_percent in tiers:
        policy.tiers.create(notice_min=notice_min, kept_percent=kept_percent)
    policy.save()
    return policy
