"""A booking about to be given another time, or its like: when, until when, where else, what it would cost instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import clock, dates
from maillage.base.instants import to_instant
from maillage.users.permissions import Anyone
from spaces.booking import pass_wording, permissions, wording
from spaces.booking.addresses import BoardAddress, booking_path, move_path, moving_to
from spaces.booking.forms import outlay
from spaces.booking.models import Booking, State
from spaces.booking.pages import same_time
from spaces.booking.pages.cancelling import is_still_time
from spaces.booking.pages.reserve import offered_ends
from spaces.booking.questions import BoardQuestion, Key, Wanted, moment
from spaces.booking.services.alternatives import Alternative
from spaces.booking.services.elsewhere import Elsewhere, Equivalents, equivalents
from spaces.booking.services.passes import Cost, costs_instead, days_to_give_up, taken_once_moved
from spaces.booking.services.policies import check_stays_due, check_stays_whole, taken_along
from spaces.booking.services.previews import Preview, preview
from spaces.booking.services.refusals import PRICE_CHANGES, BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.same_time import theirs_at
from spaces.booking.services.writing import state_once_moved
from spaces.catalogue.models import Resource
from spaces.catalogue.permissions import can_see as can_see_space
from spaces.pricing.services.audiences import Belonging

Item = dict[str, Any]


def is_movable(user: Anyone, booking: Booking) -> bool:
    """Whether `user` may still give it another time without a call: it is somebody's, and not over."""
    now = clock.now()
    if (
        booking.end_at <= now
        or booking.person is None
        or booking.state == State.HOLD
        or not permissions.can_move(user, booking)
    ):
        return False
    return is_still_time(user, booking, now)


