"""Whom a resource is for: the people that its team has named, and those that it is sold to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Admission:
    """`named`: the audiences that the team lets in, none: everybody. `sold_to`: those with a price, None among them
    for everybody; nothing at all: it is free of charge. `names` says them in words.

    Who is let in but has no price is not let in for nothing: a price for some people keeps the others out.
    """

    named: frozenset[int] = frozenset()
    sold_to: frozenset[int | None] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict, compare=False)

    @property
    def is_for_everybody(self) -> bool:
        return not self.named and not self._is_sold_to_some

    def lets_in(self, audiences: Collection[int]) -> bool:
        """Whether somebody of these audiences may book."""
        is_named = not self.named or not self.named.isdisjoint(audiences)
        return is_named and (not self._is_sold_to_some or not self.sold_to.isdisjoint(audiences))

    @property
    def whom(self) -> list[str]:
        """Those to be one of, by name: of the people let in those with a price, where some have none."""
        sold_to = {audience for audience in self.sold_to if audience is not None} if self._is_sold_to_some else set()
        found = self.named & sold_to or self.named or sold_to
        return sorted({self.names[audience] for audience in found if audience in self.names})

    @property
    def _is_sold_to_some(self) -> bool:
        return bool(self.sold_to) and None not in self.sold_to
