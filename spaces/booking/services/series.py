"""Bookings that repeat: looked at date by date, then made together."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.errors import DomainError
from members.directory.models import Organisation
from spaces.booking.models import Booking, BookingSeries
from spaces.booking.rules import availability
from spaces.booking.rules.recurrence import SeriesError
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.series import Occurrence, expand
from spaces.booking.services import notices
from spaces.booking.services.booking import book
from spaces.booking.services.judging import check_sense, read_standing
from spaces.booking.services.reading import read
from spaces.booking.services.refusals import CONFLICT, UNPROCESSABLE, BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Resource

FAIL, SKIP = "fail", "skip"


class PreviewDate(NamedTuple):
    """One date. `moved`: the clock skips its time that day. `code` None: it can be booked."""

    start: datetime
    end: datetime
    moved: bool
    code: str | None


def preview_series(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    rrule: str,
    by: Any,
    seats: int = 1,
    organisation: Organisation | None = None,
) -> list[PreviewDate]:
    """What each date of a series would give, without writing. Some dozen queries, however many dates.

    Raises DomainError("bad_rrule") for a rule that no series can follow.
    """
    asked = {"person": person, "by": by, "seats": seats, "organisation_id": organisation.pk if organisation else None}
    first = Request.new(resource, start=start, end=end, **asked)
    check_sense(first)
    return _judge(first, _expand(first, rrule))


def book_series(
    resource: Resource,
    *,
    person: Any,
    start: datetime,
    end: datetime,
    rrule: str,
    by: Any,
    seats: int = 1,
    on_conflict: str = FAIL,
    **more: Any,
) -> tuple[BookingSeries, list[Booking]]:
    """Book every date, or with `on_conflict="skip"` those that are free; `more` is as for `book`.

    Raises BookingRefused with `detail["dates"]` when a date is refused, or all of them are.
    """
    asked = {"person": person, "by": by, "seats": seats}

    def work() -> tuple[BookingSeries, list[Booking]]:
        on_behalf = more.get("organisation")
        found = preview_series(resource, start=start, end=end, rrule=rrule, organisation=on_behalf, **asked)
        _check(found, on_conflict, overridden=bool(more.get("override_reason")))
        series = BookingSeries.objects.create(rrule=rrule.upper().removeprefix("RRULE:"))
        booked = [_book(resource, one, series, on_conflict, asked | more) for one in found]
        made = [booking for booking in booked if booking]
        notices.announce_series(series, made)
        return series, made

    return take_turn(work, resource.space_id)


def _expand(first: Request, rrule: str) -> list[Occurrence]:
    try:
        return expand(rrule, first=first.start_at, length=first.end_at - first.start_at, zone=first.zone)
    except SeriesError as error:
        raise DomainError("bad_rrule", _say(error), {"reason": error.reason}) from error


def _judge(first: Request, occurrences: list[Occurrence]) -> list[PreviewDate]:
    """Each date as if those before it were booked."""
    reading = read([first.resource], occurrences[0].start_at, occurrences[-1].end_at)
    bookable = reading.bookable(first.resource, first.seats)
    standing = read_standing(first, until=occurrences[-1].end_at)
    found: list[PreviewDate] = []
    accepted: list[tuple[datetime, datetime]] = []
    for start, end, moved in occurrences:
        start_at, end_at = start.astimezone(UTC), end.astimezone(UTC)
        reasons = availability.reasons(bookable, replace(first, start_at=start_at, end_at=end_at).wish)
        reasons += standing.refusals(start_at, end_at, besides=accepted)
        if accepted and start_at < accepted[-1][1] and first.resource.capacity == 1:
            reasons.append(Refusal.ALREADY_BOOKED)  # a rule whose dates run into each other
        code = Refusal.first_of(reasons)
        if code is None:
            accepted.append((start_at, end_at))
        found.append(PreviewDate(start, end, moved, str(code) if code else None))
    return found


def _check(found: list[PreviewDate], on_conflict: str, *, overridden: bool) -> None:
    """Refuse as a whole what cannot be made as asked."""
    if overridden:
        return  # `book` decides date by date what a reason can do
    impossible = [one for one in found if one.code]
    if impossible and (on_conflict == FAIL or len(impossible) == len(found)):
        raise _refused(impossible[0], found)


def _book(
    resource: Resource, one: PreviewDate, series: BookingSeries, on_conflict: str, asked: dict[str, Any]
) -> Booking | None:
    try:
        return book(resource, start=one.start, end=one.end, series=series, **asked)
    except BookingRefused as refusal:
        if on_conflict == SKIP:
            return None
        refusal.detail["date"] = one.start.isoformat()
        raise


def _refused(one: PreviewDate, found: list[PreviewDate]) -> BookingRefused:
    code = Refusal(one.code or Refusal.ALREADY_BOOKED)
    return BookingRefused(
        code,
        _("%(when)s cannot be booked. Leave that date out, or choose another time.")
        % {"when": dates.when(one.start, one.end)},
        status=CONFLICT if code.is_conflict else UNPROCESSABLE,
        detail={"dates": [said(one) for one in found]},
    )


def said(one: PreviewDate) -> dict[str, Any]:
    """A date as the API says it."""
    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "moved": one.moved,
        "code": one.code,
    }


def _say(error: SeriesError) -> str:
    match error.reason:
        case "endless":
            return _("This series has no end. Say how many times, or until when.")
        case "too_many" | "too_far":
            return _("This series is too long. End it within two years, with at most 366 dates.")
        case "ends_before_start":
            return _("This series ends before it begins. Choose a later last day.")
    return _("This recurrence cannot be used for bookings. Choose daily, weekly, monthly or yearly.")
