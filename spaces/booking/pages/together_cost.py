"""What several bookings cost together, and what passes pay of it: for a basket and for a series."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from spaces.booking import pass_wording, wording
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services.passes import Cost, costs_together
from spaces.booking.services.requests import Request
from spaces.pricing.rules import Quote
from spaces.pricing.services.audiences import Belonging
from spaces.pricing.services.lots import Use

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class TogetherCost:
    """`requests` in the order in which they are booked.

    `on_site`: whether its person pays so all the same. One query, four where they have passes.
    """

    requests: Sequence[Request]
    belonging: Belonging
    on_site: bool = False

    @cached_property
    def _costs(self) -> list[Cost]:
        return costs_together(self.requests, self.belonging)

    @property
    def _whole(self) -> list[Quote | None]:
        return [cost.whole for cost in self._costs]

    @property
    def _rest(self) -> list[Quote | None]:
        return [cost.quote for cost in self._costs]

    @property
    def totals(self) -> dict[str, Outlay]:
        """What all of it takes, by the name of the field that says what was shown of it."""
        whole = Outlay(wording.total_of(self._whole)[0])
        return {"total": Outlay(wording.total_of(self._rest)[0], **self._use.amounts), "total_entier": whole}

    @property
    def _use(self) -> Use:
        return Use(tuple(part for cost in self._costs for part in cost.use.parts))

    @property
    def _paid(self) -> str:
        return pass_wording.of_passes(self._use)

    @property
    def _with_passes(self) -> bool:
        return bool(self._paid) and not self.on_site

    @property
    def yes(self) -> str:
        """The button under a question about it."""
        return wording.yes_to(self._rest, self._use) if self._with_passes else wording.yes_to(self._whole, Use())

    def context(self) -> Item:
        """`total` and `total_note` for the summary, and `passes`: for the part `together_payment`, None without any."""
        paid, with_passes = self._paid, self._with_passes
        quotes = self._rest if with_passes else self._whole
        cents, total = wording.total_of(quotes)
        is_covered = with_passes and not cents
        notes = [paid if with_passes and cents else "", wording.vat_of(quotes)]
        return {
            "total": pass_wording.covered(pass_wording.amounts_said(self._use.amounts)) if is_covered else total,
            "total_note": " · ".join(note for note in notes if note),
            "totals": self.totals,
            "passes": self._both_ways() if paid else None,
        }

    def _both_ways(self) -> Item:
        """What is paid with passes and without them, and which of the two is chosen."""
        ways = {"paid": self._paid, "rest": _on_site(self._rest), "whole": _on_site(self._whole)}
        return ways | {"are_chosen": self._with_passes}


def _on_site(quotes: Sequence[Quote | None]) -> str:
    """« 24 € TTC sur place »; nothing where there is nothing to pay."""
    cents, said = wording.total_of(quotes)
    return _("%(total)s on site") % {"total": said} if cents else ""
