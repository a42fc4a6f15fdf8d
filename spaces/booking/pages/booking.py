"""What the page of one booking shows, made of components' arguments."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import clock, dates, figures, telephone
from maillage.base.qr import svg
from maillage.users.permissions import Anyone
from spaces.booking import pass_wording, permissions, wording
from spaces.booking.addresses import BoardAddress
from spaces.booking.models import Booking, State
from spaces.booking.pages.cancelling import given_back
from spaces.booking.pages.history import history
from spaces.booking.pages.reschedule import is_movable
from spaces.booking.policy_wording import conditions, due_already
from spaces.booking.questions import BoardQuestion
from spaces.booking.rules.arriving import Arrival
from spaces.booking.services.arriving import arrival_of
from spaces.booking.services.codes import address_of
from spaces.booking.services.excuses import is_excused
from spaces.booking.services.passes import taken_of
from spaces.booking.services.policies import check_still_time, kept_when_cancelled
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.untrained import untrained
from spaces.catalogue.permissions import can_staff

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class BookingPage:
    """A booking as `request.user` may see it: its person, or the team of the space."""

    request: HttpRequest
    booking: Booking

    @property
    def reader(self) -> Anyone:
        """Who looks, and would act."""
        return self.request.user

    @cached_property
    def is_theirs(self) -> bool:
        return self.booking.is_of(self.reader)

    @cached_property
    def is_team(self) -> bool:
        return can_staff(self.reader, self.booking.resource.space)

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    def context(self) -> Item:
        booking = self.booking
        return {
            "booking": booking,
            "resource": booking.resource,
            "space": booking.resource.space,
            "is_theirs": self.is_theirs,
            "is_team": self.is_team,
            "breadcrumb": self._breadcrumb(),
            "lacking": self._lacking(),
            "status": wording.status(booking),
            "status_kind": wording.status_kind(booking),
            "when": dates.when(booking.start_at, booking.end_at, booking.zone),
            "who": wording.who(booking) if self.is_team and not self.is_theirs else "",
            "facts": self._facts(),
            "access": self._access(),
            "conditions": self._conditions(),
            "held_until": self._held_until(),
            "cancelling": self._cancelling(),
            "asks_why": self.asks_why,
            "team_said": _("The team’s answer") if booking.state == State.REFUSED else _("A word from the team"),
            "cancel_text": " ".join(part for part in (self._cancel_text(), self._given_back()) if part),
            "history": history(booking, self.reader),
            **self._price(),
            **self._code(),
            **self._acts(),
            **self._addresses(),
        }

    def to_cancel(self) -> Item:
        """The page that asks once more whether to cancel it, with its way back."""
        *before, this = self._breadcrumb()
        here = {"label": pgettext("page", "Cancellation")}
        return self.context() | {"way": [*before, this | {"url": self.booking.get_absolute_url()}, here]}

    def _price(self) -> Item:
        booking = self.booking
        return {
            "total": self._total(),
            "total_note": wording.vat(booking.vat_cents, booking.vat_rate, booking.currency) if self._holds else "",
            "pay_note": _("You pay on site.") if self._owes and self.is_theirs else "",
        }

    @cached_property
    def _arrival(self) -> Arrival:
        return arrival_of(self.booking, self.now)

    @property
    def _may_have_come(self) -> bool:
        """Arrivals are noted on the day itself."""
        return self.booking.state == State.CONFIRMED and self._arrival != Arrival.ANOTHER_DAY

    def _acts(self) -> dict[str, bool]:
        """What whoever looks can do with it now."""
        booking, user = self.booking, self.reader
        return {
            "can_cancel": self._holds and self.why_not_cancel is None and permissions.can_cancel(user, booking),
            "can_confirm": self._is_held and permissions.can_confirm(user, booking),
            "can_approve": permissions.can_approve(user, booking),
            "can_check_in": self._may_have_come and permissions.can_check_in(user, booking),
            "can_undo": booking.can_be_undone_at(clock.now()) and permissions.can_check_in(user, booking),
            "can_arrive": self.is_theirs and self._arrival == Arrival.EXPECTED,
            "has_calendar": self.is_theirs and booking.state in State.HOLDING - {State.HOLD},
        }

    def _addresses(self) -> dict[str, str]:
        booking = self.booking
        return {
            "move_url": self._move_url(),
            "reschedule_url": self._reschedule_url(),
            "cancel_url": reverse("booking:cancel", args=[booking.uuid]),
            "refuse_url": reverse("booking:refuse", args=[booking.uuid]),
            "arrive_url": reverse("booking:arrive", args=[booking.uuid]),
            "take_url": reverse("booking:take", args=[booking.uuid]),
            "page_url": booking.get_absolute_url(),
            "calendar_url": reverse("booking:calendar", args=[booking.uuid]),
            "again_url": BoardAddress(booking.resource.space, BoardQuestion(resource=booking.resource.slug)).having(),
            "series_url": booking.series.get_absolute_url() if booking.series else "",
        }

    def _lacking(self) -> Item:
        """Whoever may no longer use it, and what to do: for its person, and for the team."""
        booking = self.booking
        code = untrained([booking]).get(booking.pk)
        if code is None:
            return {}
        if not self.is_team:
            said = {"space": booking.resource.space.name}
            text = _("It requires training that you no longer have, or not until then. Ask the team of %(space)s.")
            return {"title": _("Training needed"), "text": text % said}
        url = reverse("booking:untrained", args=[booking.resource.space.slug])
        is_manager = permissions.can_override(self.reader, booking.resource)
        text = _("Cancel it, keep it with a reason, or write to them.")
        return {
            "title": wording.lacking(code),
            "text": text if is_manager else _("A manager of the place decides what becomes of it."),
            "url": url if is_manager else "",
        }

    def _code(self) -> Item:
        """What to show at the door, as long as there is something to come to."""
        booking = self.booking
        is_expected = booking.state in State.HOLDING - {State.PENDING, State.HOLD}
        if not booking.code or not is_expected or booking.end_at <= self.now:
            return {}
        return {"code": booking.spaced_code, "qr": svg(address_of(booking))}

    @cached_property
    def why_not_cancel(self) -> str | None:
        """What stands against cancelling it now; "" where there is nothing to say about it."""
        booking = self.booking
        if booking.end_at <= self.now:
            return ""
        try:
            check_still_time(booking, by=self.reader, at=self.now)
        except BookingRefused as refusal:
            return refusal.message
        return None

    @property
    def _holds(self) -> bool:
        return self.booking.holds_at(self.now)

    @property
    def _is_held(self) -> bool:
        return self.booking.state_at(self.now) == State.HOLD

    def _held_until(self) -> str:
        """How long there is to decide."""
        until = self.booking.expires_at
        if until is None or not self._is_held:
            return ""
        said = {"when": dates.when(until, None, self.booking.zone)}
        return _("It is kept until %(when)s. Take it before then, or let it go so that others can have it.") % said

    def _conditions(self) -> list[str]:
        """What changing one's mind costs, for its person, as long as it is to come."""
        booking = self.booking
        if not self.is_theirs or not self._holds or self.now >= booking.start_at:
            return []
        if self.why_not_cancel:
            return [self.why_not_cancel]
        if self._is_excused:
            return [_("It cannot take place as it stands: it costs nothing to cancel it, nor not to come.")]
        times = (booking.start_at, booking.end_at, booking.zone)
        is_free = not (booking.price_cents or booking.policy.get("passes"))
        return due_already(booking) + conditions(booking.terms, *times, is_free=is_free)

    @property
    def _is_excused(self) -> bool:
        """Whether the team has closed there, where letting go of it would cost something."""
        terms = self.booking.terms
        return bool(terms.tiers or terms.has_floor or terms.no_show_percent) and is_excused(self.booking)

    def _facts(self) -> list[Item]:
        """What the summary says; who it is for, when the team looks."""
        booking = self.booking
        facts = [
            {"label": _("What"), "value": booking.resource.name, "detail": wording.places(booking)},
            {"label": _("Where"), "value": booking.resource.space.name},
            {"label": _("When"), "value": dates.when(booking.start_at, booking.end_at, booking.zone)},
            {"label": _("Duration"), "value": wording.elapsed(booking.start_at, booking.end_at)},
        ]
        if self.is_team and not self.is_theirs:
            detail = booking.addressee.email if booking.addressee else ""
            facts.append({"label": _("For"), "value": wording.who(booking), "detail": detail})
        if booking.organisation:
            facts.append({"label": _("On behalf of"), "value": booking.organisation.name})
        if self._holds and (taken := taken_of([booking])):
            facts.append({"label": _("Taken from"), "value": pass_wording.taken_from(taken)})
        if booking.kept_cents:
            facts.append(
                {"label": _("Kept of the price"), "value": figures.cents(booking.kept_cents, booking.currency)}
            )
        return facts

    def _reschedule_url(self) -> str:
        """For its person, who chooses among what is free; the team has a form of its own."""
        if not self.is_theirs or self._move_url() or not is_movable(self.reader, self.booking):
            return ""
        return reverse("booking:reschedule", args=[self.booking.uuid])

    def _move_url(self) -> str:
        """For the team, as long as there is something to move."""
        booking = self.booking
        if not self.is_team or booking.end_at <= clock.now() or not permissions.can_move(self.reader, booking):
            return ""
        return reverse("booking:move", args=[booking.uuid])

    def _total(self) -> str:
        return wording.due(self.booking) if self._holds or self._owes else _("Nothing to pay")

    @property
    def _owes(self) -> bool:
        """Whether there is anything to pay: nothing of a hold whose time is up, cleaned up or not."""
        return bool(self.booking.due_cents) and not self.booking.is_expired_at(self.now)

    @property
    def asks_why(self) -> bool:
        """Whether who cancels it has something to say to its person."""
        return not self.is_theirs and self.booking.addressee is not None

    def _cancelling(self) -> dict[str, str]:
        """What it is called: nothing is booked yet of what is only kept for them."""
        if self._is_held and self.is_theirs:
            return {"label": _("Let it go…"), "title": _("Let it go?"), "submit": _("Let it go")}
        return {"label": _("Cancel…"), "title": _("Cancel this booking?"), "submit": _("Cancel the booking")}

    def _cancel_text(self) -> str:
        """What becomes of it, and of whom."""
        booking = self.booking
        when = dates.when(booking.start_at, booking.end_at, booking.zone)
        said = {"resource": booking.resource.name, "when": when, "person": wording.who(booking)}
        kept = kept_when_cancelled(booking, by=self.reader, at=self.now)
        if kept.cents:
            said |= {"kept": figures.cents(kept.cents, booking.currency), "total": self._total()}
            if kept.cents > (booking.price_cents or 0):
                return _("%(resource)s, %(when)s: you still owe %(kept)s, due since before it was moved.") % said
            return _("%(resource)s, %(when)s: you still owe %(kept)s of %(total)s. Others can have the place.") % said
        if percent := kept.percent_of_passes(booking):
            said |= {"percent": str(percent)}
            return _("%(resource)s, %(when)s: %(percent)s%% of what your pass paid is kept. Others can have it.") % said
        if self.is_theirs or booking.addressee is None:
            return _("%(resource)s, %(when)s: others can then book it.") % said
        return _("%(resource)s, %(when)s: %(person)s is told by e-mail, and others can then book it.") % said

    def _given_back(self) -> str:
        """What a cancellation would bring back of passes."""
        if not self._holds or self.why_not_cancel is not None:
            return ""
        return given_back(self.reader, [self.booking], self.now)

    def _access(self) -> list[Item]:
        """Where it is and how to come; whom to call."""
        space = self.booking.resource.space
        items = [
            {"icon": "map-pin", "label": _("Address"), "value": space.postal_address, "detail": space.access},
            {
                "icon": "phone",
                "label": _("Telephone"),
                "value": telephone.spaced(space.phone),
                "url": telephone.link(space.phone),
            },
            {"icon": "mail", "label": _("E-mail"), "value": space.email, "url": f"mailto:{space.email}"},
        ]
        return [item for item in items if item["value"]]

    def _breadcrumb(self) -> list[Item]:
        if self.is_theirs:
            return [{"label": _("My bookings"), "url": reverse("booking:mine")}, {"label": self.booking.resource.name}]
        space = self.booking.resource.space
        return [
            {"label": space.name, "url": space.get_absolute_url()},
            {"label": _("Daily board"), "url": reverse("booking:team", args=[space.slug])},
            {"label": self.booking.resource.name},
        ]
