"""Who has come to a date of a training, as its team says it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.agenda.attendance_form import AttendanceForm
from events.agenda.models import Event, Occurrence
from events.agenda.services.attendance import valid_until
from maillage.base import dates
from spaces.booking.models import HabilitationGrant

OCCURRENCE = "seance"

Item = dict[str, Any]


def attendance_url(event: Event, occurrence: Occurrence, of_that_day: list[Occurrence]) -> str:
    """The address says which date it is; where there are several of one day, the parameter names it."""
    path = reverse("agenda:attendance", args=[event.slug, occurrence.first_on])
    return f"{path}?{urlencode({OCCURRENCE: str(occurrence.uuid)})}" if len(of_that_day) > 1 else path


@dataclass(frozen=True, eq=False)
class AttendancePage:
    """`chosen` of those `of_that_day`; None where there are several and nobody has said which: no form then.

    `refusal`: why nobody can have come, be it not yet; no form then either.
    """

    event: Event
    day: date
    of_that_day: list[Occurrence]
    chosen: Occurrence | None
    form: AttendanceForm | None = None
    given: tuple[HabilitationGrant, ...] = ()
    refusal: str = ""

    def context(self) -> Item:
        event, chosen = self.event, self.chosen
        back_url = reverse("agenda:occurrence", args=[event.slug, self.day])
        return {
            "event": event,
            "breadcrumb": [
                {"label": pgettext("section", "Events"), "url": reverse("agenda:list")},
                {"label": event.title, "url": event.get_absolute_url()},
                {"label": capfirst(dates.day_long(self.day)), "url": back_url},
                {"label": _("Who came")},
            ],
            "when": dates.when(chosen.start_at, chosen.end_at, event.zone) if chosen else dates.day_long(self.day),
            "choices": [self._choice(one) for one in self.of_that_day] if len(self.of_that_day) > 1 else [],
            "until": _until(event, chosen) if chosen else "",
            "form": self.form,
            "refusal": self.refusal,
            "given": self.given,
            "back_url": back_url,
        }

    def _choice(self, one: Occurrence) -> Item:
        hours = dates.hours(dates.local(one.start_at, self.event.zone), dates.local(one.end_at, self.event.zone))
        return {
            "text": hours,
            "url": attendance_url(self.event, one, self.of_that_day),
            "current": one == self.chosen,
        }


def _until(event: Event, occurrence: Occurrence) -> str:
    until = valid_until(occurrence.last_on, event.habilitation_months)
    return _("valid until %(day)s") % {"day": dates.day_short(until)} if until else _("valid for good")
