"""Telling people that a place is open again after all: one mail for each person, about all of their bookings there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django_tasks import task

from maillage.base import clock, dates, mail
from maillage.curation.models import AuditEvent
from spaces.booking.models import Block, Booking, Proposal, State
from spaces.booking.services import guest_links
from spaces.booking.services.affected import met, once_met
from spaces.booking.services.other_times import OtherTime

Item = dict[str, Any]


def tell_reopened(blocks: Iterable[Block]) -> int:
    """Write to those whom blocks, just lifted, had met and who know of it; how many people. In the space's turn.

    Who was offered other times and has not answered keeps their booking; whose booking was cancelled meanwhile
    may book that time again. Where something else still closes it nobody is told anything.
    """
    concerned = {booking.pk: booking for block in blocks for booking in _concerned(block) if booking.addressee}
    closed_still = met(concerned.values())
    open_again = [booking for pk, booking in concerned.items() if pk not in closed_still]
    now = clock.now()
    Proposal.objects.filter(booking__in=open_again, reopened_at=None).update(reopened_at=now, updated_at=now)
    by_address: defaultdict[str, list[str]] = defaultdict(list)
    for booking in open_again:
        by_address[booking.addressee.email].append(str(booking.uuid))
    for uuids in by_address.values():
        write_reopened.enqueue(booking_uuids=uuids)
    return len(by_address)


def _concerned(block: Block) -> list[Booking]:
    """Those who were asked because of it and have not answered, and those whose booking others have cancelled since."""
    bookings = list(once_met(block))
    asked, by_others = Proposal.objects.latest_of(bookings), _cancelled_by_others(bookings)

    def is_concerned(booking: Booking) -> bool:
        if booking.state == State.CANCELLED:
            return booking.pk in asked or booking.pk in by_others
        return booking.pk in asked and asked[booking.pk].is_open()

    return [booking for booking in bookings if is_concerned(booking)]


def _cancelled_by_others(bookings: Sequence[Booking]) -> set[int]:
    """The keys of those that somebody else than its person has cancelled. One query."""
    cancelled = {booking.uuid: booking for booking in bookings if booking.state == State.CANCELLED}
    lines = AuditEvent.objects.filter(
        subject_type=Booking._meta.label_lower, subject_uuid__in=cancelled, action="cancelled"
    ).exclude(actor=None)
    found = ((cancelled[uuid], actor) for uuid, actor in lines.values_list("subject_uuid", "actor"))
    return {booking.pk for booking, actor in found if actor != booking.person_id}


@task()
def write_reopened(*, booking_uuids: list[str]) -> None:
    """The one mail to a person: what stands as it was, what can be booked again."""
    found = Booking.objects.for_listing().filter(uuid__in=booking_uuids).order_by("start_at", "pk")
    standing = [booking for booking in found if booking.holds_at(clock.now())]
    cancelled = [one for one in found if one.state == State.CANCELLED and one.start_at > clock.now()]
    if not (first := next(iter([*standing, *cancelled]), None)) or (to := first.addressee) is None:
        return
    context = {
        "space": first.resource.space,
        "standing": [_standing(booking, to.language) for booking in standing],
        "cancelled": [_cancelled(booking) for booking in cancelled],
        "site_url": settings.SITE_URL,
    }
    reply_to = first.resource.space.email
    mail.send("booking/emails/reopened", to=to.email, language=to.language, context=context, reply_to=reply_to)


def _standing(booking: Booking, language: str) -> Item:
    return {"booking": booking, "url": guest_links.url_of(booking, language=language)}


def _cancelled(booking: Booking) -> Item:
    """With the time as it was, to book it again."""
    start, end = (dates.local(at, booking.zone) for at in (booking.start_at, booking.end_at))
    return {"booking": booking, "again": OtherTime(booking.resource, start, end)}
