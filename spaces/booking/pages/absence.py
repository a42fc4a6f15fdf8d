"""What somebody has booked while they are away: lines to tick, given back in one go."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import clock, dates
from maillage.base.instants import midnight, to_utc
from maillage.base.zones import get_zone
from maillage.users.requests import MemberRequest
from spaces.booking import wording
from spaces.booking.forms import AbsenceForm
from spaces.booking.models import Booking
from spaces.booking.pages.cancelling import given_back, is_still_cancellable, still_owed
from spaces.booking.permissions import can_cancel
from spaces.booking.services.excuses import note_excuses

ONE_DAY = timedelta(1)
FIELD = "reservation"

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class AbsencePage:
    """The days that a valid `form` says, on the clock of each place. `ticked`: the keys chosen; None: all of them."""

    request: MemberRequest
    form: AbsenceForm
    ticked: frozenset[str] | None = field(default=None, kw_only=True)

    @cached_property
    def bookings(self) -> list[Booking]:
        """What touches these days, is not over and may be given back. One query; more where it may cost something."""
        if not self.form.is_valid():
            return []
        first_on, last_on, now = self.form.cleaned_data["du"], self.form.cleaned_data["au"], self.now
        utc = get_zone("UTC")  # a day more on either side: no clock is further away
        start_at, end_at = to_utc(midnight(first_on - ONE_DAY, utc)), to_utc(midnight(last_on + 2 * ONE_DAY, utc))
        mine = Booking.objects.of(self.request.user).for_listing().holding(now).filter(end_at__gt=now)
        found = mine.overlapping(start_at, end_at).order_by("start_at", "pk")
        theirs = [
            one
            for one in found
            if one.start_at < to_utc(midnight(last_on + ONE_DAY, one.zone))
            and one.end_at > to_utc(midnight(first_on, one.zone))
            and can_cancel(self.request.user, one)
        ]
        note_excuses(theirs)
        return theirs

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @property
    def chosen(self) -> list[Booking]:
        """What is ticked."""
        return [one for one in self.bookings if self._is_ticked(one)]

    def _is_ticked(self, one: Booking) -> bool:
        return self.ticked is None or str(one.uuid) in self.ticked

    def context(self) -> Item:
        going = [one for one in self.chosen if self._is_free_to_go(one)]
        return {
            "form": self.form,
            "is_asked": self.form.is_bound and self.form.is_valid(),
            "items": [self._item(one) for one in self.bookings],
            "given_back": given_back(self.request.user, going, self.now),
            "submit": self._submit(len(going)),
            "field": FIELD,
            "action": self.request.get_full_path(),
            "breadcrumb": [
                {"label": _("My bookings"), "url": reverse("booking:mine")},
                {"label": pgettext("page", "Absence")},
            ],
        }

    def _submit(self, count: int) -> str:
        if not count:
            return _("Cancel what is ticked")
        return ngettext("Cancel %(count)s booking", "Cancel %(count)s bookings", count) % {"count": count}

    def _is_free_to_go(self, one: Booking) -> bool:
        return is_still_cancellable(self.request.user, one, self.now)

    def _item(self, one: Booking) -> Item:
        return {
            "can_cancel": self._is_free_to_go(one),
            "is_ticked": self._is_ticked(one),
            "owed": still_owed(self.request.user, one, self.now),
            "value": str(one.uuid),
            "when": dates.when(one.start_at, one.end_at, one.zone),
            "what": ", ".join(
                part for part in (one.resource.name, wording.places(one), one.resource.space.name) if part
            ),
        }
