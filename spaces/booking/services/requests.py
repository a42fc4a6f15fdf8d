"""What somebody asks for, in one value that judging, words and writing share."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from django.contrib.auth.models import AnonymousUser

from maillage.base import clock
from maillage.base.instants import ONE_MINUTE
from maillage.base.zones import get_zone
from spaces.booking.models import Booking, State
from spaces.booking.rules.availability import Wish
from spaces.booking.rules.resource_rules import ResourceRules
from spaces.booking.services.reading import rules_of
from spaces.catalogue.models import Resource

AT_THE_DESK = timedelta(minutes=15)  # to write down who has just sat down


@dataclass(frozen=True, kw_only=True)
class Request:
    """`by` asks a resource for `person`, perhaps for an organisation. `besides`: the booking itself, once it exists.

    `on_site`: the person stands at the desk of the team that asks. `link_of`: whose link it was, where somebody takes
    what `by` has offered; history names them. `guest_email`: the address of somebody without an account, once it has
    been confirmed. `with_passes` False: they pay on site, whatever passes they have.
    """

    resource: Resource
    person: Any
    by: Any
    start_at: datetime
    end_at: datetime
    now: datetime
    seats: int = 1
    override_reason: str = ""
    besides: Booking | None = None
    on_site: bool = False
    organisation_id: int | None = None
    link_of: Any = None
    guest_email: str = ""
    with_passes: bool = True

    @classmethod
    def new(cls, resource: Resource, *, start: datetime, end: datetime, **more: Any) -> "Request":
        """What is asked at this instant, for times on any clock, whole minutes of them; `more` are the other fields."""
        return cls(resource=resource, start_at=_minute(start), end_at=_minute(end), now=clock.now(), **more)

    @classmethod
    def for_oneself(cls, resource: Resource, *, person: Any, **more: Any) -> "Request":
        """What somebody asks for themselves; `person` None: a guest, without an account."""
        return cls.new(resource, person=person, by=person or AnonymousUser(), **more)

    @classmethod
    def again(cls, booking: Booking, *, by: Any, now: datetime, override_reason: str = "") -> "Request":
        """What a booking that exists asks for."""
        return cls(
            resource=booking.resource,
            person=booking.person,
            by=by,
            start_at=booking.start_at,
            end_at=booking.end_at,
            now=now,
            seats=booking.seats,
            override_reason=override_reason,
            besides=booking,
            organisation_id=booking.organisation_id,
            guest_email=booking.guest_email,
            with_passes=booking.pays_with_passes,
        )

    @classmethod
    def to_move(cls, booking: Booking, *, by: Any, start: datetime, end: datetime, **more: Any) -> "Request":
        """What a booking that exists asks for instead: whole minutes where it changes; `more` are the other fields."""
        times: dict[str, Any] = {
            "start_at": booking.start_at if start == booking.start_at else _minute(start),
            "end_at": booking.end_at if end == booking.end_at else _minute(end),
        }
        return replace(cls.again(booking, by=by, now=clock.now()), on_site=True, **times, **more)

    def at(self, start_at: datetime) -> "Request":
        """The same for as long from another instant (in UTC) on."""
        return replace(self, start_at=start_at, end_at=start_at + (self.end_at - self.start_at))

    @property
    def actor(self) -> Any:
        """Whose act it is."""
        return self.link_of or self.by

    @property
    def is_by_guest(self) -> bool:
        """Whether somebody without an account asks for themselves."""
        return self.person is None and self.by is not None and self.by.is_anonymous

    @property
    def is_here(self) -> bool:
        """Whether the person sits down as this is written, or sits there and changes how long they stay."""
        if not self.on_site or self.start_at > self.now:
            return False
        earliest = self.now - AT_THE_DESK if self.besides is None else self.besides.start_at
        return self.start_at >= earliest

    @property
    def keeps_start(self) -> bool:
        """Whether a booking that exists only changes how long it lasts, or on how many places."""
        return self.besides is not None and self.besides.start_at == self.start_at and not self.moves_elsewhere

    @property
    def moves_elsewhere(self) -> bool:
        """Whether a booking that exists asks for another resource than it has."""
        return self.besides is not None and self.besides.resource_id != self.resource.pk

    @property
    def takes_less(self) -> bool:
        """Whether a booking that exists gives some of what it has back, and asks for nothing else."""
        was = self.besides
        if was is None or self.moves_elsewhere or self.seats > was.seats:
            return False
        return was.start_at <= self.start_at and self.end_at <= was.end_at

    @property
    def changes_stay(self) -> bool:
        """Whether who is there changes how long they stay, or on how many places."""
        was = self.besides
        return was is not None and was.state == State.CHECKED_IN and was.start_at <= self.now and self.keeps_start

    @property
    def minutes(self) -> int:
        """How long, in minutes that pass."""
        return (self.end_at - self.start_at) // ONE_MINUTE

    @property
    def rules(self) -> ResourceRules:
        return rules_of(self.resource)

    @property
    def zone(self) -> tzinfo:
        return get_zone(self.resource.space.time_zone)

    @property
    def wish(self) -> Wish:
        return Wish(self.start_at, self.end_at, self.now, self.seats)


def _minute(at: datetime) -> datetime:
    """In UTC, without seconds: nobody pays them, and less than one would keep whoever comes next from starting."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)
