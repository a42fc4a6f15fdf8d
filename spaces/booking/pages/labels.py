"""Labels to print and stick on doors and desks: each leads to what can be done there."""

import re
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
from spaces.booking.pages.team_frame import frame, to_begin
from spaces.catalogue.models import Resource, Space

Item = dict[str, Any]

PARTS = re.compile("[^/=]+[/=]*")  # of an address, where it may go on in the next line


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
            **to_begin(self.request, self.space, has_begun=bool(resources)),
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
            "address": PARTS.findall(address.removeprefix(f"{site.scheme}://")),
        }
