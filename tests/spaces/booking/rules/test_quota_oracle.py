"""Quotas against somebody who looks at every minute on the clock of the place."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hypothesis import example, given
from hypothesis import strategies as st

from maillage.base.instants import MINUTE
from maillage.base.zones import get_zone
from spaces.booking.rules.entitlements import Had, Quota, QuotaPeriod, quota_usages

DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONES = ("Europe/Paris", "Africa/Casablanca", "America/Santiago", "Australia/Lord_Howe", "Asia/Beirut", "UTC")
# Around changes of their clocks, a new year and a leap day.
DAYS = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 4, 5),
    date(2026, 9, 6),
    date(2026, 12, 31),
    date(2024, 2, 29),
)

Span = tuple[datetime, datetime]


def day_of(quota: Quota, at: datetime, zone: tzinfo) -> date | None:
    """To which day's window a minute belongs."""
    here = at.astimezone(zone).date()
    for on in (here, here - DAY):
        if quota.weekdays and on.weekday() not in quota.weekdays:
            continue
        last = on + DAY if quota.ends_min <= quota.starts_min or quota.ends_min == 1440 else on
        opens = datetime.combine(on, clock(quota.starts_min), zone).astimezone(UTC)
        closes = datetime.combine(last, clock(quota.ends_min), zone).astimezone(UTC)
        following = datetime.combine(on + DAY, clock(quota.starts_min), zone).astimezone(UTC)
        if opens <= at < min(closes, following):
            return on
    return None


def clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def first_day(period: QuotaPeriod, on: date) -> date:
    while not (
        period == QuotaPeriod.DAY
        or (period == QuotaPeriod.WEEK and on.weekday() == 0)
        or (period == QuotaPeriod.MONTH and on.day == 1)
    ):
        on -= DAY
    return on


def looked_at(quota: Quota, spans: list[Span], zone: tzinfo) -> tuple[Counter[date], Counter[date]]:
    """Minutes, and bookings, in each period."""
    minutes: Counter[date] = Counter()
    bookings: Counter[date] = Counter()
    for start, end in spans:
        is_counted = False
        at = start
        while at < end:
            if on := day_of(quota, at, zone):
                first_on = first_day(quota.period, on)
                minutes[first_on] += 1
                bookings[first_on] += not is_counted
                is_counted = True
            at += A_MINUTE
    return minutes, bookings


@st.composite
def spans(draw, zone: tzinfo, on: date) -> list[Span]:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        midnight = datetime.combine(on, time(), zone).astimezone(UTC)
        start = midnight + draw(st.integers(-2 * 1440, 2 * 1440)) * A_MINUTE
        found.append((start, start + draw(st.integers(1, 36 * 60)) * A_MINUTE))
    return found


@st.composite
def questions(draw):
    zone, on = get_zone(draw(st.sampled_from(ZONES))), draw(st.sampled_from(DAYS))
    quota = Quota(
        draw(st.sampled_from(QuotaPeriod)),
        minutes=draw(st.integers(1, 600)),
        count=draw(st.integers(1, 3)),
        weekdays=draw(st.frozensets(st.integers(0, 6), max_size=5)),
        starts_min=draw(st.sampled_from((0, 30, 90, 120, 135, 150, 190, 720, 1320, 1439))),
        ends_min=draw(st.sampled_from((1, 60, 120, 135, 150, 170, 840, 1380, 1440))),
    )
    return quota, zone, draw(spans(zone, on)), draw(spans(zone, on))


# The clock skips the end of one window and not the start of the next: no minute belongs to both.
SKIPPED = (
    Quota(QuotaPeriod.DAY, minutes=1, count=1, starts_min=190, ends_min=170), get_zone("Europe/Paris"),
    [(datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC))], [],
)  # fmt: skip


@given(questions())
@example(SKIPPED)
def test_usages_are_what_every_minute_says(question):
    quota, zone, asked, had = question
    used, counted = looked_at(quota, had, zone)
    more, more_counted = looked_at(quota, asked, zone)

    found = quota_usages([quota], asked, used=[Had(*one) for one in had], audiences=(), zone=zone)

    assert [(one.first_on, one.used // MINUTE, one.with_asked // MINUTE, one.count, one.count_with_asked) for one in found] == [
        (on, used[on], used[on] + more[on], counted[on], counted[on] + more_counted[on]) for on in sorted(more)
    ]  # fmt: skip
    for one in found:
        assert one.is_kept == (
            used[one.first_on] + more[one.first_on] <= quota.minutes
            and counted[one.first_on] + more_counted[one.first_on] <= quota.count
        )
        assert one.left_min == max(quota.minutes - used[one.first_on], 0)
        assert first_day(quota.period, one.next_on - DAY) == one.first_on
