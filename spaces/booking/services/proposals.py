"""Offering other times to those whom a closure meets: one mail for each person, a link for each time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django_tasks import task

from maillage.base import clock, mail
from maillage.base.periods import Period
from maillage.base.signed_links import SignedLink
from spaces.booking.models import Booking, Proposal, State
from spaces.booking.permissions import can_decide
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services import guest_links
from spaces.booking.services.affected import is_met
from spaces.booking.services.booking import move
from spaces.booking.services.closures import closings
from spaces.booking.services.other_times import other_times
from spaces.booking.services.refusals import BookingRefused, changed_meanwhile
from spaces.booking.services.turns import take_turn

LINK = SignedLink("booking:proposal", salt="booking.proposal")


class Became(Enum):
    """What became of a time that was offered."""

    OPEN = auto()
    TAKEN = auto()
    ANOTHER_TAKEN = auto()
    CANCELLED = auto()
    REOPENED = auto()
    CHANGED = auto()


@dataclass(frozen=True)
class Time:
    """One of the times of a proposal, as its link names it."""

    proposal: Proposal
    number: int

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.proposal.times[self.number][0])

    @property
    def end(self) -> datetime:
        return datetime.fromisoformat(self.proposal.times[self.number][1])

    @property
    def url(self) -> str:
        return LINK.path([str(self.proposal.uuid), self.number])


def propose(bookings: Sequence[Booking], *, by: Any) -> list[Proposal]:
    """Send other times to the people of these bookings of one space, but those who have them already.

    Who cannot be asked (`can_be_asked`) is left out: the team tells them.
    """
    asked = [one for one in bookings if can_be_asked(one)]
    if not asked:
        return []

    times = {one.pk: _free_times(one) for one in asked}  # looked for before anybody has to wait

    def work() -> list[Proposal]:
        had = Proposal.objects.latest_of(asked)
        new = [one for one in asked if not (one.pk in had and _stands(had[one.pk], one))]
        made = [_make(one, times[one.pk], by) for one in new]
        by_address: defaultdict[str, list[str]] = defaultdict(list)
        for proposal in made:
            by_address[proposal.booking.addressee.email].append(str(proposal.uuid))
        for uuids in by_address.values():
            write_proposals.enqueue(proposal_uuids=uuids)
        return made

    return take_turn(work, asked[0].resource.space_id)


def can_be_asked(booking: Booking) -> bool:
    """Whether its person has an address: not who came to the desk and left a name only.

    Nor a guest who has still to confirm: their address may be wrong, and another yet; closed, it cannot be confirmed.
    """
    is_unconfirmed = booking.state == State.HOLD and bool(booking.guest_email)
    return booking.addressee is not None and not is_unconfirmed


def find_time(token: str) -> Time | None:
    """What a link offers; None where it was not written by us."""
    if (said := LINK.read(token)) is None:
        return None
    uuid, number = said
    found = Proposal.objects.select_related("booking__resource__space", "booking__person", "by").filter(uuid=uuid)
    proposal = found.first()
    return Time(proposal, number) if proposal and number < len(proposal.times) else None


def became(time: Time) -> Became:
    """Whether it can still be taken; if not, what has happened to its booking since."""
    proposal, booking = time.proposal, time.proposal.booking
    if booking.state == State.CANCELLED:
        return Became.CANCELLED
    if booking.state not in State.HOLDING:
        return Became.CHANGED
    if proposal.reopened_at is not None:  # closed again since, other times were offered anew
        return Became.CHANGED if is_met(booking) else Became.REOPENED
    if proposal.is_open():
        return Became.OPEN if is_met(booking) else Became.REOPENED
    stands = (booking.start_at, booking.end_at)
    is_one_of_them = proposal.is_of_its_resource and stands in {(one.start, one.end) for one in times_of(proposal)}
    if proposal.taken_at is None or not is_one_of_them:
        return Became.CHANGED
    return Became.TAKEN if stands == (time.start, time.end) else Became.ANOTHER_TAKEN


def times_of(proposal: Proposal) -> list[Time]:
    return [Time(proposal, number) for number in range(len(proposal.times))]


def take(time: Time, *, agreed: Outlay | None = None) -> Booking:
    """Move the booking there: every rule is asked anew.

    What the team itself has offered needs no second yes, is never too late, and costs no fee, as long as the booking
    cannot take place where it is. It is the act of the person whose link it is.
    Raises BookingRefused("wrong_state") where the booking is no longer where it was, or can take place there again;
    BookingRefused(PRICE_CHANGES) where it takes there what its person has not said yes to (`agreed`).
    """
    proposal, booking = time.proposal, time.proposal.booking
    by = proposal.by if proposal.by and can_decide(proposal.by, booking.resource) else booking.themselves
    if time.start <= clock.now():
        raise BookingRefused("in_the_past", _("This time is over. Look at what is free now."))

    def work() -> Booking:
        where = Q(was_resource=None) | Q(booking__resource=F("was_resource"))
        when = Q(booking__start_at=proposal.was_start_at, booking__end_at=proposal.was_end_at)
        unchanged = Proposal.objects.filter(where, when, pk=proposal.pk, taken_at=None, reopened_at=None)
        if not unchanged.update(taken_at=clock.now(), updated_at=clock.now()):
            raise changed_meanwhile()
        if not is_met(booking):
            raise BookingRefused("wrong_state", _("The place is open again then: your booking stays as it is."))
        may_take = agreed or Outlay(booking.price_cents or 0)
        return move(booking, start=time.start, end=time.end, by=by, link_of=booking.themselves, agreed=may_take)

    return take_turn(work, booking.resource.space_id)


@task()
def write_proposals(*, proposal_uuids: list[str]) -> None:
    """The one mail to a person, about all of their bookings that a closure meets."""
    found = Proposal.objects.filter(uuid__in=proposal_uuids).order_by("was_start_at", "pk")
    whole = found.select_related("booking__resource__space", "booking__person")
    proposals = [one for one in whole if one.is_open()]
    if not proposals:
        return
    to, space = proposals[0].booking.addressee, proposals[0].booking.resource.space
    if to is None:
        return
    context = {
        "space": space,
        "closed": _closed([one.booking for one in proposals]),
        "zone": space.time_zone,
        "proposals": [
            {
                "booking": one.booking,
                "times": times_of(one),
                "guest_url": guest_links.url_of(one.booking, language=to.language) if one.booking.guest_email else "",
            }
            for one in proposals
        ],
        "site_url": settings.SITE_URL,
    }
    mail.send("booking/emails/proposal", to=to.email, language=to.language, context=context, reply_to=space.email)


def _closed(bookings: Sequence[Booking]) -> str:
    """The place, where all of it is closed then; else what they had booked there."""
    space = bookings[0].resource.space
    first, last = min(one.start_at for one in bookings), max(one.end_at for one in bookings)
    shut = closings([space.pk], first, last).get(space.pk, [])
    booked = [Period.between(one.start_at, one.end_at) for one in bookings]
    if all(any(period.overlaps(one) for one in shut) for period in booked):
        return space.name
    return f"{', '.join(dict.fromkeys(one.resource.name for one in bookings))} ({space.name})"


def _free_times(booking: Booking) -> list[list[str]]:
    return [[offer.start.isoformat(), offer.end.isoformat()] for offer in other_times(booking)]


def _make(booking: Booking, times: list[list[str]], by: Any) -> Proposal:
    was = {"was_resource": booking.resource, "was_start_at": booking.start_at, "was_end_at": booking.end_at}
    return Proposal.objects.create(booking=booking, times=times, by=by, **was)


def _stands(proposal: Proposal, booking: Booking) -> bool:
    is_there = proposal.was_resource_id in (None, booking.resource_id)
    return is_there and (proposal.was_start_at, proposal.was_end_at) == (booking.start_at, booking.end_at)
