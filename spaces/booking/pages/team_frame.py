"""What the pages of a space's team share: where one is, and the way to the others."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import clock
from maillage.users.permissions import is_coordinator
from spaces.booking.models import Booking
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.permissions import can_edit

Item = dict[str, Any]

TODAY, PLANNING, REQUESTS, CLOSURES, PASSES = "team", "planning", "requests", "closures", "team_passes"


def frame(request: HttpRequest, space: Space, current: str, *, title: str = "", above: Item | None = None) -> Item:
    """Context of `layouts/team.html`. `title`: of a page that is not one of the tabs; `above`: of the page that leads
    there, {label, url}. One query for who answers requests."""
    can_decide = can_edit(request.user, space)
    to_answer = waiting(space) if can_decide else 0
    tabs: list[Item] = [
        {"name": TODAY, "label": _("Today"), "icon": "calendar-check"},
        {"name": PLANNING, "label": pgettext("of a team", "Schedule"), "icon": "calendar-days"},
        {"name": REQUESTS, "label": _("Requests"), "icon": "list-checks", "count": to_answer or ""},
    ]
    if can_decide:
        tabs.append({"name": CLOSURES, "label": _("Closures"), "icon": "lock"})
        tabs.append({"name": PASSES, "label": _("Passes"), "icon": "ticket"})
    here = next((tab["label"] for tab in tabs if tab["name"] == current and current != TODAY), title)
    return {
        "space": space,
        "tabs": [
            {**tab, "url": reverse(f"booking:{tab['name']}", args=[space.slug]), "current": tab["name"] == current}
            for tab in tabs
        ],
        "breadcrumb": _breadcrumb(request, space, here, above),
    }


def to_begin(request: HttpRequest, space: Space, *, has_begun: bool = False) -> Item:
    """Where nothing can be booked yet: that it is so, and where a manager adds it. A query, unless it is known."""
    if has_begun or space.resources.exists():
        return {"has_begun": True}
    add_url = reverse(Resource.snippet_viewset.get_url_name("add")) if can_edit(request.user, space) else ""
    return {"has_begun": False, "add_url": add_url}


def waiting(space: Space) -> int:
    """How many requests wait for an answer."""
    return Booking.objects.to_decide().filter(resource__space=space, end_at__gt=clock.now()).count()


def _breadcrumb(request: HttpRequest, space: Space, here: str, above: Item | None) -> list[Item]:
    """Coordinators come from the boards of all places."""
    way = (
        [{"label": _("Boards and requests"), "url": reverse("booking:boards")}] if is_coordinator(request.user) else []
    )
    way.append({"label": space.name, "url": space.get_absolute_url()})
    if not here:
        return [*way, {"label": _("Daily board")}]
    board = {"label": _("Daily board"), "url": reverse("booking:team", args=[space.slug])}
    return [*way, board, *([above] if above else []), {"label": here}]
