"""The first page of the back office: what this person can do, keeps, and must look at.

Other apps add links with the hook `register_dashboard_links` (a function of the request that returns
`Link`s), what somebody who begins has still to do with `register_first_steps` (`Step`s), and panels
with Wagtail's `construct_homepage_panels`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from maillage.base import clock
from maillage.curation.models import Source
from maillage.curation.wagtail import registry, waiting
from maillage.users.permissions import is_coordinator

SHOWN = 6
A_YEAR = timedelta(days=365)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Link:
    """Something to do, one click away."""

    label: str
    url: str
    icon: str = "arrow-right"
    order: int = 100


@dataclass(frozen=True)
class Step:
    """Something that a place or a network which begins does not have yet."""

    label: str
    text: str
    url: str
    order: int = 100
    place: str = ""  # which one, for who begins several


class _Panel(Component):
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def registered(self, name: str) -> list[Any]:
        """What the functions under this hook give for whoever looks, in order."""
        found = [one for hook in hooks.get_hooks(name) for one in hook(self.request)]
        return sorted(found, key=lambda one: (one.order, one.label))


class LinksPanel(_Panel):
    """What would you like to do?"""

    name = "links"
    order = 10
    template_name = "curation/wagtail/panels/links.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"links": self.registered("register_dashboard_links")}


class FirstStepsPanel(_Panel):
    """What is still missing, in the order in which one does it; nothing once all of it is there."""

    name = "first_steps"
    order = 15
    template_name = "curation/wagtail/panels/first_steps.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"steps": self.registered("register_first_steps")}


class ToCheckPanel(_Panel):
    """For coordinators: what people have submitted."""

    name = "to_check"
    order = 20
    template_name = "curation/wagtail/panels/to_check.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"counts": waiting.counts(), "lines": waiting.oldest_first(SHOWN)}


class StalePanel(_Panel):
    """For coordinators: what nobody has verified for long, what nobody ever has first. Two queries a kind."""

    name = "stale"
    order = 25
    template_name = "curation/wagtail/panels/stale.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        kinds = [(viewset, _stale(viewset)) for viewset in registry.listed_viewsets() if viewset.goes_stale]
        lines = [self._line(viewset, record) for viewset, records in kinds for record in records[:SHOWN]]
        counts = [(viewset.menu_label, records.count(), self._url(viewset)) for viewset, records in kinds]
        return {
            "lines": sorted(lines, key=lambda line: line["at"] or LONG_AGO)[:SHOWN],
            "counts": [count for count in counts if count[1]],
        }

    def _line(self, viewset: Any, record: Any) -> dict[str, Any]:
        edit = reverse(viewset.get_url_name("edit"), args=[quote(record.pk)])
        kind = record._meta.verbose_name
        return {"record": record, "url": edit, "icon": viewset.icon, "kind": kind, "at": record.verified_at}

    def _url(self, viewset: Any) -> str:
        return reverse(viewset.get_url_name("list")) + "?state=published&ordering=verified_at"


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
    theirs = [ToCheckPanel, StalePanel] if is_coordinator(request.user) else [MinePanel]
    return [panel(request) for panel in (LinksPanel, FirstStepsPanel, *theirs)]


def _stale(viewset: Any) -> QuerySet:
    """Published records of this kind that nobody has verified for a year, or ever since a list brought them in."""
    since = Coalesce("verified_at", "created_at")
    records = viewset.model.objects.published().alias(said_at=since)
    stale = records.filter(Q(said_at__lt=clock.now() - A_YEAR) | Q(source=Source.IMPORT, verified_at=None))
    return stale.order_by(F("verified_at").asc(nulls_first=True), "pk")
