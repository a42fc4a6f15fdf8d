"""Booking without an account: a place is kept while a mail asks whoever has the address to confirm.

Anybody can type any address. So nothing is answered that depends on whose it is: the page says the same whether or
not an account has it, and what it has booked counts (quotas) only once its mail has been opened. The mail says that
there is an account, as only its owner reads it. The booking stays a guest's even so: who can open a mailbox has not
signed in, and what an account pays with (passes, prices of members) is not to be spent by a link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from maillage.base import clock, limits
from maillage.base.errors import DomainError
from maillage.users.models import User
from spaces.booking.models import Booking, State
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services import notices, states
from spaces.booking.services.booking import hold
from spaces.booking.services.judging import Case
from spaces.booking.services.occupancy import note_lapse
from spaces.booking.services.people import forget
from spaces.booking.services.previews import refusal_of
from spaces.booking.services.refusals import hold_expired, wrong_state
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import fresh, record, swap
from spaces.catalogue.models import Resource

HOLD_MIN = 30
MOST_HELD = 2  # at once, for one address: each is out of everybody's reach
MOST_CORRECTED = 3  # times that the address of one hold is changed, or its mail sent again
MAILS_PER_DAY = 6  # to one address: anybody can have them sent
DAY_S = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class GuestWish:
    """What somebody without an account asks, and how they are called and written to.

    `agreed`: what they were shown that it costs, as for `book`.
    """

    name: str
    email: str
    language: str
    start: datetime
    end: datetime
    seats: int = 1
    note: str = ""
    agreed: Outlay | None = None

    @property
    def address(self) -> str:
        """Without case, as those of accounts."""
        return User.objects.normalise(self.email)


class Confirmed(NamedTuple):
    """`is_new` False: it had been confirmed already."""

    booking: Booking
    is_new: bool


class Asked(NamedTuple):
    """`is_new` False: somebody had asked the same for that address already, who may be somebody else."""

    booking: Booking
    is_new: bool


def ask(resource: Resource, wish: GuestWish) -> Booking:
    """Keep the place for half an hour, and send the mail that asks to confirm. The same asked twice is once.

    Raises what `book` would, and DomainError("too_many") for an address that has too much to confirm already.
    """
    return ask_once(resource, wish).booking


def ask_once(resource: Resource, wish: GuestWish) -> Asked:
    """The same, and whether it was new."""
    times: dict[str, Any] = {"start": wish.start, "end": wish.end, "seats": wish.seats}
    if found := _held_already(resource, wish):
        return Asked(found, False)
    refusal_of(resource, person=None, **times)

    def work() -> Asked:
        if found := _held_already(resource, wish):
            return Asked(found, False)
        _check_held(wish.address)
        booking = hold(
            resource,
            person=None,
            by=AnonymousUser(),
            minutes=HOLD_MIN,
            note=wish.note,
            guest_name=wish.name,
            guest_email=wish.address,
            guest_language=wish.language,
            agreed=wish.agreed,
            **times,
        )
        _count_mail(wish.address)
        notices.ask_to_confirm(booking)
        return Asked(booking, True)

    return take_turn(work, resource.space_id)


def confirm(booking: Booking) -> Confirmed:
    """Make what is held a booking: every rule is asked again, now also what the address has booked already.

    Raises BookingRefused("expired") once the time to confirm is over.
    """

    def work() -> Confirmed:
        standing, now = fresh(booking), clock.now()
        if standing.uuid != booking.uuid:  # the link has just been sent to another address
            raise hold_expired()
        if standing.state in State.HOLDING - {State.HOLD}:
            return Confirmed(standing, False)
        by = standing.themselves
        if standing.holds_at(now):
            Case.read_for_certain(Request.again(standing, by=by, now=now)).settle()
        return Confirmed(states.confirm(standing, by=by), True)

    return take_turn(work, booking.resource.space_id)


def correct(booking: Booking, email: str) -> Booking:
    """Send the mail of what is still unconfirmed to another address, for which the place is kept from now on.

    The booking gets another identity: the link that the first address was sent leads nowhere, and a mail that has not
    left yet is not written. The same address is sent its mail once more.
    Raises BookingRefused("expired"), or DomainError("too_many") for what was corrected often enough or for an address
    that has too much to confirm already.
    """
    address = User.objects.normalise(email)

    def work() -> Booking:
        standing = _still_unconfirmed(booking)
        if limits.counted(f"booking.guests.corrected.{standing.pk}", for_s=DAY_S) > MOST_CORRECTED:
            message = _("The address has been changed several times already. Let it go, or ask the team.")
            raise DomainError("too_many", message)
        _check_held(address, besides=standing)
        _count_mail(address)
        if address != standing.guest_email:
            until = clock.now() + timedelta(minutes=HOLD_MIN)
            swap(standing, {State.HOLD}, uuid=uuid4(), guest_email=address, expires_at=until)
            note_lapse(standing)
            record(standing, "held", by=None)
        notices.ask_to_confirm(standing)
        return standing

    return take_turn(work, booking.resource.space_id)


def let_go(booking: Booking) -> None:
    """Give back at once what is still unconfirmed. Nobody is written to: the address may be somebody else's.

    Raises BookingRefused("expired").
    """

    def work() -> None:
        standing = _still_unconfirmed(booking)
        states.cancel(standing, by=standing.themselves, tell=False)
        forget(Booking.objects.filter(pk=standing.pk))

    take_turn(work, booking.resource.space_id)


def _still_unconfirmed(booking: Booking) -> Booking:
    standing = fresh(booking)
    if standing.state in State.HOLDING - {State.HOLD}:
        raise wrong_state(standing)
    if not standing.holds_at(clock.now()):
        raise hold_expired()
    return standing


def _held_already(resource: Resource, wish: GuestWish) -> Booking | None:
    """What the same form has had kept: whoever sends it again is told the same."""
    same = {"resource": resource, "start_at": wish.start, "end_at": wish.end, "seats": wish.seats}
    return Booking.objects.unconfirmed(wish.address, clock.now()).filter(**same).first()


def _check_held(address: str, *, besides: Booking | None = None) -> None:
    held = Booking.objects.unconfirmed(address, clock.now())
    if besides is not None:
        held = held.exclude(pk=besides.pk)
    if held.count() >= MOST_HELD:
        message = _(
            "Bookings are held for this address already: confirm them first, by the e-mails that were sent to it."
        )
        raise DomainError("too_many", message)


def _count_mail(address: str) -> None:
    """One more that is about to be written: what is refused writes none."""
    key = sha256(address.encode()).hexdigest()
    if limits.counted(f"booking.guests.{key}", for_s=DAY_S) > MAILS_PER_DAY:
        raise DomainError("too_many", _("Too many e-mails were sent to this address today. Sign in, or ask the team."))
