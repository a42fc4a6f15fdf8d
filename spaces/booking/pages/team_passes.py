"""Who has which pass of a space, and what is left of it: for its managers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.zones import get_zone
from spaces.booking.pages.passes import lot_said, when_said
from spaces.booking.pages.team_frame import PASSES, Item, frame
from spaces.booking.pass_forms import GivePassForm
from spaces.catalogue.models import Space
from spaces.pricing.models import Membership, Plan
from spaces.pricing.services.lots import Source, sources
from spaces.pricing.services.memberships import memberships_of

SHOWN = 200


def above(space: Space) -> Item:
    """On the way to what is done with one of them."""
    return {"label": _("Passes"), "url": reverse("booking:team_passes", args=[space.slug])}


@dataclass(frozen=True, eq=False)
class TeamPassesPage:
    request: HttpRequest
    space: Space
    form: GivePassForm | None = None

    def context(self) -> Item:
        held = list(memberships_of(self.space, self.today)[:SHOWN])
        lots: dict[int, list[Source]] = defaultdict(list)
        for source in sources([one.pk for one in held], self.today):
            lots[source.membership.pk].append(source)
        return {
            **frame(self.request, self.space, PASSES),
            "passes": [self._line(one, lots[one.pk]) for one in held],
            "add_url": reverse(Plan.snippet_viewset.get_url_name("add")),
            "has_plans": Plan.objects.filter(space=self.space).exists(),
            "form": self.form or GivePassForm(space=self.space, today=self.today),
        }

    @cached_property
    def today(self) -> date:
        return clock.today(get_zone(self.space.time_zone))

    def _line(self, membership: Membership, lots: list[Source]) -> Item:
        has_begun = membership.valid_from <= self.today
        return {
            "person": membership.person or _("Somebody whose account is erased"),
            "plan": membership.plan.name,
            "when": when_said(membership, has_begun=has_begun),
            "end_url": reverse("booking:end_pass", args=[self.space.slug, membership.pk]),
            "lots": [
                {**lot_said(lot, membership), "url": self._correct_url(membership, lot)} for lot in lots if has_begun
            ],
        }

    def _correct_url(self, membership: Membership, lot: Source) -> str:
        return reverse("booking:correct_pass", args=[self.space.slug, membership.pk, lot.entitlement.pk])
