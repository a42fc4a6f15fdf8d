"""Closing for a time: whom it meets before it is confirmed, what they were offered after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base import dates
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.happenings import Happening, happenings
from spaces.booking.models import Booking, Proposal, Use
from spaces.booking.pages.out_of_service import out_of_service
from spaces.booking.pages.team_frame import CLOSURES, frame
from spaces.booking.services.closures import Closure, outside_hours
from spaces.booking.services.proposals import can_be_asked
from spaces.booking.team_forms import ClosureForm
from spaces.catalogue.models import Space

MOST_CLOSURES = 100

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class ClosuresPage:
    """`closure`: the one that is asked for, closed already or not. For managers."""

    request: HttpRequest
    space: Space
    form: ClosureForm
    closure: Closure | None = None

    def context(self) -> Item:
        path = reverse("booking:closures", args=[self.space.slug])
        outside = outside_hours(self.space)
        return {
            **frame(self.request, self.space, CLOSURES),
            "form": self.form,
            "path": path,
            "closure": self._closure(self.closure) if self.closure else None,
            "outside": self._bookings(outside),
            "can_propose_outside": self._can_propose(outside),
            "closures": out_of_service(self.space, most=MOST_CLOSURES),
            "propose_url": reverse("booking:propose", args=[self.space.slug]),
            "back_url": self.request.get_full_path() if self.request.method == "GET" else path,
        }

    def _closure(self, closure: Closure) -> Item:
        bookings = closure.affected()
        lines = self._bookings(bookings)
        offered = sum(line["is_offered"] for line in lines)
        names = ", ".join(resource.name for resource in closure.chosen) or _("The whole place")
        return {
            "what": names,
            "when": self._when(closure),
            "is_done": closure.is_done,
            "bookings": lines,
            "offered": offered,
            "undecided": len(lines) - offered,
            "events": self._events(closure),
            "can_propose": self._can_propose(bookings),
            "fields": fields_of(self.form),
        }

    def _events(self, closure: Closure) -> list[Item]:
        """Each with the way to where this manager changes it, or reads it at least."""
        events = closure.events()
        there = happenings(self.request.user, self.space, closure.start, closure.end) if events else []
        return [self._event(event, next((one for one in there if one.takes(event)), None)) for event in events]

    def _event(self, event: Use, known: Happening | None) -> Item:
        return {
            "title": event.label or _("Event"),
            "url": (known.edit_url or known.url) if known else "",
            "when": dates.when(event.start_at, event.end_at, get_zone(self.space.time_zone)),
            "resource": event.resource.name,
        }

    def _when(self, closure: Closure) -> str:
        """Whole days by their names, hours by the clock."""
        asked = self.form.cleaned_data
        if asked["de"] or asked["a"]:
            return dates.when(closure.start, closure.end)
        return dates.days(asked["du"], asked["au"])

    def _can_propose(self, bookings: list[Booking]) -> bool:
        had = Proposal.objects.latest_of(bookings)
        return any(can_be_asked(one) and one.pk not in had for one in bookings)

    def _bookings(self, bookings: list[Booking]) -> list[Item]:
        proposals = Proposal.objects.latest_of(bookings)
        return [self._line(booking, proposals.get(booking.pk)) for booking in bookings]

    def _line(self, booking: Booking, proposal: Proposal | None) -> Item:
        return {
            "url": booking.get_absolute_url(),
            "when": dates.when(booking.start_at, booking.end_at, booking.zone),
            "person": wording.who(booking),
            "organisation": booking.organisation.name if booking.organisation else "",
            "resource": booking.resource.name,
            "places": wording.places(booking),
            "note": booking.note,
            "late": self._proposed(booking, proposal),
            "is_offered": bool(proposal and proposal.times and not proposal.taken_at),
        }

    @staticmethod
    def _proposed(booking: Booking, proposal: Proposal | None) -> str:
        if proposal is None:
            return "" if booking.addressee else _("No account: tell them yourself")
        offered = (map(datetime.fromisoformat, times) for times in proposal.times)
        said = [dates.when(start, end, booking.zone) for start, end in offered]
        if not said:
            return _("Told by e-mail; nothing was free to offer")
        return _("Offered by e-mail: %(times)s") % {"times": " · ".join(said)}


def fields_of(form: ClosureForm) -> list[tuple[str, str]]:
    """What was asked, to be sent again by a button."""
    said = ((field.name, field.data if isinstance(field.data, list) else [field.data]) for field in form)
    return [(name, value) for name, values in said for value in values if value]
