"""Labels to print and stick on doors and desks: each leads to what can be done there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.base.qr import svg
from spaces.booking import wording
from spaces.booking.pages.on_site import address_of
from spaces.booking.pages.team_frame import frame
from spaces.catalogue.models import Resource, Space

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class LabelsPage:
    """One for the door, one for each thing in service."""

    request: HttpRequest
    space: Space

    def context(self) -> Item:
        resources = list(self.space.resources.in_service())
        door = self._label(None, self.space.name, _("Entrance"))
        labels = [self._label(one, one.name, wording.size(one)) for one in resources]
        return {
            **frame(self.request, self.space, "labels", title=_("Labels")),
            "labels": [door, *labels],
        }

    def _label(self, resource: Resource | None, name: str, detail: str) -> Item:
        with translation.override(settings.LANGUAGE_CODE):  # for all who pass, whoever prints it
            address = settings.SITE_URL + address_of(self.space, resource)
        site = urlsplit(address)
        return {
            "name": name,
            "detail": detail,
            "qr": svg(address),
            "address": address.removeprefix(f"{site.scheme}://"),
        }
