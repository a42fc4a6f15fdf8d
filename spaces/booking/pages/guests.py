"""What a guest sees, who has no account: the form, and their booking by the link of a mail."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates
from maillage.users.permissions import Anyone
from spaces.booking.addresses import form_url
from spaces.booking.guest_forms import AddressForm
from spaces.booking.models import Booking, State
from spaces.booking.pages.booking import BookingPage
from spaces.booking.pages.reschedule import ReschedulePage
from spaces.booking.pages.reserve import ReservePage
from spaces.booking.questions import Key, Wanted
from spaces.booking.rules.refusals import Refusal
from spaces.catalogue.models import Resource

UNLOCKED_BY_ACCOUNT = frozenset({Refusal.NOT_ALLOWED, Refusal.HABILITATION_MISSING})

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class GuestReservePage(ReservePage):
    """The booking form beside the way to sign in."""

    @property
    def person(self) -> None:
        return None

    def context(self) -> Item:
        return super().context() | {
            "is_guest": True,
            "sign_in_url": self._sign_in_url(),
            "repeat_url": "",
            "gather_url": "",
        }

    def _sign_in_url(self) -> str:
        """Nothing where an account would be refused for the same reason."""
        if self.refusal and self.refusal.code not in UNLOCKED_BY_ACCOUNT:
            return ""
        asked = form_url(self.resource, self.wanted.start, self.wanted.end, self.wanted.seats)
        return f"{reverse('account_login')}?{urlencode({'next': asked})}"

    def _submit(self) -> str:
        if self.problem:
            return _("Yes, send me the link")
        return _("Ask and get the link") if self.resource.requires_approval else _("Book and get the link")

    def _notes(self) -> list[str]:
        kept = _("Once this is sent, it is held for half an hour: open the link of the e-mail by then to confirm.")
        if is_only_asked(self.resource):
            kept = _("Your request is sent once confirmed by the link of the e-mail, within half an hour.")
        return [kept, *super()._notes()]


def is_only_asked(resource: Resource) -> bool:
    """Whether what a guest has still to confirm keeps no place: it is to be one request among others."""
    return resource.requires_approval and resource.requests_compete


@dataclass(frozen=True, eq=False)
class GuestSentPage:
    """What to do once the mail is on its way. `held`: what this browser has asked for; None for any other."""

    resource: Resource
    wanted: Wanted
    held: Booking | None

    @property
    def again_url(self) -> str:
        return form_url(self.resource, self.wanted.start, self.wanted.end, self.wanted.seats)

    def context(self, form: AddressForm | None = None) -> Item:
        held = self.held
        return {
            "resource": self.resource,
            "space": self.resource.space,
            "when": dates.when(self.wanted.start, self.wanted.end),
            "again_url": self.again_url,
            "is_only_asked": is_only_asked(self.resource),
            "email": held.guest_email if held else "",
            "until": dates.when(held.expires_at, None, held.zone) if held and held.expires_at else "",
            "form": form or (AddressForm(initial={"email": held.guest_email}) if held else None),
        }


@dataclass(frozen=True, eq=False)
class GuestBookingPage(BookingPage):
    """Their booking, whoever is signed in here: the link is what lets them in. `token`: its."""

    token: str

    @property
    def reader(self) -> Anyone:
        return AnonymousUser()

    @cached_property
    def is_theirs(self) -> bool:
        return True

    @property
    def can_move(self) -> bool:
        """Whether it is confirmed and there still is time to move it without a call."""
        is_standing = self._holds and self.booking.state != State.HOLD and self.booking.end_at > self.now
        return is_standing and self.why_not_cancel is None

    def context(self) -> Item:
        can_cancel = self.why_not_cancel is None and self._holds and self.booking.state != State.CHECKED_IN
        return super().context() | {
            "can_cancel": can_cancel,
            "page_url": self._url("guest"),
            "reschedule_url": self._url("move_guest") if self.can_move else "",
            "arrive_url": self._url("arrive_guest"),
            "cancel_url": self._url("cancel_guest"),
            "calendar_url": self._url("guest_calendar"),
        }

    def to_confirm(self) -> Item:
        """What is about to be confirmed; `is_open`: there still is time."""
        booking = self.booking
        until = dates.when(booking.expires_at, None, booking.zone) if booking.expires_at else ""
        context = super().context()
        return context | {
            "board_url": context["again_url"],
            "is_open": self._is_held,
            "is_only_asked": is_only_asked(booking.resource),
            "until": until,
            "again_url": form_url(
                booking.resource,
                dates.local(booking.start_at, booking.zone),
                dates.local(booking.end_at, booking.zone),
                booking.seats,
            ),
        }

    def _url(self, name: str) -> str:
        return reverse(f"booking:{name}", args=[self.token])

    def _breadcrumb(self) -> list[Item]:
        space = self.booking.resource.space
        return [
            {"label": pgettext("section", "Places"), "url": reverse("catalogue:list")},
            {"label": space.name, "url": space.get_absolute_url()},
            {"label": self.booking.resource.name},
        ]


@dataclass(frozen=True, eq=False)
class GuestReschedulePage(ReschedulePage):
    """Their booking about to be given another time. `token`: of its link."""

    token: str = field(kw_only=True)

    @property
    def mover(self) -> Anyone:
        return self.booking.themselves

    @property
    def key(self) -> Key:
        return self.token
