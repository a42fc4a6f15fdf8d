"""What the desk sees when somebody comes without a booking, or telephones."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.base.instants import to_instant
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.pages.doors import doors
from spaces.booking.pages.team_frame import frame, to_begin
from spaces.booking.questions import after
from spaces.booking.services.people import known_people
from spaces.booking.services.welcome import USUAL_MIN, FreeNow, free_now, next_stay, this_moment
from spaces.booking.team_forms import WelcomeForm
from spaces.catalogue.models import Resource, Space

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
    """The form; `is_now`: for somebody who sits down now, with a resource chosen.

    `question`: what it would take of a pass of theirs, before that is booked.
    """

    request: HttpRequest
    space: Space
    form: WelcomeForm
    is_now: bool = False
    usual: Usual | None = None
    question: str = ""

    def context(self) -> Item:
        path = reverse("booking:welcome", args=[self.space.slug])
        return {
            **frame(self.request, self.space, "welcome", title=_("Book for somebody")),
            **to_begin(self.request, self.space),
            "form": self.form,
            "is_now": self.is_now,
            "usual": self.usual,
            "question": self.question,
            "path": path,
            "known": [(person.email, str(person)) for person in known_people(self.space)[:MOST_SUGGESTED]],
            "back_url": reverse("booking:team", args=[self.space.slug]),
        }


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
    return Usual({"start": start, "end": end, "resource": free.resource.pk})


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
            {"resource": named and named.pk},
            _why_later(space, named, asked),
            _("Nothing can be booked within a month from then on."),
        )
    start, end = dates.local(found.start_at, zone), dates.local(found.end_at, zone)
    initial = {"start": start, "end": end, "resource": found.resource.pk}
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
