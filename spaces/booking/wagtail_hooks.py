"""Bookings in Wagtail: quotas of a resource, trainings of the network, and the way to each day's board."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from maillage.base import clock
from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.dashboard import Link
from spaces.booking.models import Habilitation, State
from spaces.catalogue.models import Space

MOST_LINKS = 6


class HabilitationViewSet(RecordViewSet):
    """Trainings known across the network: coordinators name them and say what asks for them."""

    model = Habilitation
    icon = "key"
    menu_label = gettext_lazy("Trainings")
    menu_name = "trainings"
    menu_order = 295
    list_display = ("__str__", Column("code", label=gettext_lazy("Code")))
    panels = (
        FieldPanel("label"),
        FieldPanel("code", help_text=gettext_lazy("Programs and lists know it by this; small letters and hyphens.")),
        FieldPanel("resources", help_text=gettext_lazy("Nobody books these before they have followed the training.")),
        FieldPanel("recognised_by", help_text=gettext_lazy("Their managers note who has followed it.")),
    )


register_snippet(HabilitationViewSet)


@hooks.register("register_dashboard_links")
def daily_boards(request: HttpRequest) -> list[Link]:
    """For each space that this person keeps, its board of today. One query."""
    if not request.user.is_authenticated:
        return []
    waiting = Q(resources__bookings__state=State.PENDING, resources__bookings__end_at__gt=clock.now())
    kept = Space.objects.filter(team__user=request.user)
    spaces = kept.annotate(requests=Count("resources__bookings", filter=waiting)).order_by("name", "pk")
    return [_board_link(space) for space in spaces[:MOST_LINKS]]


def _board_link(space: Any) -> Link:
    label = _("Today at %(space)s") % {"space": space.name}
    if space.requests:
        waiting = ngettext("%(count)s request", "%(count)s requests", space.requests) % {"count": space.requests}
        label = _("%(board)s (%(waiting)s)") % {"board": label, "waiting": waiting}
    return Link(label, reverse("booking:team", args=[space.slug]), icon="date", order=10)
