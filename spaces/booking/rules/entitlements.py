"""What a person must have, and has used up, to book: habilitations and quotas.

Judged by the server at hold, confirmation and check-in, whoever asks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from maillage.base.instants import DAY_MIN, MINUTE, Instant, from_wall, local_day, to_instant
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


class Holder(StrEnum):
    """Whose bookings add up."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of one resource one holder of an audience may have in a period. None: as much as there is.

    With `weekdays` (Monday is 0; none: every day) or hours only what lies inside them counts. Hours that end at or
    before they start run into the next day and belong to the one on which they start.
    """

    period: QuotaPeriod
    minutes: int | None = None
    count: int | None = None
    audience: str = EVERYBODY
    holder: Holder = Holder.PERSON
    counts_kind: bool = False  # with the others of its kind in its space
    weekdays: frozenset[int] = frozenset()
    starts_min: int = 0
    ends_min: int = DAY_MIN

    @property
    def is_windowed(self) -> bool:
        """Whether it leaves some time alone."""
        return bool(self.weekdays) or (self.starts_min, self.ends_min) != (0, DAY_MIN)

    def window(self, on: date, zone: tzinfo) -> Period | None:
        """When it counts, of the day `on`. A day that it leaves out, or hours that the clock skips, give none."""
        if self.weekdays and on.weekday() not in self.weekdays:
            return None
        ends_min = self.ends_min + DAY_MIN * (self.ends_min <= self.starts_min)
        start, end, next_start = (
            from_wall(on, minute, zone) for minute in (self.starts_min, ends_min, self.starts_min + DAY_MIN)
        )
        end = min(end, next_start)  # where the clock skips the end, the next day's window comes first
        return Period(start, end) if start < end else None


class Had(NamedTuple):
    """A booking that may count: `is_here` on the resource that is asked for, or else on another of its kind."""

    start_at: datetime
    end_at: datetime
    is_here: bool = True
    is_theirs: bool = True  # the person's
    is_organisations: bool = False

    def counts_for(self, quota: Quota) -> bool:
        is_holders = self.is_theirs if quota.holder is Holder.PERSON else self.is_organisations
        return is_holders and (self.is_here or quota.counts_kind)


@dataclass(frozen=True, slots=True)
class Usage:
    """How a quota stands in one of its periods: what is used of it, and with what is asked."""

    quota: Quota
    first_on: date
    next_on: date
    used: Instant
    count: int
    with_asked: Instant
    count_with_asked: int

    @property
    def is_kept(self) -> bool:
        return not self.is_over_minutes and (self.quota.count is None or self.count_with_asked <= self.quota.count)

    @property
    def is_over_minutes(self) -> bool:
        return self.quota.minutes is not None and self.with_asked > self.quota.minutes * MINUTE

    @property
    def is_never_enough(self) -> bool:
        """Whether what is asked is too long even where nothing is used."""
        return self.quota.minutes is not None and self.with_asked - self.used > self.quota.minutes * MINUTE

    @property
    def left_min(self) -> int:
        """Whole minutes that can still be had, without what is asked."""
        return max((self.quota.minutes or 0) - -(-self.used // MINUTE), 0)

    @property
    def left_count(self) -> int:
        return max((self.quota.count or 0) - self.count, 0)


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


def quota_usages(
    quotas: Iterable[Quota],
    asked: Iterable[tuple[datetime, datetime]],
    *,
    used: Iterable[Had],
    audiences: Iterable[Collection[str]],
    zone: tzinfo,
) -> list[Usage]:
    """How the quotas that hold for what is asked stand, in each period that it touches.

    `audiences` are the holder's own, the nearest first: the quotas of the first of these levels that has any replace
    all others, those for everybody come last; of several audiences of one level, the kindest counts. Minutes count in
    the period in which they are spent, bookings in that in which they first touch the hours of the quota.
    """
    wanted = [Period.between(*times) for times in asked]
    had = list(used)
    levels = [*audiences, (EVERYBODY,)]
    quotas = list(quotas)
    found: list[Usage] = []
    for holder in Holder:
        groups = _applying([quota for quota in quotas if quota.holder is holder], levels)
        options = [[usage for quota in group for usage in _usages(quota, wanted, had, zone)] for group in groups]
        found += min(options, key=lambda usages: first_exceeded(usages) is not None, default=[])
    return found


def first_exceeded(usages: Iterable[Usage]) -> Usage | None:
    """The first that what is asked goes beyond."""
    return next((usage for usage in usages if not usage.is_kept), None)


def _applying(quotas: Sequence[Quota], levels: Iterable[Collection[str]]) -> list[list[Quota]]:
    """By audience, those of the nearest level that has any."""
    by_audience: defaultdict[str, list[Quota]] = defaultdict(list)
    for quota in quotas:
        by_audience[quota.audience].append(quota)
    for level in levels:
        if own := [by_audience[audience] for audience in level if audience in by_audience]:
            return own
    return []


def _usages(quota: Quota, wanted: Sequence[Period], had: Iterable[Had], zone: tzinfo) -> list[Usage]:
    """One for each period that the asked bookings touch, in order."""
    touched = {quota.period.around(on) for booking in wanted for on in _days_touched(quota, booking, zone)}
    if not touched:
        return []
    before = [Period.between(one.start_at, one.end_at) for one in had if one.counts_for(quota)]
    begun_on = [[next(_days_touched(quota, one, zone), None) for one in bookings] for bookings in (before, wanted)]
    found = []
    for first_on, next_on in sorted(touched):
        windows = [window for on in _days(first_on, next_on) if (window := quota.window(on, zone))]
        used, more = _spent(before, windows), _spent(wanted, windows)
        count, another = (sum(on is not None and first_on <= on < next_on for on in dates) for dates in begun_on)
        found.append(Usage(quota, first_on, next_on, used, count, used + more, count + another))
    return found


def _days_touched(quota: Quota, booking: Period, zone: tzinfo) -> Iterator[date]:
    """The days whose window a booking shares time with, from the one that may have begun the evening before."""
    first_on, last_on = local_day(booking.start, zone) - timedelta(1), local_day(booking.end - 1, zone)
    for on in _days(first_on, last_on + timedelta(1)):
        window = quota.window(on, zone)
        if window is not None and window.overlaps(booking):
            yield on


def _days(first_on: date, next_on: date) -> Iterator[date]:
    return (first_on + timedelta(count) for count in range((next_on - first_on).days))


def _spent(bookings: Iterable[Period], windows: Sequence[Period]) -> Instant:
    return sum(
        max(min(booking.end, window.end) - max(booking.start, window.start), 0)
        for booking in bookings
        for window in windows
    )
