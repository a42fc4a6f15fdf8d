"""A booking to repeat: the dates that a rhythm gives, what stands in the way of some, and what to do about each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates, figures
from maillage.base.zones import get_zone
from spaces.booking import reasons, wording
from spaces.booking.addresses import form_url
from spaces.booking.forms import RepeatForm, TogetherForm
from spaces.booking.models import Booking
from spaces.booking.pages import same_time
from spaces.booking.pages.together_cost import TogetherCost
from spaces.booking.questions import Wanted
from spaces.booking.rules.refusals import CONFLICTS, Refusal
from spaces.booking.services.alternatives import that_day
from spaces.booking.services.pricing import price_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.same_time import theirs_at_each
from spaces.booking.services.series import PreviewDate, preview_series
from spaces.booking.services.together import Line
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote
from spaces.pricing.services.audiences import Belonging

MOST_OFFERED = 6  # for one date: a list that can be read on a phone
OUT = ""

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class RepeatPage:
    """The form that asks how often."""

    request: HttpRequest
    resource: Resource
    wanted: Wanted
    form: RepeatForm = field(kw_only=True)

    def context(self) -> Item:
        return {
            "resource": self.resource,
            "space": self.resource.space,
            "when": dates.when(self.wanted.start, self.wanted.end),
            "wanted": self.wanted.asked(),
            "form": self.form,
            "back_url": self._back_url(),
            "breadcrumb": self._breadcrumb(),
        }

    def _back_url(self) -> str:
        return form_url(self.resource, self.wanted.start, self.wanted.end, self.wanted.seats)

    def _breadcrumb(self) -> list[Item]:
        space = self.resource.space
        return [
            {"label": space.name, "url": space.get_absolute_url()},
            {"label": self.resource.name, "url": self._back_url()},
            {"label": pgettext("page", "Repeat")},
        ]


@dataclass(frozen=True, eq=False)
class Chosen:
    """What a person chose for each date, by its day; None: nothing yet."""

    values: Mapping[str, str] | None = None
    refusals: Mapping[str, BookingRefused] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class RepeatDatesPage(RepeatPage):
    """Every date with its choices, the total, one button.

    `problem`: what keeps it from being booked as it is; `asks`: whether that is a question about the cost.
    """

    booking_form: TogetherForm = field(kw_only=True)
    chosen: Chosen = field(default_factory=Chosen, kw_only=True)
    problem: str = field(default="", kw_only=True)
    asks: bool = field(default=False, kw_only=True)

    @cached_property
    def rrule(self) -> str:
        return self.form.repetition.rrule(self.wanted.start.date())

    @cached_property
    def previews(self) -> list[PreviewDate]:
        """Raises DomainError("bad_rrule") for a rhythm that no series can follow."""
        user, wanted = self.request.user, self.wanted
        asked: dict[str, Any] = {
            "person": user,
            "by": user,
            "start": wanted.start,
            "end": wanted.end,
            "seats": wanted.seats,
            "organisation": self.booking_form.on_behalf,
        }
        return preview_series(self.resource, rrule=self.rrule, **asked)

    @cached_property
    def offers(self) -> list[list[Request]]:
        """What can be booked for each date: the date itself where it is free, or else what comes near."""
        first = self._request(self.previews[0])
        clashes = [self._at(first, one) for one in self.previews if one.code]
        others = iter(that_day(clashes))
        return [next(others)[:MOST_OFFERED] if one.code else [self._at(first, one)] for one in self.previews]

    def _request(self, one: PreviewDate) -> Request:
        user, organisation = self.request.user, self.booking_form.on_behalf
        more: dict[str, Any] = {"person": user, "by": user, "seats": self.wanted.seats}
        more["organisation_id"] = organisation.pk if organisation else None
        return Request.new(self.resource, start=one.start, end=one.end, **more)

    @staticmethod
    def _at(first: Request, one: PreviewDate) -> Request:
        return replace(first, start_at=one.start.astimezone(UTC), end_at=one.end.astimezone(UTC))

    def value_for(self, index: int) -> str:
        """What is chosen for a date: as it was, else the date where it is free and they have not booked it yet."""
        one, offers = self.previews[index], self.offers[index]
        offered = [value_of(offer) for offer in offers]
        if self.chosen.values is None:
            return OUT if one.code or index in self.own else offered[0]
        chosen = self.chosen.values.get(name_of(one), OUT)
        return chosen if chosen in offered else OUT

    @cached_property
    def accepted(self) -> list[tuple[int, Request]]:
        """The chosen offers, with the number of their date."""
        found = []
        for index, offers in enumerate(self.offers):
            value = self.value_for(index)
            found += [(index, offer) for offer in offers if value_of(offer) == value]
        return found

    @property
    def lines(self) -> list[Line]:
        return [Line(one.resource, one.start_at, one.end_at, one.seats) for _number, one in self.accepted]

    @property
    def asked(self) -> list[object]:
        """What the form says, whatever is free by now."""
        wanted, chosen = self.wanted, self.chosen.values or {}
        return [self.resource.path, wanted.start, wanted.end, wanted.seats, *sorted(filter(None, chosen.values()))]

    @cached_property
    def _theirs(self) -> list[list[Booking]]:
        """What they have at each date, wherever. One query."""
        return theirs_at_each(self.request.user, [(one.start, one.end) for one in self.previews])

    @cached_property
    def own(self) -> dict[int, list[Booking]]:
        """What of it is here, at each date that has any, by its number."""
        here = ([booking for booking in theirs if booking.resource_id == self.resource.pk] for theirs in self._theirs)
        return {index: bookings for index, bookings in enumerate(here) if bookings}

    def _elsewhere(self, index: int) -> list[Item]:
        """What of it is elsewhere: nothing is in the way, but they may have forgotten it."""
        return same_time.lines(one for one in self._theirs[index] if one.resource_id != self.resource.pk)

    def _own(self) -> Item | None:
        """Whoever goes back and looks at the same dates again may not know that they went through."""
        if not self.own:
            return None
        series = {booking.series for bookings in self.own.values() for booking in bookings}
        common = series.pop() if len(series) == 1 else None
        return {"count": len(self.own), "url": common.get_absolute_url() if common else ""}

    @cached_property
    def cost(self) -> TogetherCost:
        requests = [offer for _number, offer in self.accepted]
        return TogetherCost(requests, self._belonging, self.booking_form.on_site)

    @cached_property
    def _belonging(self) -> Belonging:
        return Belonging(self.request.user, self.resource.space)

    def _quote(self, offer: Request) -> Quote | None:
        return price_of(offer, self._belonging)

    @property
    def has_lost(self) -> bool:
        """Whether something that was chosen can no longer be had."""
        return any(self._is_lost(index) for index in range(len(self.previews)))

    @property
    def has_too_much(self) -> bool:
        """Whether what was chosen is lost to a limit on how much may be booked: to nobody who was quicker."""
        lost = [one.code for index, one in enumerate(self.previews) if self._is_lost(index)]
        return Refusal.QUOTA in lost

    def _is_lost(self, index: int) -> bool:
        chosen = (self.chosen.values or {}).get(name_of(self.previews[index]), OUT)
        return bool(chosen) and not self.value_for(index)

    def context(self) -> Item:
        return super().context() | {
            "booking_form": self.booking_form,
            "problem": self.problem,
            "days": [self._day(index) for index in range(len(self.previews))],
            "own": self._own(),
            "clashes": len(self._clashes),
            "clash_reason": reasons.reason(self.previews[self._clashes[0]].code) if len(self._clashes) == 1 else "",
            "can_choose": any(self.offers[index] for index in self._clashes),
            **self.cost.context(),
            "action": self.request.get_full_path(),
            "change_url": f"{self.request.get_full_path()}&changer=1",
            "submit": self._submit(),
            "facts": self._facts(),
        }

    @property
    def _clashes(self) -> list[int]:
        """The dates that cannot be booked, by their numbers."""
        return [index for index, one in enumerate(self.previews) if one.code and not self._is_own(index)]

    @property
    def _has_any(self) -> bool:
        """Whether anything at all can be booked of it."""
        return any(self.offers)

    def _submit(self) -> str:
        if not self._has_any:
            return ""
        if self.resource.requires_approval:
            return _("Send these requests")
        return self.cost.yes if self.asks else _("Book these dates")

    def _facts(self) -> list[Item]:
        said = wording.asked_of(self.resource, self.wanted.seats)
        taken = [self.previews[index] for index, _offer in self.accepted] or self.previews
        count = _("%(count)s of %(all)s") % {"count": len(self.accepted), "all": len(self.previews)}
        return [
            {"label": _("What"), "value": self.resource.name, "detail": said},
            {"label": _("Where"), "value": self.resource.space.name},
            {"label": pgettext("day", "From"), "value": dates.day_long(taken[0].start.date())},
            {"label": pgettext("day", "To"), "value": dates.day_long(taken[-1].start.date())},
            {"label": _("Dates"), "value": count},
            {"label": _("Hours"), "value": dates.hours(self.wanted.start, self.wanted.end)},
        ]

    def _day(self, index: int) -> Item:
        one, offers, value = self.previews[index], self.offers[index], self.value_for(index)
        refusal = self.chosen.refusals.get(name_of(one))
        return {
            "name": name_of(one),
            "day": dates.day_long(one.start.date()),
            "hours": dates.hours(one.start, one.end) if one.start.date() == one.end.date() else dates.when(one.end),
            "moved": self._moved(one),
            "reason": "" if self._is_own(index) else reasons.reason(one.code),
            "own": [self._own_line(booking) for booking in self.own.get(index, [])],
            "same_time": self._elsewhere(index),
            "refusal": refusal.message if refusal else "",
            "is_lost": self._is_lost(index),
            "is_taken": one.code in CONFLICTS and not self._is_own(index),
            "value": value_of(offers[0]) if offers and not one.code else "",
            "checked": bool(value),
            "options": [self._option(offer, value, one) for offer in offers] if one.code else [],
        }

    def _is_own(self, index: int) -> bool:
        """Whether nothing but what they have booked already stands in the way of a date."""
        return self.previews[index].code in CONFLICTS and index in self.own

    def _own_line(self, booking: Booking) -> Item:
        zone = get_zone(self.resource.space.time_zone)
        return {"label": dates.when(booking.start_at, booking.end_at, zone), "url": booking.get_absolute_url()}

    def _moved(self, one: PreviewDate) -> str:
        if not one.moved:
            return ""
        said = {"hour": dates.clock_time(self.wanted.start)}
        return _("The clocks change that day: %(hour)s does not exist.") % said

    def _option(self, offer: Request, value: str, one: PreviewDate) -> Item:
        hours = dates.hours(offer.start_at, offer.end_at, offer.zone)
        label = hours if offer.resource == self.resource else f"{offer.resource.name}, {hours}"
        quote = self._quote(offer)
        if quote and quote.amount_cents:
            label += f" · {figures.cents(quote.amount_cents, quote.currency)}"
        return {"value": value_of(offer), "label": label, "selected": value_of(offer) == value}


def name_of(one: PreviewDate) -> str:
    """The field of a date in the form: a series has one a day."""
    return f"date-{one.start.date().isoformat()}"


def value_of(offer: Request) -> str:
    """An offer as the form sends it."""
    return f"{offer.resource.slug}/{offer.start_at:%Y%m%dT%H%MZ}"
