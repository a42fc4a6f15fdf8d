"""Booking without an account: a place is kept while a mail asks whoever has the address to confirm.

Anybody can type any address. So nothing is answered that depends on whose it is: the page says the same whether or
not an account has it, and what it has booked counts (quotas) only once its mail has been opened. The mail says that
there is an account, as only its owner reads it. The booking stays a guest's even so: who can open a mailbox has not
signed in, and what an account pays with (passes, prices of members) is not to be spent by a link.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from maillage.base import clock, limits
from maillage.base.errors import DomainError
from maillage.users.models import User
from spaces.booking.models import Booking, State
from spaces.booking.services import notices, states
from spaces.booking.services.booking import hold
from spaces.booking.services.judging import Case
from spaces.booking.services.previews import refusal_of
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import fresh
from spaces.catalogue.models import Resource

HOLD_MIN = 30
MOST_HELD = 2  # at once, for one address: each is out of everybody's reach
MAILS_PER_DAY = 6  # to one address: anybody can have them sent
DAY_S = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class GuestWish:
    """What somebody without an account asks, and how they are called and written to."""

    name: str
    email: str
    language: str
    start: datetime
    end: datetime
    seats: int = 1
    note: str = ""

    @property
    def address(self) -> str:
        """Without case, as those of accounts."""
        return User.objects.normalise(self.email)


class Confirmed(NamedTuple):
    """`is_new` False: it had been confirmed already."""

    booking: Booking
    is_new: bool


def ask(resource: Resource, wish: GuestWish) -> Booking:
    """Keep the place for half an hour, and send the mail that asks to confirm. The same asked twice is once.

    Raises what `book` would, and DomainError("too_many") for an address that has too much to confirm already.
    """
    times: dict[str, Any] = {"start": wish.start, "end": wish.end, "seats": wish.seats}
    if found := _held_already(resource, wish):
        return found
    refusal_of(resource, person=None, **times)

    def work() -> Booking:
        if found := _held_already(resource, wish):
            return found
        _check_measure(wish.address)
        booking = hold(
            resource,
            person=None,
            by=AnonymousUser(),
            minutes=HOLD_MIN,
            note=wish.note,
            guest_name=wish.name,
            guest_email=wish.address,
            guest_language=wish.language,
            **times,
        )
        notices.ask_to_confirm(booking)
        return booking

    return take_turn(work, resource.space_id)


def confirm(booking: Booking) -> Confirmed:
    """Make what is held a booking: every rule is asked again, now also what the address has booked already.

    Raises BookingRefused("expired") once the time to confirm is over.
    """

    def work() -> Confirmed:
        standing, now = fresh(booking), clock.now()
        if standing.state in State.HOLDING - {State.HOLD}:
            return Confirmed(standing, False)
        by = standing.themselves
        if standing.holds_at(now):
            Case.read_for_certain(Request.again(standing, by=by, now=now)).settle()
        return Confirmed(states.confirm(standing, by=by), True)

    return take_turn(work, booking.resource.space_id)


def _held_already(resource: Resource, wish: GuestWish) -> Booking | None:
    """What the same form has had kept: whoever sends it again is told the same."""
    same = {"resource": resource, "start_at": wish.start, "end_at": wish.end, "seats": wish.seats}
    return Booking.objects.unconfirmed(wish.address, clock.now()).filter(**same).first()


def _check_measure(address: str) -> None:
    if Booking.objects.unconfirmed(address, clock.now()).count() >= MOST_HELD:
        message = _(
            "Places are kept for this address already: confirm them first, by the e-mails that were sent to it."
        )
        raise DomainError("too_many", message)
    key = sha256(address.encode()).hexdigest()
    if limits.counted(f"booking.guests.{key}", for_s=DAY_S) > MAILS_PER_DAY:
        raise DomainError("too_many", _("Too many e-mails were sent to this address today. Sign in, or ask the team."))
