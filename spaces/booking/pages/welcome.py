"""What the desk sees when somebody comes without a booking, or telephones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.instants import to_instant
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.pages.team_frame import frame, to_begin
from spaces.booking.questions import after
from spaces.booking.services.people import known_people
from spaces.booking.services.welcome import FreeNow, free_now
from spaces.booking.team_forms import WelcomeForm
from spaces.catalogue.models import Space

STAYS_MIN = (30, 60, 120, 180, 240)
MOST_SUGGESTED = 100

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class WelcomePage:
    """The form; `is_now`: for somebody who sits down now, with a resource chosen."""

    request: HttpRequest
    space: Space
    form: WelcomeForm
    is_now: bool = False

    def context(self) -> Item:
        path = reverse("booking:welcome", args=[self.space.slug])
        return {
            **frame(self.request, self.space, "welcome", title=_("Book for somebody")),
            **to_begin(self.request, self.space),
            "form": self.form,
            "is_now": self.is_now,
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
        "places": wording.counted_places(one.places) if one.resource.is_pool else "",
        "url": f"{reverse('booking:welcome', args=[space.slug])}?{query}",
    }
