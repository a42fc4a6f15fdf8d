"""What somebody belongs to in a space, by the plans that they have: whose prices they pay, what is theirs already."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from spaces.catalogue.models import Space
from spaces.pricing.models import Entitlement, Membership, Plan


class Belongs(NamedTuple):
    """A membership as far as it matters here. `gives`: minutes or days that count in the space."""

    key: int
    audience: int | None
    audience_space: int | None
    gives: bool
    first: date
    last: date | None
    plan: int


class Belonging:
    """What somebody belongs to in a space, read once and asked for many days. Nobody belongs to nothing."""

    def __init__(self, person: Any, space: Space) -> None:
        self.person, self.space = person, space

    def audiences_on(self, on: date) -> set[int]:
        """The keys of their audiences on a day, of the space and of the network. One query, the first time."""
        here = (None, self.space.pk)
        return {one.audience for one in self._on(on) if one.audience is not None and one.audience_space in here}

    def passes_on(self, on: date) -> list[int]:
        """The keys of the memberships that give something in this space that day. The same query."""
        return [one.key for one in self._on(on) if one.gives]

    def plans_on(self, on: date) -> set[int]:
        """The keys of the plans that they have on a day. The same query."""
        return {one.plan for one in self._on(on)}

    def _on(self, on: date) -> list[Belongs]:
        return [one for one in self._memberships if one.first <= on and (one.last is None or on <= one.last)]

    @cached_property
    def _memberships(self) -> list[Belongs]:
        if self.person is None or not self.person.is_authenticated:
            return []
        gives = Exists(Entitlement.objects.filter(_reaches(self.space), plan=OuterRef("plan")))
        rows = Membership.objects.of(self.person).annotate(gives=gives).order_by("pk")
        read: Callable[..., Any] = rows.values_list
        audience = ("plan__audience", "plan__audience__space")
        return [Belongs(*row) for row in read("pk", *audience, "gives", "valid_from", "valid_through", "plan")]


def audiences_of(person: Any, space: Space, on: date) -> set[int]:
    """The keys of the audiences that somebody belongs to in a space on a day. One query."""
    return Belonging(person, space).audiences_on(on)


def _reaches(space: Space) -> Q:
    """Entitlements of plans that count in a space."""
    return (
        Q(plan__reach=Plan.Reach.NETWORK)
        | Q(plan__reach=Plan.Reach.OWN, plan__space=space)
        | Q(plan__reach=Plan.Reach.LISTED, plan__spaces=space)
    )
