"""What the booking form shows, made of components' arguments: the time, its price, what else is free."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import dates, telephone
from maillage.base.zones import get_zone
from spaces.booking import pass_wording, wording
from spaces.booking.addresses import BoardAddress, repeat_url
from spaces.booking.forms import ReserveForm
from spaces.booking.guest_forms import GuestForm
from spaces.booking.models import Booking
from spaces.booking.pages import same_time
from spaces.booking.pages.instead import instead
from spaces.booking.pages.slot_table import WAITED_FOR
from spaces.booking.policy_wording import conditions
from spaces.booking.questions import ON_SITE, PASSES, BoardQuestion, Picked, Wanted
from spaces.booking.rules.refusals import CONFLICTS, TRAININGS, Refusal
from spaces.booking.services.alternatives import Alternative
from spaces.booking.services.policies import terms_of
from spaces.booking.services.previews import Preview, preview
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.same_time import theirs_at
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote

MOST_SEATS_OFFERED = 12
TYPED = ("name", "email", "note")  # words that stay in the form, unseen, beside what is free instead

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class ReservePage:
    """A booking about to be made by `request.user`. `refused`: what the service said when they tried.

    `problem`: what they have to look at before it is booked as it is.
    """

    request: HttpRequest
    resource: Resource
    wanted: Wanted
    form: ReserveForm | GuestForm = field(kw_only=True)
    refused: BookingRefused | None = None
    problem: str = ""

    @property
    def person(self) -> Any:
        """For whom it would be; None: a guest, without an account."""
        return self.request.user

    @cached_property
    def preview(self) -> Preview:
        wanted = self.wanted
        asked: dict[str, Any] = {"start": wanted.start, "end": wanted.end, "seats": wanted.seats}
        asked["with_passes"] = wanted.with_passes
        return preview(self.resource, person=self.person, organisation=self.form.on_behalf, **asked)

    @property
    def refusal(self) -> BookingRefused | None:
        return self.refused or self.preview.refusal

    def context(self) -> Item:
        quote = self.preview.quote
        return {
            "resource": self.resource,
            "space": self.resource.space,
            "breadcrumb": self._breadcrumb(),
            "form": self.form,
            "problem": self.problem,
            "kept": [self.form[name] for name in TYPED if name in self.form.fields],
            "wanted": self.wanted.asked(),
            "when": dates.when(self.wanted.start, self.wanted.end),
            "when_brief": dates.when(self.wanted.start, self.wanted.end, say=dates.day_brief),
            "refusal": self.refusal.message if self.refusal else "",
            "alternatives": self._alternatives(),
            "wait_url": self._wait_url(),
            "taken": self._taken(),
            "facts": self._facts(),
            "total": self._total(),
            "totals": {"total": self.preview.outlay},
            "total_note": wording.vat(quote.vat_cents, quote.vat_rate, quote.currency) if quote else "",
            "pass_brief": pass_wording.of_passes(self.preview.use),
            "payments": self._payments(),
            "payment_note": self._payment_note(),
            "notes": self._notes(),
            "already": self.already,
            "same_time": self._same_time(),
            "ends": self._ends(),
            "seats": self._seats(),
            "board_url": self._board_url(),
            "way_out": self._way_out() if self.refusal else None,
            "repeat_url": repeat_url(self.resource, self.wanted),
            "gather_url": self._gather_url(),
            "can_keep": self._can_keep(),
            "submit": self._submit(),
        }

    def _submit(self) -> str:
        if self.resource.requires_approval:
            return _("Send my request")
        return wording.yes_to([self.preview.quote], self.preview.use) if self.problem else _("Book")

    def _can_keep(self) -> bool:
        """Whether a hold would keep it: not where requests compete for a time, nor twice."""
        return not (self.refusal or self.resource.requests_compete or self.already)

    def _wait_url(self) -> str:
        """To the waiting list, where somebody else has it."""
        refusal = self.refusal
        can_wait = refusal is not None and refusal.code in CONFLICTS and self.wanted.seats <= self.resource.capacity
        return reverse("booking:wait", args=[self.resource.space.slug, self.resource.slug]) if can_wait else ""

    def _taken(self) -> str:
        """What is said to who comes to what another has, by its bell perhaps: no error, as nothing was tried."""
        refusal = self.preview.refusal
        if self.refused or refusal is None or refusal.code not in WAITED_FOR or not self._wait_url():
            return ""
        is_some_left = refusal.code == Refusal.BUFFER or (refusal.code == Refusal.POOL_FULL and self.wanted.seats > 1)
        return refusal.message if is_some_left else _("This time is taken")

    def _facts(self) -> list[Item]:
        said = wording.asked_of(self.resource, self.wanted.seats)
        return [
            {"label": _("What"), "value": self.resource.name, "detail": said},
            {"label": _("Where"), "value": self.resource.space.name, "detail": self.resource.space.postal_address},
            {"label": _("When"), "value": dates.when(self.wanted.start, self.wanted.end)},
            *wording.duration_fact(self.wanted.start, self.wanted.end),
            *wording.features_fact(self.resource),
        ]

    def _total(self) -> str:
        is_sold_to_others = self.preview.quote is None and bool(self.resource.prices.all())
        if not self.wanted.makes_sense or is_sold_to_others:
            return ""
        return wording.total(self.preview.quote, is_covered=bool(self.preview.use.parts))

    @cached_property
    def _theirs(self) -> list[Booking]:
        """What they have at that time, unless something else than others is in the way of it."""
        if self.refusal and self.refusal.code not in CONFLICTS:
            return []
        theirs = theirs_at(self.request.user, start=self.wanted.start, end=self.wanted.end)
        return list(theirs.select_related("resource__space"))

    @cached_property
    def already(self) -> list[Item]:
        """What of it is here: whoever goes back and books again may not know that it went through."""
        here = [one for one in self._theirs if one.resource_id == self.resource.pk]
        return [same_time.line(one, one.counted if self.resource.is_pool else "") for one in here]

    def _same_time(self) -> list[Item]:
        """What of it is elsewhere: nothing is in the way, but they may have forgotten it."""
        others = [one for one in self._theirs if one.resource_id != self.resource.pk]
        return [] if self.refusal else same_time.lines(others)

    def _notes(self) -> list[str]:
        """What happens next, what it costs to change one's mind, how to pay."""
        notes = []
        if self.resource.requires_approval:
            notes.append(_the_answer(self.resource))
        quote = self.preview.quote
        if quote and quote.amount_cents:
            notes.append(_("You pay on site."))
        wanted, zone = self.wanted, get_zone(self.resource.space.time_zone)
        is_free = not (quote and quote.amount_cents) and not self.preview.use.parts
        return notes + conditions(terms_of(self.resource), wanted.start, wanted.end, zone, is_free=is_free)

    def _ends(self) -> list[Item]:
        """Buttons of the form: what was typed stays."""
        zone = get_zone(self.resource.space.time_zone)
        return offered_ends(self.preview, self.wanted.start, zone, lambda *times: {"value": _choice(*times)})

    def _seats(self) -> list[Item]:
        """How many places of a pool: chips that are buttons of the form."""
        asked = min(self.wanted.seats, self.resource.capacity)
        most = max(self.preview.most_seats, asked)
        if not self.resource.is_pool or most == 1:
            return []
        return [
            {
                "text": self.resource.counted(count),
                "value": f"{_choice(self.wanted.start, self.wanted.end)}/{count}",
                "current": count == self.wanted.seats,
            }
            for count in sorted({*range(1, min(most, MOST_SEATS_OFFERED) + 1), asked})
        ]

    def _payments(self) -> list[Item]:
        """With the pass, or without it: buttons of the form. None where no pass pays for any of it."""
        offered, seats = self.preview.offered, self.wanted.seats
        if not offered.use.parts:
            return []
        count = len(offered.use.plans)
        paid = [pass_wording.pass_used(part) for part in offered.use.parts]
        if offered.quote and offered.quote.amount_cents:
            paid.append(wording.then(wording.on_site(offered.quote)))
        choice = f"{_choice(self.wanted.start, self.wanted.end)}/{seats}"
        ways = [
            (PASSES, ngettext("With your pass", "With your passes", count), " · ".join(paid)),
            (ON_SITE, ngettext("Without your pass", "Without your passes", count), wording.on_site(self.preview.whole)),
        ]
        chosen = PASSES if self.wanted.with_passes else ON_SITE
        return [
            {"label": label, "note": note, "value": f"{choice}/{way}", "kind": "selected" if way == chosen else "free"}
            for way, label, note in ways
        ]

    def _payment_note(self) -> str:
        """In which order several passes pay."""
        has_several = len(self.preview.offered.use.parts) > 1
        return _("Of several passes, the one that ends first pays first.") if has_several else ""

    def _alternatives(self) -> list[Item]:
        """What could be had instead: buttons that keep what was typed."""
        found: Sequence[Alternative] = []
        if self.refusal:
            found = self.preview.instead or self.refusal.detail.get("alternatives", [])
        return instead(found, of=self.resource, start=self.wanted.start, button=self._alternative)

    def _alternative(self, resource: Resource, start: datetime, end: datetime) -> Item:
        action = reverse("booking:reserve", args=[self.resource.space.slug, resource.slug])
        return {"action": action, "value": _choice(start, end)}

    def _board_url(self) -> str:
        asked = BoardQuestion(day=self.wanted.start.date(), resource=self.resource.slug, seats=self.wanted.seats)
        return BoardAddress(self.resource.space, asked).having()

    def _way_out(self) -> Item:
        """What to do about a refusal: another time, unless any time of it would be refused."""
        space, code = self.resource.space, self.refusal.code if self.refusal else ""
        if code not in {Refusal.NOT_ALLOWED, *TRAININGS}:
            return {"url": self._board_url(), "label": _("Choose another time")}
        others = BoardAddress(space, BoardQuestion(day=self.wanted.start.date())).having()
        if space.email:
            return {"url": f"mailto:{space.email}", "label": _("Write to the team"), "others_url": others}
        if space.phone:
            return {"url": telephone.link(space.phone), "label": _("Call the team"), "others_url": others}
        return {"url": others, "label": _("See what else can be booked here")}

    def _gather_url(self) -> str:
        """The board with this in the basket, to add something else."""
        wanted = self.wanted
        picked = Picked(self.resource.slug, wanted.start.astimezone(UTC), wanted.end.astimezone(UTC), wanted.seats)
        asked = BoardQuestion(day=wanted.start.date(), basket=(picked,))
        return BoardAddress(self.resource.space, asked).having()

    def _breadcrumb(self) -> list[Item]:
        space = self.resource.space
        return [
            {"label": pgettext("section", "Places"), "url": reverse("catalogue:list")},
            {"label": space.name, "url": space.get_absolute_url()},
            {"label": pgettext("page", "Book"), "url": self._board_url()},
            {"label": self.resource.name},
        ]


