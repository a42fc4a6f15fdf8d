"""Tablets at the door: opened by the team, revoked by managers; what somebody who stands before one can say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.base.instants import midnight, to_utc
from maillage.base.zones import get_zone
from maillage.users.models import digest, new_secret
from spaces.booking.models import Booking, Kiosk, MissedArrival, State
from spaces.booking.services.arriving import WITHIN, arrive
from spaces.booking.services.refusals import BookingRefused
from spaces.catalogue.models import Space

SEEN_EVERY = timedelta(minutes=5)
AT_ONCE = timedelta(seconds=1)
STAYS = timedelta(seconds=10)  # later than that, nobody may stand there any more to read the answer
NOT_A_CODE = gettext_lazy(
    "This is not the code of a booking: those have six letters or digits. Check it, or ask the team."
)


@dataclass(frozen=True)
class Noted:
    """What became of one arrival, in words for who stands there."""

    done: bool
    said: str


def open_kiosk(space: Space, *, name: str, by: Any) -> tuple[Kiosk, str]:
    """A new kiosk and its secret, which is for the tablet alone and cannot be shown again."""
    secret = new_secret()
    return Kiosk.objects.create(space=space, name=name, by=by, digest=digest(secret)), secret


def revoke(kiosk: Kiosk) -> None:
    """End it at once: the tablet shows and does nothing any more."""
    Kiosk.objects.usable().filter(pk=kiosk.pk).update(revoked_at=clock.now(), updated_at=clock.now())


def touch(kiosk: Kiosk) -> None:
    """Remember that it is alive, at most once in five minutes: reads must stay reads."""
    at = clock.now()
    if kiosk.seen_at is None or at - kiosk.seen_at > SEEN_EVERY:
        Kiosk.objects.filter(pk=kiosk.pk).update(seen_at=at)


def expected_today(space: Space) -> list[Booking]:
    """Who comes or is there from now to the end of the day, the next first. One query."""
    now, zone = clock.now(), get_zone(space.time_zone)
    tomorrow = to_utc(midnight(clock.today(zone) + timedelta(1), zone))
    there = Booking.objects.filter(resource__space=space, state__in=State.SETTLED, start_at__lt=tomorrow)
    return list(there.upcoming(now).for_listing())


def note(kiosk: Kiosk, booking: Booking | None, *, age: timedelta = timedelta(), is_awaited: bool = True) -> Noted:
    """« I am here », said `age` ago. What nobody awaits the answer of and cannot be kept goes to the team's board."""
    if booking is None:
        return Noted(False, _("No booking of this place has this code. Check it, or ask the team."))
    at = clock.now() - age if age > AT_ONCE or not is_awaited else None
    try:
        arrive(booking, by=None, at=at, where=kiosk.name)
    except DomainError as refusal:
        if at is not None and (age > STAYS or not is_awaited) and isinstance(refusal, BookingRefused):
            _tell_the_team(kiosk, booking, at, refusal.message)
        return Noted(False, refusal.message)
    if name := name_at_door(booking):
        return Noted(True, _("Welcome, %(name)s! Your arrival is noted.") % {"name": name})
    return Noted(True, _("Welcome! Your arrival is noted."))


def name_at_door(booking: Booking) -> str:
    """« Léa M. »: what may be read at a door. "" of who has no name, and never their address."""
    first, *others = (booking.person.name if booking.person else booking.guest_name).split() or [""]
    return f"{first} {others[-1][0]}." if others else first


def missed(space: Space) -> list[MissedArrival]:
    """What the team has to settle. One query."""
    found = MissedArrival.objects.filter(booking__resource__space=space, settled_at=None)
    return list(found.select_related("booking__resource__space", "booking__person"))


def settle(arrival: MissedArrival) -> None:
    """Somebody of the team has seen to it."""
    MissedArrival.objects.filter(pk=arrival.pk, settled_at=None).update(settled_at=clock.now())


def _tell_the_team(kiosk: Kiosk, booking: Booking, at: datetime, why: str) -> None:
    """Once a booking: the same arrival sent twice is one."""
    if clock.now() - at <= WITHIN:
        MissedArrival.objects.get_or_create(booking=booking, defaults={"kiosk": kiosk, "at": at, "why": why})