@dataclass(frozen=True, eq=False)
class ReschedulePage:
    """`wanted`: the time asked for; the booking's own at first, as `resource` is, which comes with its prices.

    `refused`: what the service said when they tried.
    """

    request: HttpRequest
    booking: Booking
    wanted: Wanted
    resource: Resource
    refused: BookingRefused | None = None

    @property
    def mover(self) -> Anyone:
        """Who moves it."""
        return self.request.user

    @property
    def key(self) -> Key:
        """By what addresses know it."""
        return self.booking.uuid

    @property
    def path(self) -> str:
        """Where this page is."""
        return move_path(self.key)

    @property
    def page_url(self) -> str:
        """The booking's own page."""
        return booking_path(self.key)

    @cached_property
    def preview(self) -> Preview:
        one, wanted = self.booking, self.wanted
        asked: dict[str, Any] = {"start": wanted.start, "end": wanted.end, "seats": one.seats, "besides": one}
        asked |= {"organisation": one.organisation, "belonging": self._belonging}
        return preview(self.resource, person=one.person, **asked)

    @property
    def refusal(self) -> BookingRefused | None:
        if self.refused and not self.problem:
            return self.refused
        return None if self.is_same else self.preview.refusal or self._too_late

    @property
    def problem(self) -> str:
        """What they have to look at before it is moved: it takes more than they were shown."""
        return self.refused.message if self.refused and self.refused.code == PRICE_CHANGES else ""

    @cached_property
    def _too_late(self) -> BookingRefused | None:
        """What speaks against giving some of it back so late."""
        minutes = wording.minutes(self.wanted.start, self.wanted.end) * self.booking.seats
        asked: dict[str, Any] = {"by": self.mover, "at": clock.now()}
        try:
            check_stays_whole(self.booking, **asked, minutes=minutes)
            if not self._move.changes_stay:  # who is there: what is due stays taken
                taken = taken_once_moved(self.preview.use, self.booking, days_to_give_up(self.booking))
                check_stays_due(self.booking, **asked, asks_team=self._asks_team, passes=taken)
        except BookingRefused as refusal:
            return refusal
        return None

    @cached_property
    def _move(self) -> Request:
        """What they ask for."""
        asked: dict[str, Any] = {"start": self.wanted.start, "end": self.wanted.end, "resource": self.resource}
        return Request.to_move(self.booking, by=self.mover, **asked)

    @cached_property
    def _asks_team(self) -> bool:
        """Whether it becomes a request again."""
        return state_once_moved(self.booking, self._move) == State.PENDING

    @cached_property
    def _due(self) -> Mapping[str, int]:
        """What there is to pay in any case, whatever it costs from now on."""
        return taken_along(self.booking, by=self.mover, at=clock.now()) if self.booking.is_of(self.mover) else {}

    @property
    def _floor_cents(self) -> int:
        return self._due.get("floor_cents", 0)

    @property
    def is_same(self) -> bool:
        """Nothing would change."""
        asked = [to_instant(self.wanted.start), to_instant(self.wanted.end)]
        stays = asked == [to_instant(self.booking.start_at), to_instant(self.booking.end_at)]
        return stays and not self.is_elsewhere

    @property
    def is_elsewhere(self) -> bool:
        return self.resource.pk != self.booking.resource_id

    @property
    def has_begun(self) -> bool:
        """Only its end can still change."""
        return self.booking.start_at <= clock.now()

    def context(self) -> Item:
        booking = self.booking
        return {
            "booking": booking,
            "resource": self.resource,
            "space": booking.resource.space,
            "was": dates.when(booking.start_at, booking.end_at, booking.zone),
            "when": dates.when(self.wanted.start, self.wanted.end),
            "wanted": moving_to(booking, self.wanted, self.resource),
            "is_same": self.is_same,
            "refusal": self.refusal.message if self.refusal else "",
            "alternatives": self._alternatives(),
            "same_time": self._same_time(),
            "ends": self._ends(),
            "elsewhere": self._elsewhere(),
            "more": self._more(),
            "rest_url": self._rest_url(),
            "facts": self._facts(),
            **self._cost(),
            "board_url": "" if self.has_begun else self._board_url(self.resource.slug * self.resource.is_active),
            "board_kind": "primary" if self.is_same or self.refusal else "plain",
            "path": self.path,
            "page_url": self.page_url,
            "submit": self._submit(),
            "warning": self._warning(),
            "breadcrumb": [
                {"label": booking.resource.name, "url": self.page_url},
                {"label": pgettext("page", "Move")},
            ],
        }

    def _warning(self) -> str:
        """What asking again puts at stake; what leaving sooner does not bring back."""
        if not self._asks_team:
            return self._stays_taken()
        if self.booking.state == State.PENDING:
            return _("The team answers each request by e-mail.")
        return _(
            "It becomes a request again, which the team answers by e-mail. If they say no, your former time is gone."
        )

    def _stays_taken(self) -> str:
        """Of passes, by who is there, where cancelling costs something already."""
        if self.is_same or not (self._move.changes_stay and self._move.takes_less):
            return ""
        now = self.preview.use.amounts
        due = [(unit, self._due.get(f"floor_{unit}", 0)) for unit in ("minutes", "days")]
        said = [pass_wording.counted(unit, amount) for unit, amount in due if amount > now.get(unit, 0)]
        words = _("Leaving sooner brings nothing more of your passes back: they stay charged %(amount)s.")
        return words % {"amount": " + ".join(said)} if said else ""

    def _same_time(self) -> list[Item]:
        """What else its person has at the new time: said to them alone. One query."""
        if self.is_same or self.refusal or not self.booking.is_of(self.mover):
            return []
        theirs = theirs_at(self.mover, start=self.wanted.start, end=self.wanted.end).exclude(pk=self.booking.pk)
        return same_time.lines(theirs.select_related("resource__space"))

    def _facts(self) -> list[Item]:
        booking, wanted = self.booking, self.wanted
        was = dates.when(booking.start_at, booking.end_at, booking.zone)
        if self.refusal:  # what is left is to leave it as it is
            what = {"label": _("What"), "value": booking.resource.name, "detail": wording.places(booking)}
            times = booking.start_at, booking.end_at
            asked = {"label": pgettext("a time", "Asked for"), "value": dates.when(wanted.start, wanted.end)}
            return [what, {"label": _("When"), "value": was}, *wording.duration_fact(*times), asked]
        facts = [{"label": _("What"), "value": self.resource.name, "detail": wording.places(booking)}]
        if not self.is_same:
            where = booking.resource.name if self.is_elsewhere else ""
            facts.append({"label": pgettext("a booking", "Was"), "value": was, "detail": where})
        return [
            *facts,
            {"label": _("When"), "value": dates.when(wanted.start, wanted.end)},
            *wording.duration_fact(wanted.start, wanted.end),
        ]

    def _cost(self) -> Item:
        if self.refusal:
            return {"total": wording.due(self.booking)}
        return {
            "total": self._total(),
            "total_note": " · ".join(part for part in (self._from_passes(), self._price_change()) if part),
            "totals": {"total": self.preview.outlay},
            "pass_brief": pass_wording.of_passes(self.preview.use),
            "problem": self.problem,
        }

    def _submit(self) -> str:
        if self._asks_team:
            return _("Ask for this change")
        if self.refused and self.problem:
            return wording.yes_move(outlay(self.refused.detail["takes"]), self.booking.currency)
        takes = self.preview.outlay
        takes = takes._replace(cents=max(takes.cents or 0, self._floor_cents))
        is_same_price = takes.cents == (self.booking.price_cents or 0)
        return pgettext("verb", "Move") if is_same_price else wording.do_move(takes, self.booking.currency)

    def _total(self) -> str:
        if not self.wanted.makes_sense:
            return ""
        if self._owes_more:
            return wording.including_vat(self._floor_cents, self.booking.currency)
        return wording.total(self.preview.quote, is_covered=bool(self.preview.use.parts))

    def _from_passes(self) -> str:
        """What is taken of each pass there, and what is left once it has given back what it has."""
        return "" if self.is_same else " · ".join(pass_wording.pass_used(part) for part in self.preview.use.parts)

    @property
    def _owes_more(self) -> bool:
        """Whether what was due already is more than what it would cost."""
        quote = self.preview.quote
        return self._floor_cents > (quote.amount_cents if quote else 0)

    def _price_change(self) -> str:
        """What it cost so far, where that changes."""
        if self._owes_more:
            return _("It costs less there, but this much is due since cancelling is no longer free of charge.")
        return wording.price_before(self.booking, self.preview.quote)

    def _ends(self) -> list[Item]:
        return offered_ends(
            self.preview, self.wanted.start, self.booking.zone, lambda *times: {"url": self._url(*times)}
        )

    def _alternatives(self) -> list[Item]:
        """Other times of the same resource: where else there is something then is said below."""
        if self.refusal is None or self.has_begun:
            return []
        found: Sequence[Alternative] = self.preview.instead or self.refusal.detail.get("alternatives", [])
        return [self._alternative(one) for one in found if one["resource"] == self.resource.path]

    def _alternative(self, one: Alternative) -> Item:
        start, end = moment(one["start"], self.booking.zone), moment(one["end"], self.booking.zone)
        is_that_day = start.date() == end.date() == self.wanted.start.date()
        return {
            "label": dates.hours(start, end),
            "note": "" if is_that_day else dates.day_long(start.date()),
            "url": self._url(start, end),
        }

    def _url(self, start: datetime, end: datetime, resource: Resource | None = None) -> str:
        asked = moving_to(self.booking, Wanted(start, end), resource or self.resource)
        return f"{self.path}?{urlencode(asked)}"

    @cached_property
    def _equivalents(self) -> Equivalents:
        if self.has_begun:
            return Equivalents([])
        return equivalents(self.booking, start=self.wanted.start, end=self.wanted.end)

    def _elsewhere(self) -> list[Item]:
        """The like of what it has that is free then, and what it has now where another is chosen."""
        own, found = self.booking.resource, self._equivalents.first
        now = {"label": own.name, "note": _("what you have now"), "features": own.offers, "url": self._at(own)}
        costs = costs_instead([one.request for one in found], self._belonging)
        others = [self._other(one, cost) for one, cost in zip(found, costs, strict=True)]
        return [now] * (self.is_elsewhere and not self.has_begun) + others

    @cached_property
    def _belonging(self) -> Belonging:
        return Belonging(self.booking.person, self.booking.resource.space)

    def _other(self, one: Elsewhere, cost: Cost) -> Item:
        """What it is where it is of another kind, for how many, what passes would pay of it and its price."""
        other = one.resource
        kind = "" if other.kind == self.booking.resource.kind else capfirst(other.get_kind_display())
        price = wording.cost_said(cost.quote, cost.use)
        return {
            "label": other.name,
            "note": " · ".join(part for part in (kind, wording.size(other), price) if part),
            "features": other.offers,
            "url": self._at(other),
            "kind": "selected" if other == self.resource else "free",
        }

    def _at(self, resource: Resource) -> str:
        """This page for another resource, at the same time."""
        return self._url(self.wanted.start, self.wanted.end, resource)

    def _more(self) -> Item | None:
        """How much else is free then that is not shown, and where all of it is."""
        count = self._equivalents.more
        if not count:
            return None
        text = ngettext("%(count)s more is free at that time.", "%(count)s more are free at that time.", count)
        return {"text": text % {"count": count}, "url": self._board_url("")}

    def _rest_url(self) -> str:
        """Where the rest of what has begun can be booked elsewhere: it stays whole where it is."""
        if not self.has_begun:
            return ""
        today = clock.today(self.booking.zone)
        return BoardAddress(self.booking.resource.space, BoardQuestion(day=today)).having()

    def _board_url(self, slug: str) -> str:
        """The day's board of one resource, or without a slug of all: each of its times leads back here.

        None for whom may no longer read about the place.
        """
        if not can_see_space(self.mover, self.booking.resource.space):
            return ""
        return board_to_move(self.booking, self.wanted, slug, key=self.key)


def board_to_move(booking: Booking, wanted: Wanted, slug: str, *, key: Key) -> str:
    """The board of that day, of one resource or of all, for as long: each of its times leads back to the move."""
    asked = BoardQuestion(day=wanted.start.date(), resource=slug, moving=key)
    if wanted.makes_sense:
        asked = replace(asked, duration=wording.minutes(wanted.start, wanted.end))
    return BoardAddress(booking.resource.space, asked).having()
