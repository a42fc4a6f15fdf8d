"""What was booked together: its dates, which of them hold, what can be given back."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import clock, dates, figures
from spaces.booking import pass_wording, wording
from spaces.booking.models import Booking, BookingSeries, State
from spaces.booking.pages.cancelling import given_back, is_still_cancellable, still_owed
from spaces.booking.services.excuses import note_excuses
from spaces.booking.services.passes import outlay_now

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class SeriesPage:
    """A series as `request.user` may see it. `bookings`: those of it that they may, never none."""

    request: HttpRequest
    series: BookingSeries
    bookings: list[Booking]

    @cached_property
    def coming(self) -> list[Booking]:
        """Those that have not begun and can be given back."""
        now, user = self.now, self.request.user
        coming = [one for one in self.bookings if one.start_at > now and one.holds_at(now)]
        return [one for one in coming if is_still_cancellable(user, one, now)]

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def resources(self) -> list[str]:
        return list(dict.fromkeys(one.resource.name for one in self.bookings))

    @property
    def holding(self) -> list[Booking]:
        """Those that keep their place or wait for an answer."""
        return [one for one in self.bookings if one.state in State.HOLDING]

    def context(self) -> Item:
        note_excuses(self.bookings)
        count = len(self.coming)
        return {
            "title": ", ".join(self.resources[:3]) + ("…" if len(self.resources) > 3 else ""),
            "space": self.bookings[0].resource.space,
            "lede": self._lede(),
            "items": [self._item(one) for one in self.bookings],
            "total": self._total(),
            "calendar_url": reverse("booking:series_calendar", args=[self.series.uuid]) if self.holding else "",
            "can_cancel": bool(self.coming),
            "cancel_url": reverse("booking:cancel_series", args=[self.series.uuid]),
            "cancel_title": ngettext("Cancel %(count)s booking?", "Cancel %(count)s bookings?", count)
            % {"count": count},
            "cancelled": [self._item(one) for one in self.coming],
            "series": self.series,
            "breadcrumb": [{"label": _("My bookings"), "url": reverse("booking:mine")}, {"label": _("Series")}],
        }

    def to_cancel(self) -> Item:
        """What the page shows that asks once more, with what would come back of passes."""
        return self.context() | {"given_back": given_back(self.request.user, self.coming, self.now)}

    def _lede(self) -> str:
        """How many of them hold, from when to when."""
        shown = self.holding or self.bookings
        first, last, count = shown[0], shown[-1], len(shown)
        days = dates.days(dates.local(first.start_at, first.zone).date(), dates.local(last.start_at, last.zone).date())
        if self.holding:
            said = ngettext("%(count)s booking, %(days)s", "%(count)s bookings, %(days)s", count)
        elif all(one.state == State.CANCELLED for one in self.bookings):
            said = ngettext("Cancelled: %(count)s booking, %(days)s", "Cancelled: %(count)s bookings, %(days)s", count)
        else:
            said = ngettext(
                "No longer booked: %(count)s booking, %(days)s", "No longer booked: %(count)s bookings, %(days)s", count
            )
        return said % {"count": count, "days": days}

    def _total(self) -> str:
        outlay = outlay_now(self.holding)
        if outlay.cents:
            return figures.cents(outlay.cents, self.holding[0].currency)
        return pass_wording.covered(pass_wording.amounts_said(outlay.units)) if any(outlay.units.values()) else ""

    def _item(self, one: Booking) -> Item:
        """A line: its date, its resource where there are several."""
        several = len(self.resources) > 1
        return {
            "url": one.get_absolute_url(),
            "when": dates.when(one.start_at, one.end_at, one.zone),
            "resource": one.resource.name if several else "",
            "owed": still_owed(self.request.user, one, self.now),
            "status": wording.status(one),
            "status_kind": wording.status_kind(one),
        }
