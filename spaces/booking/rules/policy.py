"""What a place asks of somebody who changes their mind or does not come. Each booking keeps a copy of it as it was."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, Self

from maillage.base.instants import MINUTE, Instant


@dataclass(frozen=True, slots=True)
class CancellationTier:
    """Cancelled less than `notice_min` before the start, so much of the price is kept."""

    notice_min: int
    kept_percent: int


class Step(NamedTuple):
    """After this instant a cancellation costs so much of the price; at it, still what it did before."""

    after: Instant
    kept_percent: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The conditions of one resource. Nothing said: cancelled free of charge until it is over, nobody is released.

    `cancel_notice_min`: people cancel themselves until so long before the start, then they call; None is until it is
    over. `release_after_min`: who is not there so long after the start loses the place; None is never.
    `remind_before_min`: when people are reminded of it, and asked whether they still need it; None is never.
    `floor_…`: what a cancellation cost already when the booking was moved, of the price and passes that it had then:
    moving it away makes that no cheaper, another price no dearer. `floor_percent`: the same of bookings moved before
    amounts were kept, as a share of what they cost now.
    """

    version: int = 0
    tiers: tuple[CancellationTier, ...] = ()
    cancel_notice_min: int | None = None
    release_after_min: int | None = None
    no_show_percent: int = 0
    floor_percent: int = 0
    remind_before_min: int | None = 24 * 60
    floor_cents: int = 0
    floor_minutes: int = 0
    floor_days: int = 0

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """From `document`, as a booking keeps it."""
        tiers = tuple(CancellationTier(**tier) for tier in document.get("tiers", ()))
        return cls(**{**document, "tiers": tiers})

    @property
    def document(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @property
    def has_floor(self) -> bool:
        """Whether a cancellation costs something in any case."""
        return any((self.floor_percent, self.floor_cents, self.floor_minutes, self.floor_days))

    @property
    def floor_passes(self) -> dict[str, int]:
        """By the unit of passes."""
        return {"minutes": self.floor_minutes, "days": self.floor_days}

    def kept_percent(self, start: Instant, at: Instant) -> int:
        """How much of the price is kept of a booking cancelled at `at`: of the tiers whose time has come, the most."""
        due = (tier.kept_percent for tier in self.tiers if start - at < tier.notice_min * MINUTE)
        return max(self.floor_percent, *due, 0)

    def steps(self, start: Instant) -> Iterator[Step]:
        """When a cancellation becomes dearer, in order of time."""
        dearest = self.floor_percent
        for tier in sorted(self.tiers, key=lambda tier: (-tier.notice_min, tier.kept_percent)):
            if tier.kept_percent > dearest:
                dearest = tier.kept_percent
                yield Step(start - tier.notice_min * MINUTE, dearest)

    def last_cancellation(self, start: Instant, end: Instant) -> Instant:
        """Until when people cancel themselves, that instant included."""
        return end if self.cancel_notice_min is None else start - self.cancel_notice_min * MINUTE

    def released_at(self, start: Instant) -> Instant | None:
        """When the place of somebody who has not come goes to others."""
        return None if self.release_after_min is None else start + self.release_after_min * MINUTE


def share(cents: int, percent: int) -> int:
    """So many per cent of an amount, in cents."""
    return int((Decimal(cents) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
