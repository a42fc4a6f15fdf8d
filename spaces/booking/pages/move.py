"""The team's form that moves a booking: what is free, what it would cost, and what is said once it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base import clock, dates, figures
from spaces.booking import pass_wording, wording
from spaces.booking.addresses import team_move_path
from spaces.booking.clock_fields import written
from spaces.booking.forms import LOOK, outlay
from spaces.booking.models import Booking
from spaces.booking.pages import same_time
from spaces.booking.pages.booking import BookingPage
from spaces.booking.pages.instead import instead, yields
from spaces.booking.pages.reschedule import board_to_move, is_movable
from spaces.booking.questions import Wanted
from spaces.booking.reasons import reason
from spaces.booking.services.elsewhere import Elsewhere, elsewhere
from spaces.booking.services.passes import Cost, costs_instead, taken_of
from spaces.booking.services.previews import Preview, preview_of
from spaces.booking.services.refusals import PRICE_CHANGES, BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.team_forms import TAKES, MoveForm
from spaces.catalogue.models import Resource
from spaces.pricing.services.audiences import Belonging

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class MovePage:
    """The form, and what it would cost as it is filled in, or why it would be refused and what is free instead.

    `refused`: what the service said when it was sent.
    """

    request: HttpRequest
    booking: Booking
    form: MoveForm
    back_url: str
    refused: BookingRefused | None = None

    @property
    def path(self) -> str:
        """Where this page is."""
        return team_move_path(self.booking)

    @cached_property
    def asked(self) -> Request | None:
        """What is in the form; None while it makes no sense, or changes nothing."""
        wish, booking = self.form.wish, self.booking
        if self.form.errors:
            return None
        reason = wish.get("override_reason", "")
        more: dict[str, Any] = {"resource": wish["resource"], "override_reason": reason}
        request = Request.to_move(booking, by=self.request.user, start=wish["start"], end=wish["end"], **more)
        stays = (request.start_at, request.end_at) == (booking.start_at, booking.end_at)
        if stays and not request.moves_elsewhere and not self.refused:
            return None
        prefetch_related_objects([request.resource], "prices", "habilitations")
        return request

    @cached_property
    def preview(self) -> Preview | None:
        return preview_of(self.asked) if self.asked else None

    @property
    def question(self) -> BookingRefused | None:
        """What has to be agreed to: it takes something else than it did."""
        return self.refused if self.refused and self.refused.code == PRICE_CHANGES else None

    @property
    def refusal(self) -> BookingRefused | None:
        if self.question:
            return None
        return self.refused or (self.preview.refusal if self.preview else None)

    def context(self) -> Item:
        offer_others(self.form, by=self.request.user)
        has_begun = self.booking.start_at <= clock.now()
        return BookingPage(self.request, self.booking).context() | {
            "form": self.form,
            "back_url": self.back_url,
            "board_url": "" if has_begun else self._board_url(),
            "rest_url": reverse("booking:welcome", args=[self.booking.resource.space.slug]) if has_begun else "",
            "question": self.question.message if self.question else "",
            "refused": self._with_way_out(self.refusal) if self.refused and self.refusal else "",
            "refusal": self._why_not(),
            "alternatives": self._alternatives(),
            "same_time": self._same_time(),
            "submit": _("Move the booking"),
            **self._cost(),
        }

    def _why_not(self) -> str:
        """What it says instead of a price, before it is sent."""
        if self.refused:
            return ""
        if self.refusal:
            return self._with_way_out(self.refusal)
        return self.form.wrong_so_far("start", "end") if LOOK in self.request.POST else ""

    def _same_time(self) -> list[Item]:
        """What else its person has here at the new time."""
        asked = self.asked
        if asked is None or self.refusal or self.booking.person is None:
            return []
        when: dict[str, Any] = {"start": asked.start_at, "end": asked.end_at, "besides": self.booking}
        return same_time.here(self.booking.person, self.booking.resource.space, **when)

    def _with_way_out(self, refusal: BookingRefused) -> str:
        beyond = _("To move it all the same, give a reason to go beyond the rules.")
        return f"{refusal.message} {beyond}" if yields(refusal, self.form) else refusal.message

    def _alternatives(self) -> list[Item]:
        if self.preview is None or self.refusal is None:
            return []
        asked: dict[str, Any] = {"of": self.preview.request.resource, "start": self.form.wish["start"]}
        return instead(self.preview.instead, **asked, button=self._alternative)

    def _alternative(self, resource: Resource, *times: Any) -> Item:
        return {"action": self.path, "value": "/".join([str(resource.pk), *map(written, times)])}

    def _cost(self) -> Item:
        """What it would have and cost once it is moved; what the form says that it takes, and its button."""
        if self.preview is None or self.refusal:
            return {}
        request, use, wish = self.preview.request, self.preview.use, self.form.wish
        takes = outlay(self.question.detail["takes"]) if self.question else self.preview.outlay
        is_same_price = takes.cents == (self.booking.price_cents or 0)
        button = wording.yes_move if self.question else wording.do_move
        notes = [*map(pass_wording.pass_used, use.parts), wording.price_before(self.booking, self.preview.quote)]
        return {
            "moved": [
                {"label": _("What"), "value": request.resource.name, "detail": wording.places(self.booking)},
                {"label": _("When"), "value": dates.when(wish["start"], wish["end"])},
                *wording.duration_fact(wish["start"], wish["end"]),
            ],
            "moved_total": wording.total(self.preview.quote, is_covered=bool(use.parts)),
            "moved_note": " · ".join(note for note in notes if note),
            "totals": {TAKES: self.form.telling(str(takes))},
            **({} if is_same_price and not self.question else {"submit": button(takes, self.booking.currency)}),
        }

    def _board_url(self) -> str:
        """Where its person would find what is free; none for who has no account, for whom the board cannot judge."""
        if not is_movable(self.request.user, self.booking):
            return ""
        wish: Mapping[str, Any] = self.form.wish if not self.form.errors else self.form.initial
        start, end = (dates.local(wish[name], self.booking.zone) for name in ("start", "end"))
        wanted = Wanted(start, end, self.booking.seats)
        slug = wish["resource"].slug * wish["resource"].is_active
        return board_to_move(self.booking, wanted, slug, key=self.booking.uuid)


def offer_others(form: MoveForm, *, by: Any) -> None:
    """The other resources of the place, at the time in the form if it has one that makes sense."""
    booking, asked = form.booking, form.wish
    start, end = asked.get("start") or booking.start_at, asked.get("end") or booking.end_at
    found = elsewhere(booking, start=start, end=end, by=by)
    found = found or elsewhere(booking, start=booking.start_at, end=booking.end_at, by=by)
    free = [one for one in found if one.code is None]
    costs = costs_instead([one.request for one in free], Belonging(booking.person, booking.resource.space))
    offered = [(one.resource.pk, _free(one, cost)) for one, cost in zip(free, costs, strict=True)]
    form.offer(offered, [(one.resource.pk, f"{one.resource.name} ({reason(one.code)})") for one in found if one.code])


def where_to(moved: Booking, *, was: Booking) -> str:
    """« Léa Martin, déplacement : Salle Ossau, mardi 16 juin, 10 h – 12 h. », what else it costs, what a pass pays."""
    said = {"resource": moved.resource.name, "when": dates.when(moved.start_at, moved.end_at, moved.zone)}
    said["person"] = wording.who(moved)
    stays = moved.resource_id == was.resource_id
    to = _("%(person)s: moved to %(when)s.") if stays else _("%(person)s: moved to %(resource)s, %(when)s.")
    done = [to % said]
    taken = taken_of([moved])
    if moved.price_cents or not taken:
        done.append(_other_price(moved, was))
    if taken:
        pays = pass_wording.taken_in_all(taken)
        done.append(_("A pass pays: %(taken)s.") % {"taken": pays} if pays else f"{pass_wording.covered('')}.")
    return " ".join(part for part in done if part)


def _other_price(moved: Booking, was: Booking) -> str:
    """What it costs, where that is another than before."""
    if (moved.price_cents or 0) == (was.price_cents or 0):
        return ""
    cents = {"now": moved.price_cents or 0, "before": was.price_cents or 0}
    said = {name: figures.cents(one, moved.currency) for name, one in cents.items()}
    words = _("Its price is now %(now)s instead of %(before)s.") if was.price_cents else _("Its price is now %(now)s.")
    return words % said


def asked_on_timeline(booking: Booking, form: MoveForm, question: str) -> str:
    """Who would be moved where, and what has to be agreed to: the timeline shows nothing else of it."""
    typed = form.cleaned_data
    said = {"person": wording.who(booking), "resource": typed["resource"].name, "question": question}
    said["when"] = dates.when(typed["start"], typed["end"], booking.zone)
    return _("%(person)s: %(resource)s, %(when)s. %(question)s") % said


def _free(one: Elsewhere, cost: Cost) -> str:
    price = wording.cost_said(cost.quote, cost.use, paid=pass_wording.of_their_passes)
    return " · ".join(part for part in (one.resource.name, price) if part)
