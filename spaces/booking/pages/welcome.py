"""What the desk sees when somebody comes without a booking, or telephones."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.base.instants import to_instant
from maillage.base.zones import get_zone
from spaces.booking import pass_wording, wording
from spaces.booking.clock_fields import written
from spaces.booking.forms import LOOK
from spaces.booking.pages import same_time
from spaces.booking.pages.doors import doors
from spaces.booking.pages.instead import instead, yields
from spaces.booking.pages.team_frame import frame, to_begin
from spaces.booking.questions import after
from spaces.booking.services.passes import Cost, costs_together
from spaces.booking.services.people import known_people
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.welcome import (
    USUAL_MIN,
    FreeNow,
    Guest,
    free_now,
    next_stay,
    offering,
    refusal_of,
    this_moment,
)
from spaces.booking.team_forms import ON_SITE, TAKES, WHOLE, WelcomeForm
from spaces.catalogue.models import Resource, Space
from spaces.pricing.services.audiences import Belonging

STAYS_MIN = (30, 60, 120, 180, 240)
MOST_SUGGESTED = 100

Item = dict[str, Any]


@dataclass(frozen=True)
class Usual:
    """What the form proposes; `title` and `text` say why that is not the moment, or the day, that was asked for."""

    initial: Item
    title: str = ""
    text: str = ""


@dataclass(frozen=True, eq=False)
class WelcomePage:
    """The form, and what it would cost, or why it would be refused.

    `guest`: whom it names so far. `question`: why it was not booked as it was sent: it takes more of them than it had
    shown. `refused`: what the service said when it was sent.
    """

    request: HttpRequest
    space: Space
    form: WelcomeForm
    usual: Usual | None = None
    guest: Guest | None = None
    question: str = ""
    refused: BookingRefused | None = None

    @property
    def person(self) -> Any:
        """Whom it names so far, where they have an account."""
        return self.guest and self.guest.person

    @cached_property
    def asked(self) -> Request | None:
        """What is in the form; None while it says no time, or nothing to book."""
        wish = self.form.wish
        if not all(wish.get(name) for name in ("resource", "start", "end")):
            return None
        resource = wish["resource"]
        resource.space = self.space
        said = {name: wish[name] for name in ("start", "end", "seats", "override_reason") if name in wish}
        on_site = wish["start"] <= clock.now()
        return Request.new(resource, person=self.person, by=self.request.user, on_site=on_site, **said)

    @cached_property
    def cost(self) -> Cost | None:
        """Of what is in the form. One query, five of who has passes."""
        if self.asked is None:
            return None
        prefetch_related_objects([self.asked.resource], "prices")
        return costs_together([self.asked], Belonging(self.person, self.space))[0]

    @cached_property
    def refusal(self) -> BookingRefused | None:
        """Why it could not be booked as it stands. What is proposed at first, or chosen of what is free, is free."""
        if self.asked is None or not self.form.is_bound:
            return None
        if self.refused is not None:
            return offering(self.refused, self.asked)
        return refusal_of(self.asked, is_named=self.guest is not None)

    @property
    def _is_looked_at(self) -> bool:
        """As it changes; once it is sent, what is wrong stands above it and at its fields."""
        return LOOK in self.request.POST

    @property
    def yields(self) -> bool:
        """Whether a reason would do, given by whoever looks at it."""
        return self.refusal is not None and yields(self.refusal, self.form)

    def context(self) -> Item:
        path = reverse("booking:welcome", args=[self.space.slug])
        return self._cost() | {
            "refused": self._with_way_out(self.refused) if self.refused else "",
            "refusal": self._why_not(),
            "nobody": self.form.wrong_so_far("who") if self._is_looked_at else "",
            "alternatives": self._alternatives(),
            "same_time": self._same_time(),
            **frame(self.request, self.space, "welcome", title=_("Book for somebody")),
            **to_begin(self.request, self.space),
            "form": self.form,
            "usual": self.usual,
            "question": self.question,
            "path": path,
            "form_url": self.request.get_full_path(),
            "known": self._known.items(),
            "back_url": reverse("booking:team", args=[self.space.slug]),
        }

    @cached_property
    def _known(self) -> dict[str, str]:
        """The names, by address, of those who have been there."""
        return {person.email: str(person) for person in known_people(self.space)[:MOST_SUGGESTED]}

    def _cost(self) -> Item:
        """The summary, what it says that it takes, and its buttons: (label, name)."""
        cost = self.cost
        if cost is None or (self.refusal and not self.yields):
            return {"facts": self._facts() if cost else [], "totals": {}, "buttons": [(_("Book"), "")]}
        takes = {TAKES: cost.outlay, WHOLE: Cost(cost.whole, cost.whole).outlay}
        return {
            "facts": self._facts(),
            "totals": {name: self.form.telling(str(one), self.person) for name, one in takes.items()},
            "total": self._total(cost),
            "total_note": " · ".join(self._notes(cost)),
            "buttons": self._buttons(cost),
        }

    def _why_not(self) -> str:
        """What it says instead of a price, before it is sent; with a price where a reason would do."""
        if self.refused is not None:
            return ""
        if self.refusal is not None:
            return self._with_way_out(self.refusal)
        return self.form.wrong_so_far("start", "end") if self._is_looked_at else ""

    def _same_time(self) -> list[Item]:
        """What whom it names has here at that time."""
        if self.person is None or self.asked is None:
            return []
        return same_time.here(self.person, self.space, start=self.asked.start_at, end=self.asked.end_at)

    def _with_way_out(self, refusal: BookingRefused) -> str:
        beyond = _("To book it all the same, give a reason to go beyond the rules.")
        return f"{refusal.message} {beyond}" if self.yields else refusal.message

    def _alternatives(self) -> list[Item]:
        """What is free instead: buttons that put it into the form."""
        if self.refusal is None or self.asked is None:
            return []
        found, start = self.refusal.detail.get("alternatives", []), self.form.wish["start"]
        return instead(found, of=self.asked.resource, start=start, button=self._alternative)

    def _alternative(self, resource: Resource, start: datetime, end: datetime) -> Item:
        value = "/".join([str(resource.pk), written(start), written(end)])
        return {"action": reverse("booking:welcome", args=[self.space.slug]), "value": value}

    def _facts(self) -> list[Item]:
        wish = self.form.wish
        start, end, resource = wish["start"], wish["end"], wish["resource"]
        email = self.person.email if self.person else ""  # who they are is no matter of a team they never booked with
        whom = [{"label": _("For whom"), "value": self._known.get(email, email)}] if email else []
        return [
            {"label": _("What"), "value": resource.name, "detail": wording.asked_of(resource, wish.get("seats", 1))},
            {"label": _("When"), "value": dates.when(start, end), "detail": wording.elapsed(start, end)},
            *whom,
        ]

    def _total(self, cost: Cost) -> str:
        if cost.use.parts and not cost.outlay.cents:
            return pass_wording.covered(pass_wording.amounts_said(cost.use.amounts))
        return wording.total(cost.quote)

    def _notes(self, cost: Cost) -> list[str]:
        """What passes pay of it and leave of themselves, the VAT in it, what it costs without them."""
        quote, paid = cost.quote, [pass_wording.pass_used(part) for part in cost.use.parts]
        without = _("without their pass: %(price)s") % {"price": wording.on_site(cost.whole)}
        notes = [*paid, wording.vat_of([quote]), without if paid else ""]
        return [note for note in notes if note]

    def _buttons(self, cost: Cost) -> list[tuple[str, str]]:
        if cost.use.parts:
            return [(_("Book with their pass"), ""), (_("Book, to be paid on site"), ON_SITE)]
        return [(wording.yes_to([cost.quote], cost.use) if self.question else _("Book"), "")]


def free_list(space: Space) -> list[Item]:
    """What somebody could have at this moment, one link each. Five queries."""
    resources = list(space.resources.in_service())
    for resource in resources:
        resource.space = space
    return [_free(one, space) for one in free_now(resources)]


def usual_of(free: FreeNow) -> Usual:
    """From now on, for an hour or as long as it is free."""
    start = dates.local(this_moment(), get_zone(free.resource.space.time_zone))
    ends = [end for end, _said in stays(start, free.until_at)]
    end = next((end for end in ends if wording.minutes(start, end) == USUAL_MIN), ends[-1])
    return Usual({"start": start, "end": end, "resource": free.resource})


def propose(space: Space, named: Resource | None, asked: date) -> Usual:
    """What is free now, or else the first time from the day `asked` on that can be booked, and why it is that one.

    `named`: of this resource only, which is not free now. A dozen queries.
    """
    zone = get_zone(space.time_zone)
    is_today = asked == clock.today(zone)
    resources = [named] if named else list(space.resources.in_service())
    for resource in resources:
        resource.space = space
    if is_today and not named and (free := free_now(resources)):
        return usual_of(free[0])
    found = next_stay(resources, since=asked)
    if found is None:
        return Usual(
            {"resource": named},
            _why_later(space, named, asked),
            _("Nothing can be booked within a month from then on."),
        )
    start, end = dates.local(found.start_at, zone), dates.local(found.end_at, zone)
    initial = {"start": start, "end": end, "resource": found.resource}
    if start.date() == asked and not is_today:
        return Usual(initial)
    said = {"resource": found.resource.name, "when": dates.when(start, end)}
    first = _("The first time that is free is proposed below: %(resource)s, %(when)s.") % said
    return Usual(initial, _why_later(space, named, asked), first)


def _why_later(space: Space, named: Resource | None, asked: date) -> str:
    """« Fermé aujourd'hui. Ouvre demain à 9 h », or that what is open is taken."""
    said = doors(space, asked, clock.now())
    if said and said.kind == "closed":
        return said.text
    if asked != clock.today(get_zone(space.time_zone)):
        return _("Nothing is free that day")
    return (
        _("%(resource)s is not free right now") % {"resource": named.name} if named else _("Nothing is free right now")
    )


def stays(start: datetime, until: datetime) -> list[tuple[datetime, str]]:
    """Ends to choose from, the last one being as long as it is free: (end, in words)."""
    ends = [end for minutes in STAYS_MIN if to_instant(end := after(start, minutes)) < to_instant(until)]
    return [(end, _stay(start, end)) for end in [*ends, dates.local(until, start.tzinfo)]]


def _stay(start: datetime, end: datetime) -> str:
    said = {"hour": dates.clock_time(end, start.tzinfo), "duration": wording.elapsed(start, end)}
    return _("%(hour)s (%(duration)s)") % said


def _free(one: FreeNow, space: Space) -> Item:
    query = urlencode({"ressource": one.resource.slug})
    until = dates.local(one.until_at, get_zone(space.time_zone))
    return {
        "name": one.resource.name,
        "until": _("until %(hour)s") % {"hour": dates.clock_time(until)},
        "places": one.resource.counted(one.places) if one.resource.is_pool else "",
        "url": f"{reverse('booking:welcome', args=[space.slug])}?{query}",
    }
