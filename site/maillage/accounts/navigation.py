"""The pages of somebody's own corner, in the order they are shown."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

PAGES = [
    ("accounts:home", gettext_noop("Overview"), "house"),
    ("booking:mine", gettext_noop("My bookings"), "calendar-check"),
    ("directory:my-profile", gettext_noop("My profile"), "user-round"),
    ("directory:my-organisations", gettext_noop("My organisations"), "building-2"),
    ("accounts:settings", gettext_noop("Settings"), "settings"),
]
SIGNING_IN = ("account_", "mfa_", "usersessions_")  # django-allauth's own pages, reached from the settings


def pages(request: HttpRequest) -> list[dict[str, object]]:
    """Tabs of `/compte/`, the one of `request` being current."""
    tabs = []
    for name, label, icon in PAGES:
        url = reverse(name)
        here = request.path == url if name == "accounts:home" else request.path.startswith(url)
        here = here or (name == "booking:mine" and request.path in _beside_bookings())
        here = here or (name == "accounts:settings" and _is_about_signing_in(request))
        tabs.append({"label": gettext(label), "url": url, "current": here, "icon": icon})
    return tabs


def _beside_bookings() -> tuple[str, ...]:
    """Pages that one reaches from one's bookings."""
    return reverse("booking:passes"), reverse("booking:my_habilitations")


def _is_about_signing_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.startswith(SIGNING_IN))
