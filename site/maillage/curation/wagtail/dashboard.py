"""The first page of the back office: what this person can do, keeps, and must look at.

Other apps add links with the hook `register_dashboard_links` (a function of the request that returns
`Link`s) and panels with Wagtail's `construct_homepage_panels`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from maillage.base import clock
from maillage.curation.wagtail import registry, waiting
from maillage.users.permissions import is_coordinator

SHOWN = 6
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Link:
    """Something to do, one click away."""

    label: str
    url: str
    icon: str = "arrow-right"
    order: int = 100


class _Panel(Component):
    def __init__(self, request: HttpRequest) -> None:
        self.request = request


class LinksPanel(_Panel):
    """What would you like to do?"""

    name = "links"
    order = 10
    template_name = "curation/wagtail/panels/links.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        links = [link for hook in hooks.get_hooks("register_dashboard_links") for link in hook(self.request)]
        return {"links": sorted(links, key=lambda link: (link.order, link.label))}


class ToCheckPanel(_Panel):
    """For coordinators: what waits, and what has not been verified for a year."""

    name = "to_check"
    order = 20
    template_name = "curation/wagtail/panels/to_check.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"counts": waiting.counts(), "lines": waiting.oldest_first(SHOWN), "stale": _stale()}


class MinePanel(_Panel):
    """For teams: the records they keep, one block a kind."""

    name = "mine"
    order = 30
    template_name = "curation/wagtail/panels/mine.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        kinds = [self._kind(viewset) for viewset in registry.listed_viewsets() if viewset.on_dashboard]
        return {"kinds": [kind for kind in kinds if kind["lines"] or kind["add_url"]]}

    def _kind(self, viewset: Any) -> dict[str, Any]:
        user = self.request.user
        records = viewset.model.objects.editable_by(user).order_by("-updated_at")[: SHOWN + 1]
        edit = viewset.get_url_name("edit")
        policy = policy_registry.get_by_type(viewset.model)
        return {
            "label": viewset.menu_label,
            "icon": viewset.icon,
            "url": reverse(viewset.get_url_name("list")),
            "add_url": reverse(viewset.get_url_name("add")) if policy.user_has_permission(user, "add") else "",
            "lines": [(record, reverse(edit, args=[quote(record.pk)])) for record in records[:SHOWN]],
            "has_more": len(records) > SHOWN,
        }


class ToCheckMenuItem(MenuItem):
    """ "To check (3)" in the menu of coordinators."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("To check"), reverse("curation_to_check"), name="to-check", icon_name="check", order=50
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if number := waiting.count():
            component.label = _("To check (%(number)d)") % {"number": number}
        return component


def panels(request: HttpRequest) -> list[_Panel]:
    """The panels of this person, instead of Wagtail's own about pages."""
    if is_coordinator(request.user):
        return [LinksPanel(request), ToCheckPanel(request)]
    return [LinksPanel(request), MinePanel(request)]


def _stale() -> list[tuple[str, int, str]]:
    limit = clock.now() - A_YEAR
    found = []
    for viewset in registry.listed_viewsets():
        number = viewset.model.objects.published().filter(verified_at__lt=limit).count()
        if number:
            url = reverse(viewset.get_url_name("list")) + "?state=published&ordering=verified_at"
            found.append((viewset.menu_label, number, url))
    return found
