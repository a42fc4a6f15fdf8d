"""Who lives in the demonstration network: one account for each role."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

PASSWORD = "maillage-demo"  # noqa: S105 - public on purpose, shown on the sign-in page of a demonstration


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    role: Any
    icon: str


ACCOUNTS = [
    DemoAccount("lea@example.org", "Léa Martin", _("A freelancer who books"), "laptop"),
    DemoAccount("yanis@example.org", "Yanis Belkacem", _("A cultural actor with a profile"), "palette"),
    DemoAccount("marion@example.org", "Marion Lacoste", _("The manager of a place"), "door-open"),
    DemoAccount("hugo@example.org", "Hugo Etcheverry", _("A host at the desk"), "handshake"),
    DemoAccount("ines@example.org", "Inès Darrigrand", _("The network’s coordinator"), "waypoints"),
    DemoAccount("admin@example.org", "Alix Administratrice", _("The site’s administrator"), "shield-check"),
]
