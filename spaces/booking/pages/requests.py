"""Requests that wait for the team: those for the same time side by side, those of one series in one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import dates
from spaces.booking import wording
from spaces.booking.models import Booking, BookingQuerySet
from spaces.booking.pages.team_frame import REQUESTS, frame, to_begin
from spaces.booking.services.choosing import Waiting, waiting
from spaces.booking.services.movements import Agreed, agreed_before
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
        agreed = agreed_before([booking for group in found.groups for booking in group])
        return {
            **frame(self.request, self.space, REQUESTS),
            **to_begin(self.request, self.space, has_begun=bool(found.groups)),
            "groups": [self._group(group, found, agreed) for group in found.groups],
            "can_decide": can_edit(self.request.user, self.space),
            "back_url": reverse("booking:requests", args=[self.space.slug]),
            "planning_url": reverse("booking:planning", args=[self.space.slug]),
        }

    def _group(self, group: list[Booking], found: Waiting, agreed: dict[int, Agreed]) -> Item:
        names = ", ".join(dict.fromkeys(booking.resource.name for booking in group))
        first, last = (dates.local(booking.start_at, booking.zone).date() for booking in (group[0], group[-1]))
        day = dates.day_long(first) if first == last else dates.days(first, last)
        several = "," in names
        entries = [
            self._series(those, found, agreed, several) if len(those) > 1 else
            self._line(those[0], found, agreed, several, on=first if first == last else None)
            for those in _by_series(group)
        ]  # fmt: skip
        return {
            "title": _("%(resource)s, %(day)s") % {"resource": names, "day": day},
            "entries": entries,
            "compete": any(found.rivals[booking.pk] for booking in group),
        }

    def _series(self, those: list[Booking], found: Waiting, agreed: dict[int, Agreed], several: bool) -> Item:
        """Requests made together, in one: what each asks for, as `_line` says it, and who else wants that time."""
        lines = [self._line(one, found, agreed, several) for one in those]
        for one, line in zip(those, lines, strict=True):
            line["rivals"] = ", ".join(dict.fromkeys(wording.who(rival) for rival in found.rivals[one.pk]))
        count, series = len(those), those[0].series
        return lines[0] | {
            "series": series,
            "count": ngettext("%(count)s date", "%(count)s dates", count) % {"count": count},
            "dates": lines,
            "free": [line for line in lines if not line["is_gone"]],
            "notes": list(dict.fromkeys(one.note for one in those if one.note)),
            "answer_url": reverse("booking:answer_series", args=[self.space.slug, series.uuid]) if series else "",
        }

    @staticmethod
    def _line(
        booking: Booking, found: Waiting, agreed: dict[int, Agreed], several: bool, *, on: date | None = None
    ) -> Item:
        """`several`: the group is of more than one thing; `on`: the day that its title says."""
        hours = dates.hours if dates.local(booking.start_at, booking.zone).date() == on else dates.when
        what = [booking.resource.name if several else "", wording.places(booking), wording.due(booking)]
        return {
            "uuid": booking.uuid,
            "sequence": booking.sequence,
            "url": booking.get_absolute_url(),
            "person": wording.who(booking),
            "organisation": booking.organisation.name if booking.organisation else "",
            "what": " · ".join(part for part in what if part),
            "when": dates.when(booking.start_at, booking.end_at, booking.zone),
            "hours": hours(booking.start_at, booking.end_at, booking.zone),
            "asked_on": dates.day_long(booking.created_at, booking.zone),
            "asked_at": dates.clock_time(booking.created_at, booking.zone),
            "notes": [booking.note] if booking.note else [],
            "was": _was(booking, agreed.get(booking.pk)),
            "is_gone": booking.pk in found.gone,
        }


@dataclass(frozen=True, eq=False)
class Answering:
    """The dates of a series that a manager has chosen: `values` as the form says them, `of_series` what still waits."""

    space: Space
    values: list[str]
    of_series: BookingQuerySet

    @cached_property
    def seen(self) -> dict[UUID, int]:
        """By uuid of a request, the sequence that was read. Raises nothing for what no form of ours says."""
        found = {}
        for value in self.values:
            uuid, _colon, sequence = value.partition(":")
            with suppress(ValueError):
                found[UUID(uuid)] = int(sequence)
        return found

    @cached_property
    def bookings(self) -> list[Booking]:
        return list(self.of_series.filter(uuid__in=self.seen))

    def refusing(self) -> Item:
        """Context of `pages/refuse_series.html`, but for its form."""
        several = len({one.resource_id for one in self.bookings}) > 1
        return {
            "person": wording.who(self.bookings[0]),
            "values": [f"{one.uuid}:{self.seen[one.uuid]}" for one in self.bookings],
            "dates": [
                {
                    "when": dates.when(one.start_at, one.end_at, one.zone),
                    "resource": one.resource.name if several else "",
                }
                for one in self.bookings
            ],
            "resource": "" if several else self.bookings[0].resource.name,
            "back_url": reverse("booking:requests", args=[self.space.slug]),
            "breadcrumb": [
                {"label": self.space.name, "url": self.space.get_absolute_url()},
                {"label": _("Requests"), "url": reverse("booking:requests", args=[self.space.slug])},
                {"label": _("Refuse these requests")},
            ],
        }


def _by_series(group: list[Booking]) -> list[list[Booking]]:
    """What was asked together, together; in the order of the first of each."""
    found: dict[Any, list[Booking]] = {}
    for booking in group:
        found.setdefault(booking.series_id or booking.uuid, []).append(booking)
    return list(found.values())


def _was(booking: Booking, agreed: Agreed | None) -> list[Item]:
    """What the team had accepted and what is asked for instead, for what differs: [{label, before, now}].

    A change that comes back to what was accepted says when. Nothing of a new request.
    """
    if agreed is None:
        return []
    zone = booking.zone
    sides = [
        (
            _("When"),
            dates.when(agreed.start_at, agreed.end_at, zone),
            dates.when(booking.start_at, booking.end_at, zone),
        ),
        (_("What"), agreed.resource, booking.resource.name),
        (_("How many"), str(agreed.seats), str(booking.seats)),
    ]
    changed = [side for side in sides if side[1] != side[2]] or sides[:1]
    return [dict(zip(("label", "before", "now"), side, strict=True)) for side in changed]
