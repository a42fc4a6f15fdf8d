"""What a resource asks of a booking: how long, how far ahead, how much room around it."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from maillage.base.instants import DAY_MIN, MINUTE, Instant, local_day, midnight
from maillage.base.periods import Period
from spaces.booking.rules.refusals import Refusal

LONGEST_MIN = 366 * DAY_MIN  # no booking lasts longer, whatever the resource says


@dataclass(frozen=True, slots=True)
class ResourceRules:
    """The settings of one resource. `min_duration_min` None is one step; `max_…` None is no limit."""

    step_min: int = 60
    min_duration_min: int | None = None
    max_duration_min: int | None = None
    capacity: int = 1
    buffer_before_min: int = 0
    buffer_after_min: int = 0
    block_whole_day: bool = False
    min_days_before: int = 0
    max_days_before: int | None = None
    min_notice_min: int = 0

    def __post_init__(self) -> None:
        if self.step_min < 1 or self.capacity < 1:
            raise ValueError("a resource has a step of at least one minute and at least one place")

    @property
    def shortest_min(self) -> int:
        """The shortest booking."""
        return self.step_min if self.min_duration_min is None else self.min_duration_min

    @property
    def longest_min(self) -> int:
        """The longest booking: whole steps only."""
        if self.max_duration_min is None:
            return LONGEST_MIN
        return min(self.max_duration_min // self.step_min * self.step_min, LONGEST_MIN)

    @property
    def is_bookable(self) -> bool:
        """Whether any duration is left between the shortest and the longest; if not, tell the team."""
        return max(self.shortest_min, 1) <= self.longest_min

    def duration_refusal(self, length: Instant) -> Refusal | None:
        """Why no booking may last `length` (elapsed)."""
        if length <= 0 or length < self.shortest_min * MINUTE:
            return Refusal.TOO_SHORT
        if length > self.longest_min * MINUTE:
            return Refusal.TOO_LONG
        return None

    def earliest_start(self, now: Instant, zone: tzinfo) -> Instant:
        """From when a booking made now may start: days count from local midnight, notice from the instant."""
        first_on = local_day(now, zone) + timedelta(self.min_days_before)
        return max(midnight(first_on, zone), now + self.min_notice_min * MINUTE)

    def latest_start(self, now: Instant) -> Instant | None:
        """The horizon, itself allowed: so many times 24 hours from now. None: no limit."""
        return None if self.max_days_before is None else now + self.max_days_before * DAY_MIN * MINUTE

    @property
    def kept_buffers_min(self) -> tuple[int, int]:
        """The buffers that a new booking is written with: none around whole days."""
        return (0, 0) if self.block_whole_day else (self.buffer_before_min, self.buffer_after_min)


def whole_days(start: Instant, end: Instant, zone: tzinfo) -> Period:
    """The local days that a period touches, from midnight to midnight."""
    last_on = local_day(end - 1, zone)
    return Period(midnight(local_day(start, zone), zone), midnight(last_on + timedelta(1), zone))