def offered_ends(
    found: Preview, start: datetime, zone: tzinfo, choice: Callable[[datetime, datetime], Item]
) -> list[Item]:
    """Every end that is free from this start: for the component `slot-list`. `choice`: its `url` or `value`."""
    return [
        {
            "label": wording.elapsed(start, one.end),
            "note": _until(start, dates.local(one.end, zone), one.quote),
            **choice(start, dates.local(one.end, zone)),
            "kind": "selected" if one.end == found.request.end_at else "free",
        }
        for one in found.ends
    ]


def _choice(start: datetime, end: datetime) -> str:
    return f"{start.isoformat()}/{end.isoformat()}"


def _until(start: datetime, end: datetime, quote: Quote | None) -> str:
    """« 10 h – 12 h · 24 € »."""
    ends_that_day = (end - timedelta(microseconds=1)).date() == start.date()
    until = dates.hours(start, end) if ends_that_day else _("until %(time)s") % {"time": dates.when(end)}
    return f"{until} · {wording.amount(quote)}" if quote and quote.amount_cents else until


def _the_answer(resource: Resource) -> str:
    """What becomes of a request."""
    if resource.requests_compete:
        return _("The team answers each request by e-mail. Others may ask for the same time: the team chooses.")
    return _("The team answers each request: you will get an e-mail. Until then it is held for you.")
