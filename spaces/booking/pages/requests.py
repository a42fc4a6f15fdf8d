"""Requests that wait for the team: those for the same time side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base import dates
from spaces.booking import wording
from spaces.booking.models import Booking
from spaces.booking.pages.team_frame import REQUESTS, frame
from spaces.booking.services.choosing import Waiting, waiting
from spaces.catalogue.models import Space
from spaces.catalogue.permissions import can_edit

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class RequestsPage:
    """Managers answer, hosts read."""

    request: HttpRequest
    space: Space

    def context(self) -> Item:
        found = waiting(self.space)
        return {
            **frame(self.request, self.space, REQUESTS),
            "groups": [self._group(group, found) for group in found.groups],
            "can_decide": can_edit(self.request.user, self.space),
            "back_url": reverse("booking:requests", args=[self.space.slug]),
            "planning_url": reverse("booking:planning", args=[self.space.slug]),
        }

    def _group(self, group: list[Booking], found: Waiting) -> Item:
        first = group[0]
        names = ", ".join(dict.fromkeys(booking.resource.name for booking in group))
        on = dates.local(first.start_at, first.zone).date()
        return {
            "title": _("%(resource)s, %(day)s") % {"resource": names, "day": dates.day_long(on)},
            "several": "," in names,
            "requests": [self._line(booking, on, booking.pk in found.gone) for booking in group],
        }

    @staticmethod
    def _line(booking: Booking, on: date, is_gone: bool) -> Item:
        """`on`: the day that the title says."""
        hours = dates.hours if dates.local(booking.start_at, booking.zone).date() == on else dates.when
        return {
            "uuid": booking.uuid,
            "sequence": booking.sequence,
            "url": booking.get_absolute_url(),
            "person": wording.who(booking),
            "organisation": booking.organisation.name if booking.organisation else "",
            "resource": booking.resource.name,
            "places": wording.places(booking),
            "when": dates.when(booking.start_at, booking.end_at, booking.zone),
            "hours": hours(booking.start_at, booking.end_at, booking.zone),
            "asked_on": dates.day_long(booking.created_at, booking.zone),
            "asked_at": dates.clock_time(booking.created_at, booking.zone),
            "note": booking.note,
            "is_gone": is_gone,
        }
