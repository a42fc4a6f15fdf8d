"""Whose prices somebody pays, from the plans that they have."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from spaces.catalogue.models import Space
from spaces.pricing.models import Membership


class Belonging:
    """What somebody belongs to in a space, read once and asked for many days. Nobody belongs to nothing."""

    def __init__(self, person: Any, space: Space) -> None:
        self.person, self.space = person, space

    def audiences_on(self, on: date) -> set[int]:
        """The keys of their audiences on a day. One query, the first time."""
        return {
            audience
            for audience, first, last in self._memberships
            if first <= on and (last is None or on <= last)
        }  # fmt: skip

    @cached_property
    def _memberships(self) -> list[tuple[int, date, date | None]]:
        if self.person is None or not self.person.is_authenticated:
            return []
        counts_here = Q(plan__audience__space=None) | Q(plan__audience__space=self.space)
        return list(
            Membership.objects.of(self.person)
            .filter(counts_here, plan__audience__isnull=False)
            .order_by()
            .values_list("plan__audience", "valid_from", "valid_through")
        )


def audiences_of(person: Any, space: Space, on: date) -> set[int]:
    """The keys of the audiences that somebody belongs to in a space on a day. One query."""
    return Belonging(person, space).audiences_on(on)
