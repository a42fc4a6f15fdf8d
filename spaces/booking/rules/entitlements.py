"""What a person must have, and has used up, to book: habilitations and quotas.

Judged by the server at hold, confirmation and check-in, whoever asks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from maillage.base.instants import MINUTE, Instant, local_day, midnight, to_instant
from maillage.base.periods import Period
from spaces.booking.rules.refusals import Refusal

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Grant:
    """A habilitation that a person holds; the last day is included. None: from ever, for ever."""

    code: str
    valid_until: date | None = None
    valid_from: date | None = None
    is_revoked: bool = False


class QuotaPeriod(StrEnum):
    """The person's allowance starts anew at local midnight, of Monday, or of the 1st."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def around(self, on: date) -> tuple[date, date]:
        """The first day of the period of `on`, and of the next one."""
        if self is QuotaPeriod.DAY:
            return on, on + timedelta(1)
        if self is QuotaPeriod.WEEK:
            monday = on - timedelta(on.weekday())
            return monday, monday + timedelta(7)
        first_on = on.replace(day=1)
        return first_on, (first_on + timedelta(31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of one resource one person of an audience may have in a period. None: as much as there is."""

    period: QuotaPeriod
    minutes: int | None = None
    count: int | None = None
    audience: str = EVERYBODY


def habilitation_refusal(
    required: Iterable[str], grants: Iterable[Grant], *, start_at: datetime, end_at: datetime, zone: tzinfo
) -> Refusal | None:
    """Whether each habilitation is there and lasts through the booking's last day."""
    first_on = local_day(to_instant(start_at), zone)
    last_on = local_day(to_instant(end_at) - 1, zone)
    held = [
        grant for grant in grants if not grant.is_revoked and (grant.valid_from is None or grant.valid_from <= first_on)
    ]
    refusals = set()
    for code in required:
        ends = [grant.valid_until for grant in held if grant.code == code]
        if not ends:
            refusals.add(Refusal.HABILITATION_MISSING)
        elif not any(end is None or last_on <= end for end in ends):
            refusals.add(Refusal.HABILITATION_EXPIRED)
    return Refusal.first_of(refusals)


def quota_refusal(
    quotas: Iterable[Quota],
    asked: Iterable[tuple[datetime, datetime]],
    *,
    used: Iterable[tuple[datetime, datetime]],
    audiences: Collection[str],
    zone: tzinfo,
) -> Refusal | None:
    """Whether what a person asks and already has of one resource stays within its quotas.

    The quotas of the person's own audiences replace those for everybody; of several audiences, the
    kindest counts. Minutes count in the period in which they are spent, bookings in which they start.
    """
    wanted = [Period.between(*times) for times in asked]
    every = [*wanted, *(Period.between(*times) for times in used)]
    by_audience: defaultdict[str, list[Quota]] = defaultdict(list)
    for quota in quotas:
        by_audience[quota.audience].append(quota)
    own = [by_audience[audience] for audience in audiences if audience in by_audience]
    for applying in own or [by_audience[EVERYBODY]]:
        if all(_is_kept(quota, wanted, every, zone) for quota in applying):
            return None
    return Refusal.QUOTA


def _is_kept(quota: Quota, wanted: Iterable[Period], every: Iterable[Period], zone: tzinfo) -> bool:
    """Whether no period that the asked bookings touch holds more than the quota."""
    return all(
        (quota.minutes is None or _spent(every, around) <= quota.minutes * MINUTE)
        and (quota.count is None or sum(around.holds(booking.start) for booking in every) <= quota.count)
        for around in {around for booking in wanted for around in _periods(quota, booking, zone)}
    )


def _spent(bookings: Iterable[Period], around: Period) -> Instant:
    inside = (Period(max(booking.start, around.start), min(booking.end, around.end)) for booking in bookings)
    return sum(max(period.length, 0) for period in inside)


def _periods(quota: Quota, booking: Period, zone: tzinfo) -> Iterable[Period]:
    """The quota's periods that a booking touches."""
    first_on, next_on = quota.period.around(local_day(booking.start, zone))
    last_on = local_day(booking.end - 1, zone)
    while first_on <= last_on:
        yield Period(midnight(first_on, zone), midnight(next_on, zone))
        first_on, next_on = quota.period.around(next_on)
