"""Waiting lists: who would take a time is offered it when it becomes free, one after the other.

A place that is given back, moved away from, released or put back into service tells `look_for`, which queues a task
where somebody waits for that time. The task goes through them, first come first: the first for whom the rules still say
yes gets a hold and a mail. The hold is a booking like others: nobody can take it away while it lasts; when it ends
unused, its place becomes free, which tells the next.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django_tasks import task

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.base.instants import ONE_MINUTE
from spaces.booking.models import Booking, Occupancy, WaitlistEntry
from spaces.booking.models import State as Booked
from spaces.booking.rules.refusals import CONFLICTS
from spaces.booking.services import notices
from spaces.booking.services.booking import hold
from spaces.booking.services.judging import Case, check_sense
from spaces.booking.services.reading import read_tree
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

State = WaitlistEntry.State

SHORTEST_OFFER, LONGEST_OFFER = timedelta(minutes=10), timedelta(hours=2)
REACH = timedelta(days=1)  # what becomes free may make room for what stands a buffer, or a whole day, away
KEPT = timedelta(days=30)
MOST = 20  # each that becomes free is kept for them for a while, out of everybody's reach


def join(resource: Resource, *, person: Any, start: datetime, end: datetime, seats: int = 1) -> WaitlistEntry:
    """Put somebody on the list for a time that somebody else has. Joining twice is once.

    Raises BookingRefused where another rule stands against it as well, DomainError: "free" where it can be booked,
    "kept" for who has something kept there (else it would be offered to them again and again, as nobody else can have
    it), "too_many" for who waits for a great deal already.
    """
    request = Request.new(resource, start=start, end=end, person=person, by=person, seats=seats)
    check_sense(request)

    def work() -> WaitlistEntry:
        try:
            Case.read(request).settle()
        except BookingRefused as refusal:
            if refusal.code not in CONFLICTS or seats > resource.capacity:
                raise
        else:
            raise DomainError("free", _("It has just become free: book it."))
        kept = Booking.objects.of(person).filter(state=Booked.HOLD, expires_at__gt=request.now)
        if kept.filter(resource__space=resource.space_id).exists():
            raise DomainError("kept", _("Other times are kept for you already. Take them or let them go first."))
        if WaitlistEntry.objects.of(person).waiting(request.now).count() >= MOST:
            raise DomainError("too_many", _("You are on %(most)s waiting lists: leave one first.") % {"most": MOST})
        entry, _is_new = WaitlistEntry.objects.update_or_create(
            resource=resource,
            person=person,
            start_at=request.start_at,
            end_at=request.end_at,
            state=State.WAITING,
            defaults={"seats": seats},
        )
        return entry

    return take_turn(work, resource.space_id)


def leave(entry: WaitlistEntry) -> None:
    """They do not want it any more."""
    WaitlistEntry.objects.filter(pk=entry.pk, state=State.WAITING).update(state=State.LEFT)


def look_for(resource_ids: Collection[int], start_at: datetime, end_at: datetime) -> None:
    """Something of these resources has become free: see whether anybody waits for it. One query."""
    waiting = WaitlistEntry.objects.waiting(clock.now()).overlapping(start_at - REACH, end_at + REACH)
    there = waiting.filter(resource__space__resources__in=resource_ids)
    space_id = there.order_by().values_list("resource__space", flat=True).first()
    if space_id is not None:
        offer_what_is_free.enqueue(space_id=space_id, start=start_at.isoformat(), end=end_at.isoformat())


@task()
def offer_what_is_free(*, space_id: int, start: str, end: str) -> None:
    """Offer what has become free around this time to those who wait, in the order of the list."""
    first, last = datetime.fromisoformat(start) - REACH, datetime.fromisoformat(end) + REACH
    waiting = WaitlistEntry.objects.waiting(clock.now()).overlapping(first, last).filter(resource__space=space_id)
    for entry in waiting.select_related("resource__space", "person"):
        _offer(entry)


def forget_waiting_lists() -> int:
    """Drop the entries whose time has long passed."""
    return WaitlistEntry.objects.filter(end_at__lt=clock.now() - KEPT).delete()[0]


def _has_something(entry: WaitlistEntry) -> bool:
    """Whether they have it at that time already, for all or some of it, or what of theirs keeps it from being free."""
    needs = read_tree([entry.resource.space_id]).needs(entry.resource_id, entry.seats).everything
    rows = Occupancy.objects.active().filter(resource__in=needs)
    in_its_way = rows.filter(start_at__lt=entry.end_at, end_at__gt=entry.start_at)
    theirs = Booking.objects.of(entry.person).holding(clock.now())
    same = theirs.filter(resource=entry.resource).overlapping(entry.start_at, entry.end_at)
    return (same | theirs.filter(occupancy__in=in_its_way)).exists()


def _offer(entry: WaitlistEntry) -> bool:
    """Hold the place for somebody who waits, and tell them; False where it is not free for them."""
    if _has_something(entry):
        leave(entry)
        return False
    until_start = entry.start_at - clock.now()
    length = min(until_start / 2, LONGEST_OFFER)
    if length < SHORTEST_OFFER:
        return False
    minutes = length // ONE_MINUTE

    def work() -> bool:
        standing = WaitlistEntry.objects.filter(pk=entry.pk, state=State.WAITING)
        if not standing.update(state=State.OFFERED):
            return False
        booking = hold(
            entry.resource,
            person=entry.person,
            by=entry.person,
            start=entry.start_at,
            end=entry.end_at,
            seats=entry.seats,
            minutes=minutes,
            is_offer=True,
        )
        WaitlistEntry.objects.filter(pk=entry.pk).update(booking=booking)
        notices.announce_offer(booking)
        return True

    try:
        return take_turn(work, entry.resource.space_id)
    except BookingRefused:
        return False
