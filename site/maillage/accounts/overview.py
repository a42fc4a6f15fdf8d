"""What concerns somebody today: their next bookings, their pages, the spaces they keep."""

from dataclasses import dataclass

from django.db.models import F

from maillage.base import clock
from maillage.curation.models import State
from maillage.curation.wagtail import waiting
from maillage.users.models import User
from members.directory.models import Organisation, Person
from members.directory.states import Standing, standing
from spaces.booking.models import Booking
from spaces.booking.services.queues import Queue, queues, run_by
from spaces.booking.wording import kept_until
from spaces.catalogue.models import Space, SpaceTeam

BOOKINGS = 5


@dataclass(frozen=True)
class Overview:
    """`bookings` come with until when they are kept for this person, who has yet to take them; "" once they have.

    `pages` are those of the directory with where they stand, one's own profile first.

    `spaces` come with how many requests wait in each, and whether this person answers them. `queues`: those of all
    places, for coordinators.
    """

    bookings: list[tuple[Booking, str]]
    pages: list[tuple[Person | Organisation, Standing]]
    has_profile: bool
    spaces: list[tuple[Space, int, bool]]
    queues: list[Queue] | None
    to_check: int


def overview(user: User) -> Overview:
    """Four queries and, for who keeps spaces, one for requests.

    For coordinators, one more for requests and one for each kind of record that waits.
    """
    now = clock.now()
    bookings = Booking.objects.of(user).holding(now).upcoming(now).kept_first().for_listing()
    profile = list(Person.objects.filter(user=user))
    organisations = Organisation.objects.filter(team__user=user).exclude(state=State.ARCHIVED)
    return Overview(
        bookings=[(booking, kept_until(booking)) for booking in bookings[:BOOKINGS]],
        pages=[(record, standing(record)) for record in (*profile, *organisations)],
        has_profile=bool(profile),
        spaces=_spaces(user),
        queues=list(queues(run_by(user)).values()) if user.is_coordinator else None,
        to_check=waiting.count() if user.is_coordinator else 0,
    )


def _spaces(user: User) -> list[tuple[Space, int, bool]]:
    kept = Space.objects.filter(team__user=user).annotate(their_role=F("team__role")).order_by("name")
    spaces = list(kept)
    waiting = queues(kept) if spaces else {}
    return [
        (space, waiting[space.pk].requests if space.pk in waiting else 0, space.their_role == SpaceTeam.Role.MANAGER)
        for space in spaces
    ]
