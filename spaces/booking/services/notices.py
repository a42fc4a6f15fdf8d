"""Who is told what happened to a booking.

A change queues one small task in its own transaction; words, language and calendar file are made by the
worker, so that nobody waits for them while the space's turn is held.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from maillage.base import clock, limits, mail
from maillage.base.models import Network
from maillage.users.models import User
from spaces.booking import pass_wording
from spaces.booking.given_back import with_passes
from spaces.booking.models import Booking, BookingSeries, State
from spaces.booking.services import giving_back, guest_links, passes
from spaces.booking.services.calendar_entries import calendar_file
from spaces.booking.services.codes import picture
from spaces.booking.services.movements import agreed_before
from spaces.booking.services.other_times import other_times
from spaces.catalogue.models import SpaceTeam

NOTICES = {
    State.CONFIRMED: "confirmed",
    State.PENDING: "requested",
    State.REFUSED: "refused",
    State.CANCELLED: "cancelled",
    State.RELEASED: "released",
    State.EXPIRED: "unanswered",  # a request: a hold ends without a word
}
NOTICE_OF = NOTICES | {State.HOLD: "offered"}  # a hold is told of only where somebody waited for it
WITH_CALENDAR = frozenset({"confirmed", "moved", "cancelled", "series", "series_answered", "cancelled_together"})
WITH_OFFERS = frozenset({"refused", "unanswered"})
ASKED = "asked"  # of a guest
OF_A_TIME = frozenset({"confirmed", "requested", "moved"})  # not to be told of once it has moved again
TOLD_AGAIN_AFTER = timedelta(hours=1)  # of one request, which its person may move many times
MOST_TOLD = 10  # times in that time, of all that one person asks for in a place and may withdraw again
WITH_CODE = frozenset({"confirmed", "moved", "reminder"})
OF_CANCELLING = frozenset({"cancelled", "cancelled_together"})
TO_TEAM = frozenset({"to_decide", "series_to_decide"})


def announce(booking: Booking, *, was: dict[str, Any] | None = None, by_team: bool = False) -> None:
    """Tell the person, and the team that has to decide. `was`: what one that moved was before.

    `by_team`: it was not their own doing, which the mail of a cancellation says.
    """
    notice = NOTICES.get(State(booking.state))
    if notice is None:
        return
    if was is not None and notice == "confirmed" and was.get("state") != State.PENDING:
        notice = "moved"
    said: dict[str, Any] = _former(was or {}, booking)
    if notice in OF_A_TIME:
        said["sequence"] = booking.sequence
    if by_team and notice == "cancelled":
        said["by_team"] = True
    tell.enqueue(notice=notice, booking_uuid=str(booking.uuid), **said)


def _former(was: dict[str, Any], booking: Booking) -> dict[str, Any]:
    """What its mail says of before: what it was of and cost, where that is another; its start only if that changed."""
    if not was:
        return {}
    said: dict[str, Any] = {}
    if was["start_at"] != booking.start_at:
        said["former_start"] = was["start_at"].isoformat()
    if "resource" in was:
        said["former_resource"] = was["resource"]["name"]
    if (was.get("price_cents") or 0) != (booking.price_cents or 0):
        said["former_cents"] = was.get("price_cents") or 0
    if "passes" in was and was["passes"] != booking.policy.get("passes", []):
        said["former_passes"] = was["passes"]
    return said


def announce_offer(booking: Booking) -> None:
    """Tell somebody who waited that a place is held for them."""
    tell.enqueue(notice="offered", booking_uuid=str(booking.uuid))


def ask_to_confirm(booking: Booking) -> None:
    """Ask a guest whether what is held in their name is theirs."""
    tell.enqueue(notice=ASKED, booking_uuid=str(booking.uuid))


def remind(booking: Booking) -> None:
    """Tell the person what is near, and ask whether it is still needed."""
    tell.enqueue(notice="reminder", booking_uuid=str(booking.uuid))


def announce_series(series: BookingSeries, bookings: list[Booking]) -> None:
    """Tell the person what was booked together, in one mail for each place."""
    if bookings:
        tell_of_series.enqueue(series_uuid=str(series.uuid))


def announce_answers(bookings: Iterable[Booking]) -> None:
    """Tell those who asked what the team has answered; what was asked together in one place, in one mail."""
    together: defaultdict[Any, list[Booking]] = defaultdict(list)
    for booking in bookings:
        together[booking.series_id or booking.uuid, booking.resource.space_id].append(booking)
    for those in together.values():
        if len(those) == 1:
            announce(those[0])
        else:
            tell_of_answers.enqueue(booking_uuids=[str(booking.uuid) for booking in those])


def announce_cancelled(bookings: list[Booking]) -> None:
    """Tell the person which bookings were given back together, in one mail."""
    uuids = [str(booking.uuid) for booking in bookings]
    if uuids:
        tell_of_cancelled.enqueue(booking_uuids=uuids)


@task()
def tell(*, notice: str, booking_uuid: str, sequence: int | None = None, former_start: str = "", **former: Any) -> None:
    """Write the mails of one notice, unless the booking has changed again since: that has its own.

    `sequence`: of the booking when this was to be told. `former`: what `_former` says; `by_team`, of a cancellation.
    """
    booking = Booking.objects.for_listing().filter(uuid=booking_uuid).first()
    if booking is None or not _still_says(booking, notice) or sequence not in (None, booking.sequence):
        return
    former["former_start"] = datetime.fromisoformat(former_start) if former_start else None
    if booking.addressee is not None:
        offers = other_times(booking) if notice in WITH_OFFERS else []
        give_back_url = giving_back.url_of(booking) if notice == "reminder" else ""
        has_account = notice == ASKED and User.objects.find_active(booking.guest_email) is not None
        more = {"offers": offers, "give_back_url": give_back_url, "has_account": has_account}
        if notice == ASKED:
            more["keeps_place"] = booking.occupancy.filter(active=True).exists()
        _write_to_person(notice, booking, **former, **more)
    if notice == "requested":
        _tell_team(booking)


def _tell_team(booking: Booking) -> None:
    """Write to those who decide, unless they have been written to about this request, or its series, lately.

    Its person may move it as long as it waits: the queue that the mail leads to shows what they ask for now.
    """
    now, request = clock.now(), Booking.objects.filter(pk=booking.pk)
    there = Booking.objects.to_decide().filter(resource__space=booking.resource.space_id)
    series = there.filter(series=booking.series_id) if booking.series_id else request
    with transaction.atomic():
        Booking.objects.select_for_update().get(pk=booking.pk)  # of two workers, one writes
        if (request | series).filter(team_told_at__gt=now - TOLD_AGAIN_AFTER).exists() or _is_enough(booking):
            return
        request.update(team_told_at=now)
        before = agreed_before([booking]).get(booking.pk)
        for manager in _managers(booking):
            _write("to_decide", booking, to=manager, agreed=before)


def _is_enough(booking: Booking) -> bool:
    """Count one more mail to its team about what its person asks for: whether that is more than anybody has to read."""
    if booking.addressee is None:  # the team asked for somebody at its desk
        return False
    whose = sha256(f"{booking.resource.space_id} {booking.addressee.email}".encode()).hexdigest()
    return limits.counted(f"booking.team_told.{whose}", for_s=TOLD_AGAIN_AFTER // timedelta(seconds=1)) > MOST_TOLD


def _still_says(booking: Booking, notice: str) -> bool:
    """Whether a booking is what its notice says; one that has changed since has another notice."""
    if notice == "reminder":
        return booking.state == State.CONFIRMED
    if notice == ASKED:
        return booking.state == State.HOLD
    return notice == "moved" or NOTICE_OF.get(State(booking.state)) == notice


@task()
def tell_of_series(*, series_uuid: str) -> None:
    """Write the mail of what was booked together and still holds; what waits for the team has its own.

    Each place has its own as well: its clock, its words, and a team that answers for nothing else.
    """
    found = Booking.objects.for_listing().filter(series__uuid=series_uuid, state__in=State.HOLDING)
    of_each_space: defaultdict[int, list[Booking]] = defaultdict(list)
    for booking in found.exclude(person=None).order_by("start_at", "pk"):
        of_each_space[booking.resource.space_id].append(booking)
    for bookings in of_each_space.values():
        waiting = [booking for booking in bookings if booking.state == State.PENDING]
        certain = [booking for booking in bookings if booking.state != State.PENDING]
        for those in filter(None, (certain, waiting)):
            _write_of_series("series", those, to=those[0].person, waiting=those is waiting)
        if waiting:
            _ask_team(waiting)


def _ask_team(requests: list[Booking]) -> None:
    """Write to the managers of a place about what was asked for there together."""
    if _is_enough(requests[0]):
        return
    url = settings.SITE_URL + reverse("booking:requests", args=[requests[0].resource.space.slug])
    Booking.objects.filter(pk__in=[booking.pk for booking in requests]).update(team_told_at=clock.now())
    for manager in _managers(requests[0]):
        _write_of_series("series_to_decide", requests, to=manager, url=url)


@task()
def tell_of_answers(*, booking_uuids: list[str]) -> None:
    """Write the one mail that says what became of each date of a series that was answered, and which wait on."""
    answered = Booking.objects.for_listing().filter(uuid__in=booking_uuids, state__in=(State.CONFIRMED, State.REFUSED))
    bookings = list(answered.order_by("start_at", "pk"))
    if not bookings or bookings[0].addressee is None:
        return
    accepted = [booking for booking in bookings if booking.state == State.CONFIRMED]
    theirs = Booking.objects.for_listing().to_decide().filter(series=bookings[0].series_id, end_at__gt=clock.now())
    waiting = list(theirs.filter(resource__space=bookings[0].resource.space_id))
    more: dict[str, Any] = {"accepted": accepted, "refused": _by_words(bookings), "waiting": waiting}
    more["several"] = _are_of_several([*bookings, *waiting])
    _write_of_series("series_answered", bookings, to=bookings[0].addressee, **more)


def _by_words(bookings: Iterable[Booking]) -> list[dict[str, Any]]:
    """Those that were refused, each reason once: [{answer, lines: [{booking, offers}]}]."""
    said: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for booking in bookings:
        if booking.state == State.REFUSED:
            said[booking.answer].append({"booking": booking, "offers": other_times(booking, most=1)})
    return [{"answer": answer, "lines": lines} for answer, lines in said.items()]


@task()
def tell_of_cancelled(*, booking_uuids: list[str]) -> None:
    """Write the one mail about bookings that were given back together."""
    found = Booking.objects.for_listing().filter(uuid__in=booking_uuids, state=State.CANCELLED)
    bookings = list(found.order_by("start_at", "pk"))
    if bookings and bookings[0].person is not None:
        _write_of_series("cancelled_together", bookings, to=bookings[0].person)


def _write_of_series(notice: str, bookings: list[Booking], *, to: Any, **more: Any) -> None:
    """`several`: they are not all of one resource."""
    series = bookings[0].series
    if series and {booking.series_id for booking in bookings} == {series.pk}:
        more.setdefault("url", settings.SITE_URL + series.get_absolute_url())
    more.setdefault("several", _are_of_several(bookings))
    _write(notice, bookings[0], to=to, bookings=bookings, **more)


def _are_of_several(bookings: Iterable[Booking]) -> bool:
    return len({booking.resource_id for booking in bookings}) > 1


def _managers(booking: Booking) -> list[Any]:
    team = booking.resource.space.team.filter(role=SpaceTeam.Role.MANAGER).select_related("user")
    return [member.user for member in team if member.user.is_active]


def _write_to_person(notice: str, booking: Booking, **more: Any) -> None:
    """The link of a guest is in no other mail: whoever has it can cancel."""
    to = booking.addressee
    _write(notice, booking, to=to, url=guest_links.url_of(booking, language=to.language), **more)


def _write(notice: str, booking: Booking, *, to: Any, **more: Any) -> None:
    context = {
        "booking": booking,
        "resource": booking.resource,
        "space": booking.resource.space,
        "zone": booking.resource.space.time_zone,
        "code": booking.spaced_code if notice in WITH_CODE else "",
        "url": settings.SITE_URL + booking.get_absolute_url(),
        "site_url": settings.SITE_URL,
        "network": Network.objects.first(),
        **more,
    }
    with translation.override(to.language):
        context["took"] = pass_wording.taken_in_all(passes.added_up(more.get("former_passes", ())))
        holding = [one for one in more.get("bookings", [booking]) if one.state in State.HOLDING]
        context["taken"] = pass_wording.taken_from(passes.taken_of(holding))
        if notice in OF_CANCELLING:
            context["given_back"] = with_passes("", more.get("bookings", [booking])).strip()
        noted = more.get("accepted", more.get("bookings", [booking])) if notice in WITH_CALENDAR else []
        attachments = [calendar_file(noted)] if noted else []
        if notice in WITH_CODE and booking.code:
            attachments.append(picture(booking))
    mail.send(
        f"booking/emails/{notice}",
        to=to.email,
        language=to.language,
        context=context,
        attachments=attachments,
        reply_to="" if notice in TO_TEAM else booking.resource.space.email,
    )
