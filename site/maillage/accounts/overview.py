"""What concerns somebody today: their next bookings, their pages, the spaces they keep."""

from dataclasses import dataclass
from typing import Any

from maillage.base import clock
from maillage.curation.models import State as RecordState
from maillage.users.models import User
from members.directory.models import Organisation, Person
from spaces.booking.models import Booking
from spaces.catalogue.models import Space

BOOKINGS = 5


@dataclass(frozen=True)
class Overview:
    bookings: list[Booking]
    profile: Person | None
    organisations: list[Organisation]
    spaces: list[Space]
    to_check: int


def overview(user: User) -> Overview:
    """Five queries, one more for coordinators."""
    now = clock.now()
    bookings = Booking.objects.of(user).holding(now).upcoming(now).for_listing()
    return Overview(
        bookings=list(bookings[:BOOKINGS]),
        profile=Person.objects.filter(user=user).first(),
        organisations=list(Organisation.objects.filter(team__user=user).exclude(state=RecordState.ARCHIVED)),
        spaces=list(Space.objects.filter(team__user=user).order_by("name")),
        to_check=_to_check() if user.is_coordinator else 0,
    )


def _to_check() -> int:
    kinds: tuple[Any, ...] = (Person, Organisation)
    return sum(kind.objects.to_check().count() for kind in kinds)
