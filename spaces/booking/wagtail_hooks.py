"""Bookings in Wagtail: trainings of the network, conditions of a space, and the way to each day's board."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.dashboard import Link
from maillage.curation.wagtail.panels import SWITCH, RowsPanel
from maillage.users.permissions import Anyone, is_coordinator
from spaces.booking.first_steps import first_steps
from spaces.booking.models import BookingPolicy, Habilitation
from spaces.booking.policy_forms import PolicyForm, TierForm
from spaces.booking.services.queues import Queue, queues, run_by
from spaces.booking.training_forms import HabilitationForm
from spaces.catalogue.models import Space
from spaces.catalogue.permissions import can_edit
from spaces.catalogue.wagtail.fields import NO_RESOURCE, InlineBoxes

MOST_LINKS = 6


class HabilitationViewSet(RecordViewSet):
    """Trainings known across the network: coordinators name them and say what asks for them."""

    model = Habilitation
    icon = "key"
    menu_label = pgettext_lazy("given to people", "Training")
    new_label = gettext_lazy("New training")
    purpose = gettext_lazy("What people must have learnt before they may book a machine.")
    menu_name = "trainings"
    menu_order = 295
    list_display = ("__str__", Column("code", label=gettext_lazy("Code")))
    form_base_class = HabilitationForm
    panels = (
        FieldPanel("label"),
        FieldPanel("code", help_text=gettext_lazy("Programs and lists know it by this; small letters and hyphens.")),
        FieldPanel("resources", widget=InlineBoxes(nothing=NO_RESOURCE),
                   help_text=gettext_lazy("Nobody books these before they have followed the training.")),
        FieldPanel("recognised_by", widget=InlineBoxes,
                   help_text=gettext_lazy("Their managers note who has followed it.")),
    )  # fmt: skip


class PolicyViewSet(RecordViewSet):
    """What it costs to cancel, and not to come: each space for itself."""

    model = BookingPolicy
    form_base_class = PolicyForm
    icon = "form"
    menu_label = gettext_lazy("Booking conditions")
    new_label = gettext_lazy("New booking conditions")
    purpose = gettext_lazy(
        "Booking conditions say until when people can cancel, what is kept then, and whether one can book without an "
        "account. Without conditions, cancelling is free."
    )
    menu_name = "booking-conditions"
    menu_order = 207
    list_display = (
        "__str__",
        Column("space", label=gettext_lazy("Place"), sort_key="space__name"),
        Column("version", label=gettext_lazy("Version")),
    )
    panels = (
        FieldPanel("space"),
        FieldPanel("name", help_text=gettext_lazy("For your own use: “Rooms”, “Machines”…")),
        FieldPanel("resources", widget=InlineBoxes(nothing=NO_RESOURCE),
                   help_text=gettext_lazy("None: everything in the place that has no other conditions.")),
        FieldPanel("welcomes_guests", icon=SWITCH),
        RowsPanel(
            "tiers",
            row_form=TierForm,
            panels=[FieldRowPanel([FieldPanel("notice_hours"), FieldPanel("kept_percent")])],
            heading=gettext_lazy("Late cancellation"),
            label=gettext_lazy("Tier"),
            add_label=gettext_lazy("Add a tier"),
            help_text=gettext_lazy(
                "For instance: less than 48 hours before, half is kept; less than 24, all of it. None: free."
            ),
        ),
        FieldPanel("cancel_notice_hours", heading=gettext_lazy("People can cancel on their own until (hours before)")),
        FieldPanel("remind_before_hours"),
        FieldRowPanel([
            FieldPanel("release_after_min", help_text=gettext_lazy("30: half an hour after the start. Empty: never.")),
            FieldPanel("no_show_percent", help_text=gettext_lazy("How much of the price.")),
        ], heading=gettext_lazy("When nobody comes")),
    )  # fmt: skip

    def can_add(self, user: Anyone) -> bool:
        return is_coordinator(user) or Space.objects.managed_by(user).exists()

    def can_delete(self, user: Anyone, record: BookingPolicy) -> bool:
        """Bookings keep their copies."""
        return can_edit(user, record.space) if record.pk else self.can_add(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("space")


register_snippet(HabilitationViewSet)
register_snippet(PolicyViewSet)

hooks.register("register_first_steps", first_steps)


@hooks.register("register_dashboard_links")
def daily_boards(request: HttpRequest) -> list[Link]:
    """For each space that this person keeps, its board of today; for coordinators, the way to all of them.

    Two queries, one more for coordinators.
    """
    if not request.user.is_authenticated:
        return []
    kept = Space.objects.filter(team__user=request.user).order_by("name", "pk")
    spaces = list(kept[:MOST_LINKS])
    waiting = queues(kept) if spaces else {}
    links = [_board_link(space, waiting.get(space.pk)) for space in spaces]
    return [*links, _boards_link(request.user)] if is_coordinator(request.user) else links


def _board_link(space: Space, queue: Queue | None) -> Link:
    label = _("Today at %(space)s") % {"space": space.name}
    label = _with(label, queue.requests if queue else 0)
    return Link(label, reverse("booking:team", args=[space.slug]), icon="date", order=10)


def _boards_link(user: Anyone) -> Link:
    label = _with(_("Boards and requests"), sum(queue.requests for queue in queues(run_by(user)).values()))
    return Link(label, reverse("booking:boards"), icon="date", order=11)


def _with(label: str, requests: int) -> str:
    """« Aujourd'hui à La Centrale (2 demandes) »."""
    if not requests:
        return label
    waiting = ngettext("%(count)s request", "%(count)s requests", requests) % {"count": requests}
    return _("%(board)s (%(waiting)s)") % {"board": label, "waiting": waiting}
