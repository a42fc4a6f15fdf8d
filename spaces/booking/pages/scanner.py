"""Who stands before the team, by the code they show."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from spaces.booking import team_wording, wording
from spaces.booking.models import Booking, State
from spaces.booking.pages.team_frame import frame
from spaces.booking.rules.arriving import Arrival
from spaces.booking.rules.codes import read_code
from spaces.booking.services.arriving import arrival_of, said
from spaces.booking.services.untrained import untrained
from spaces.catalogue.models import Space

Item = dict[str, Any]

ON_THE_DAY = frozenset({Arrival.EXPECTED, Arrival.EARLY})  # the team lets in whoever comes that day


@dataclass(frozen=True, eq=False)
class ScannerPage:
    """`typed`: what was asked for; `booking`: what it led to."""

    request: HttpRequest
    space: Space
    typed: str = ""
    booking: Booking | None = None

    def context(self) -> Item:
        path = reverse("booking:scanner", args=[self.space.slug])
        return {
            **frame(self.request, self.space, "scanner", title=_("Arrivals")),
            "path": path,
            "typed": self.typed,
            "unknown": self._unknown() if self.typed and not self.booking else "",
            "kept": "" if "/" in self.typed else self.typed,  # nobody corrects a scanned address
            "found": self._found(self.booking) if self.booking else None,
            "book_url": reverse("booking:welcome", args=[self.space.slug]),
        }

    def _unknown(self) -> str:
        if read_code(self.typed):
            return _("No booking of this place has this code. Check it, or look for the name on the daily board.")
        return _("This is not the code of a booking: those have six letters or digits. "
                 "Ask for it, or look for the name on the daily board.")  # fmt: skip

    def _found(self, booking: Booking) -> Item:
        now = clock.now()
        standing = arrival_of(booking, now)
        lacking = untrained([booking]).get(booking.pk)
        return {
            "uuid": booking.uuid,
            "url": booking.get_absolute_url(),
            "person": wording.who(booking),
            "facts": [
                {"icon": "armchair", "label": _("What"), "value": booking.resource.name,
                 "detail": wording.places(booking)},
                {"icon": "clock", "label": _("When"),
                 "value": dates.when(booking.start_at, booking.end_at, booking.zone)},
            ],
            "note": booking.note,
            "status": wording.status(booking),
            "status_kind": wording.status_kind(booking),
            "sentence": self._sentence(booking, standing),
            "level": "info" if standing in ON_THE_DAY | {Arrival.ALREADY} else "warning",
            "lacking": team_wording.said(lacking, booking.resource, booking.person) if lacking else "",
            "can_arrive": booking.state == State.CONFIRMED and standing in ON_THE_DAY,
            "can_undo": booking.can_be_undone_at(now),
        }  # fmt: skip

    @staticmethod
    def _sentence(booking: Booking, standing: Arrival) -> str:
        if standing == Arrival.EARLY:  # which says something else to its person
            hour = dates.clock_time(booking.start_at, booking.zone)
            return _("They are early: it begins at %(hour)s.") % {"hour": hour}
        return said(booking, clock.now())
