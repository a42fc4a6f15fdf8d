"""What somebody reads who has just scanned a label at the door: their booking there, else what is free."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.users.permissions import is_member
from spaces.booking.addresses import BoardAddress
from spaces.booking.models import Booking
from spaces.booking.questions import BoardQuestion
from spaces.booking.rules.arriving import Arrival
from spaces.booking.services.arriving import arrival_of, said, theirs_today
from spaces.booking.services.welcome import FreeNow, free_now
from spaces.catalogue import wording as opening
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.services.opening import space_layers

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class OnSitePage:
    """`resource`: what the label is on; None: the door. Eight queries; ten when nothing is free."""

    request: HttpRequest
    space: Space
    resource: Resource | None = None

    def context(self) -> Item:
        is_known = is_member(self.request.user)
        return {
            "space": self.space,
            "resource": self.resource,
            "breadcrumb": [{"label": self.space.name, "url": self.space.get_absolute_url()}, {"label": _("On site")}],
            "path": address_of(self.space, self.resource),
            "is_known": is_known,
            "sign_in_url": f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': self.request.get_full_path()})}",
            "mine": self._mine() if is_known else [],
            **self._free(),
            "board_url": BoardAddress(self.space, BoardQuestion()).path,
        }

    def _mine(self) -> list[Item]:
        """What they have booked here for today, that of this label first."""
        here = self.resource.pk if self.resource else None
        found = theirs_today(self.request.user, self.space)
        return [self._line(booking) for booking in sorted(found, key=lambda booking: booking.resource_id != here)]

    @staticmethod
    def _line(booking: Booking) -> Item:
        now = clock.now()
        standing = arrival_of(booking, now)
        return {
            "uuid": booking.uuid,
            "url": booking.get_absolute_url(),
            "resource": booking.resource.name,
            "when": dates.hours(booking.start_at, booking.end_at, booking.zone),
            "sentence": said(booking, now),
            "can_arrive": standing == Arrival.EXPECTED,
            "is_there": standing == Arrival.ALREADY,
        }

    def _free(self) -> Item:
        """What one could sit down at: this, and the others."""
        resources = list(Resource.objects.visible_to(self.request.user).in_service().filter(space=self.space))
        for resource in resources:
            resource.space = self.space
        found = free_now(resources)
        here = self.resource.pk if self.resource else None
        return {
            "free_here": next((_line(one) for one in found if one.resource.pk == here), None),
            "free": [_line(one) for one in found if one.resource.pk != here],
            "closed": "" if found else self._closed(),
        }

    def _closed(self) -> str:
        """When the doors open next, for who stands before closed ones: nothing there is “taken”."""
        status = opening.status(space_layers([self.space])[self.space.pk], clock.now())
        return status.text if status and status.kind == "closed" else ""


def address_of(space: Space, resource: Resource | None = None) -> str:
    """Where a label leads to."""
    path = reverse("booking:on_site", args=[space.slug])
    return f"{path}?{urlencode({'ressource': resource.slug})}" if resource else path


def _line(one: FreeNow) -> Item:
    space = one.resource.space
    return {
        "name": one.resource.name,
        "until": _("until %(hour)s") % {"hour": dates.clock_time(one.until_at, space.time_zone)},
        "places": one.resource.counted(one.places) if one.resource.is_pool else "",
        "url": BoardAddress(space, BoardQuestion(resource=one.resource.slug)).having(),
    }
