"""The screen at the door, and the team's list of such screens."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.base.zones import get_zone
from spaces.booking.models import Booking, Kiosk, State
from spaces.booking.pages.team_frame import frame
from spaces.booking.permissions import can_revoke_kiosk
from spaces.booking.rules.arriving import opens_at
from spaces.booking.rules.codes import PATTERN
from spaces.booking.services.arriving import too_early
from spaces.booking.services.kiosks import NOT_A_CODE, Noted, expected_today, name_at_door
from spaces.booking.team_forms import KioskForm
from spaces.catalogue.models import Space

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class KioskPage:
    """For whoever passes by: first names and hours, nothing else of anybody."""

    kiosk: Kiosk
    noted: Noted | None = None

    def context(self) -> Item:
        slug = self.kiosk.space.slug
        return {
            "space": self.kiosk.space,
            "title": self.kiosk.space.name,
            "day": clock.today(get_zone(self.kiosk.space.time_zone)),
            "people": [_line(booking) for booking in expected_today(self.kiosk.space)],
            "noted": self.noted,
            "now": clock.now().isoformat(),
            "code_pattern": PATTERN,
            "not_a_code": NOT_A_CODE,
            "path": reverse("booking:kiosk", args=[slug]),
            "send_url": reverse("booking:kiosk_arrivals", args=[slug]),
            "worker_url": reverse("booking:kiosk_worker", args=[slug]),
        }


@dataclass(frozen=True, eq=False)
class KiosksPage:
    """`form`: the name of one more."""

    request: HttpRequest
    space: Space
    form: KioskForm

    def context(self) -> Item:
        zone = get_zone(self.space.time_zone)
        found = Kiosk.objects.usable().filter(space=self.space).select_related("by")
        return {
            **frame(self.request, self.space, "kiosks", title=_("Kiosk")),
            "form": self.form,
            "can_revoke": can_revoke_kiosk(self.request.user, self.space),
            "kiosks": [
                {
                    "uuid": kiosk.uuid,
                    "name": kiosk.name,
                    "closing": closing(kiosk),
                    "by": kiosk.by,
                    "opened": dates.when(kiosk.created_at, None, zone),
                    "seen": dates.when(kiosk.seen_at, None, zone) if kiosk.seen_at else "",
                }
                for kiosk in found
            ],
        }


@dataclass(frozen=True, eq=False)
class ClosingPage:
    """The question that the list asks in a dialog, without a script."""

    request: HttpRequest
    space: Space
    kiosk: Kiosk

    def context(self) -> Item:
        return {
            **frame(self.request, self.space, "kiosks", title=_("Kiosk")),
            **closing(self.kiosk),
            "back_url": reverse("booking:kiosks", args=[self.space.slug]),
        }


def closing(kiosk: Kiosk) -> Item:
    """What to know before one closes a kiosk."""
    return {
        "id": f"fermer-{kiosk.uuid}",
        "title": _("Close the kiosk “%(kiosk)s”?") % {"kiosk": kiosk.name},
        "text": _(
            "Its tablet shows and notes nothing any more. If it is offline, the arrivals that it keeps will not be "
            "sent: it will list them on its screen, for you to note them."
        ),
    }


def _line(booking: Booking) -> Item:
    from_at = opens_at(booking.start_at)
    return {
        "uuid": booking.uuid,
        "name": name_at_door(booking) or _("Somebody"),
        "hours": dates.hours(booking.start_at, booking.end_at, booking.zone),
        "from": from_at.isoformat(),
        "from_hour": dates.clock_time(from_at, booking.zone),
        "too_early": too_early(booking),
        "is_early": clock.now() < from_at,
        "until": booking.end_at.isoformat(),
        "is_there": booking.state == State.CHECKED_IN,
    }
