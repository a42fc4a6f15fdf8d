"""What bookings take of their person. It is shown before anything is written, and nothing more is taken than that."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple


class Outlay(NamedTuple):
    """Cents to pay on site (None, of what is agreed to: however many), minutes and days of passes."""

    cents: int | None = 0
    minutes: int = 0
    days: int = 0

    def __str__(self) -> str:
        """As forms carry it."""
        return "+".join(str(amount or 0) for amount in self)

    def goes_beyond(self, agreed: "Outlay") -> bool:
        """Whether it takes more of anything than was agreed to: what another takes less of is no reason."""
        return any(most is not None and (amount or 0) > most for amount, most in zip(self, agreed, strict=True))

    @property
    def units(self) -> dict[str, int]:
        """Of passes, by name."""
        return {"minutes": self.minutes, "days": self.days}


@dataclass(frozen=True, slots=True)
class Taken:
    """What bookings took of a pass; `days`: how many they have of it, some of which others had paid.

    `left`: what it has now; None where that is not known.
    """

    plan: str
    unit: str
    amount: int
    days: int = 0
    left: int | None = None


def beyond(taken: Iterable[Taken], had: Iterable[Taken]) -> list[Taken]:
    """What is taken of each pass besides as much as was had of it."""
    before = {(one.plan, one.unit): one.amount for one in had}
    more = (replace(one, amount=one.amount - before.get((one.plan, one.unit), 0)) for one in taken)
    return [one for one in more if one.amount > 0]
