"""Spaces, their resources and the network's dates, edited with rights per record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column

from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.columns import ChangedColumn, DayColumn, SourceColumn, StateColumn, VerifiedColumn
from maillage.curation.wagtail.panels import SWITCH, RowsPanel
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.forms import ResourceForm, SpaceForm
from spaces.catalogue.models import OpeningException, Resource, Space
from spaces.catalogue.permissions import can_publish
from spaces.catalogue.views.space import show
from spaces.catalogue.wagtail.fields import InlineBoxes, Nothing
from spaces.catalogue.wagtail.hours_forms import DatedHoursForm
from spaces.catalogue.wagtail.panels import DATED_PANELS, exceptions_panel, resource_panels, week_panel
from spaces.catalogue.wagtail.plan import PlanView, ResourceEditView
from spaces.catalogue.wagtail.views import SpaceEditView, TeamView

NO_OTHER_RESOURCE = Nothing(_("No other resource here yet."))


def _boxes(name: str) -> FieldPanel:
    return FieldPanel(name, widget=InlineBoxes)


class SpaceViewSet(RecordViewSet):
    model = Space
    form_base_class = SpaceForm
    icon = "home"
    menu_label = _("Places")
    new_label = _("New place")
    purpose = _("The places of the network: what they are, when they are open, how to come.")
    menu_name = "spaces"
    menu_order = 200
    edit_view_class = SpaceEditView
    team_view_class = TeamView
    list_display = ("__str__", Column("city", label=_("Town"), sort_key="city"), StateColumn(), SourceColumn(),
                    ChangedColumn(), VerifiedColumn())  # fmt: skip

    identity = (
        FieldPanel("name"),
        FieldPanel("summary", help_text=_("What one reads in the list. Who is it for, what is there?")),
        _boxes("types"),
        FieldPanel("body"),
        RowsPanel(
            "photos",
            panels=[FieldPanel("picture"), FieldPanel("caption")],
            heading=_("Photos"),
            label=_("Photo"),
            add_label=_("Add a photo"),
            help_text=_("The first one is shown large at the top of the page."),
        ),
        FieldPanel("visibility"),
    )
    whereabouts = (
        FieldPanel("street"),
        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city"), FieldPanel("country")]),
        FieldRowPanel(
            [FieldPanel("latitude"), FieldPanel("longitude")],
            help_text=_("In degrees, such as 43.2951 and -0.3708. A map shows them on a long press."),
        ),
        FieldPanel("time_zone"),
        FieldPanel("access", help_text=_("Stop, station, entrance, where to leave a bicycle.")),
    )
    practical = (
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("website")]),
        _boxes("amenities"),
        _boxes("accessibility"),
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("legal_form"), FieldPanel("pivot")], heading=_("Who runs it")
        ),
    )

    @property
    def edit_handler(self) -> TabbedInterface:
        return TabbedInterface(
            [
                ObjectList(self.identity, heading=_("The place")),
                ObjectList([week_panel(), FieldPanel("public_holidays"), exceptions_panel()], heading=_("Hours")),
                ObjectList(self.whereabouts, heading=_("Where")),
                ObjectList(self.practical, heading=_("Practical information")),
            ]
        )

    def can_publish(self, user: Anyone, record: Space) -> bool:
        return can_publish(user, record)

    def preview(self, request: HttpRequest, record: Space) -> HttpResponse:
        return show(request, record, is_draft=True)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path(f"team/<{self.pk_path_converter}:pk>/", self.team_view, name="team")]

    def get_edit_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_edit_view_kwargs(), "team_url_name": self.get_url_name("team")}

    @property
    def team_view(self) -> Any:
        return self.construct_view(
            self.team_view_class, team_url_name=self.get_url_name("team"), edit_url_name=self.get_url_name("edit")
        )


class ResourceViewSet(RecordViewSet):
    model = Resource
    form_base_class = ResourceForm
    icon = "list-ul"
    menu_label = _("Resources")
    new_label = _("New resource")
    purpose = _("What can be booked: desks, rooms, machines.")
    menu_name = "resources"
    menu_order = 205
    edit_view_class = ResourceEditView
    plan_view_class = PlanView
    list_display = ("__str__", Column("space", label=_("Place"), sort_key="space__name"),
                    Column("get_kind_display", label=_("Kind"), sort_key="kind"),
                    Column("capacity", label=_("Bookings at once"), sort_key="capacity"),
                    BooleanColumn("is_active", label=_("In service"), sort_key="is_active"))  # fmt: skip
    list_filter = ("space", "kind", "is_active")
    ordering = ("space__name", "position", "name")

    what = (
        FieldPanel("space"),
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("picture", heading=_("Picture")),
        FieldRowPanel([
            FieldPanel("people", help_text=_("How many people fit in. Leave empty for a machine.")),
            FieldPanel("capacity"),
        ]),
        _boxes("features"),
        FieldPanel("parent",
                   help_text=_("The room is in a hall: booking the hall takes the room, and the other way round.")),
        FieldPanel("plan_picture"),
        FieldPanel("shares", widget=InlineBoxes(nothing=NO_OTHER_RESOURCE),
                   help_text=_("What is taken along with each booking: the projector, the sound system.")),
        FieldRowPanel([
            FieldPanel("is_active", icon=SWITCH,
                       help_text=_("Switched off, it is no longer offered; its history stays.")),
            FieldPanel("position", help_text=_("Small numbers come first in the list.")),
        ]),
    )  # fmt: skip
    rules = (
        MultiFieldPanel([FieldRowPanel([
            FieldPanel("step", help_text=_("Bookings begin every so many minutes after opening.")),
            FieldPanel("min_duration", help_text=_("Empty: as the step.")),
            FieldPanel("max_duration", help_text=_("Empty: no limit.")),
        ]), FieldPanel("block_whole_day", icon=SWITCH)], heading=_("How long")),
        MultiFieldPanel([FieldRowPanel([
            FieldPanel("min_notice", help_text=_("120: at the latest two hours before.")),
            FieldPanel("min_days_before", help_text=_("1: not on the same day.")),
            FieldPanel("max_days_before", help_text=_("90: three months ahead. Empty: no limit.")),
        ])], heading=_("How early")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("buffer_before"), FieldPanel("buffer_after")])],
                        heading=_("Time to prepare and tidy up"),
                        help_text=_("Kept free around each booking, even outside opening hours.")),
        FieldPanel("requires_approval", icon=SWITCH,
                   help_text=_("Each request waits until somebody of the team says yes.")),
        FieldPanel(
            "requests_compete",
            icon=SWITCH,
            help_text=_("With approval: a request keeps no place, others may ask for the same time, and you choose."),
        ),
    )  # fmt: skip

    @property
    def edit_handler(self) -> TabbedInterface:
        own_hours = FieldPanel("has_own_hours", icon=SWITCH, help_text=_("Otherwise it is open when its place is."))
        return TabbedInterface(
            [
                ObjectList(self.what, heading=_("The resource")),
                ObjectList([*self.rules, *resource_panels()], heading=_("Booking")),
                ObjectList([own_hours, week_panel(), exceptions_panel()], heading=_("Hours")),
            ]
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path(f"plan/<{self.pk_path_converter}:pk>/", self.plan_view, name="plan")]

    def get_edit_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_edit_view_kwargs(), "plan_url_name": self.get_url_name("plan")}

    @property
    def plan_view(self) -> Any:
        return self.construct_view(
            self.plan_view_class, plan_url_name=self.get_url_name("plan"), edit_url_name=self.get_url_name("edit")
        )

    def can_add(self, user: Anyone) -> bool:
        return is_coordinator(user) or Space.objects.managed_by(user).exists()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("space")


class NetworkDatesViewSet(RecordViewSet):
    """Public holidays and closures of the whole network: coordinators only."""

    model = OpeningException
    form_base_class = DatedHoursForm
    icon = "date"
    menu_label = _("Holidays")
    new_label = _("New dates")
    purpose = _("Days on which places have other hours, or are closed.")
    menu_name = "network-dates"
    menu_order = 290
    list_display = ("__str__", DayColumn("first_on", label=_("From")), DayColumn("last_on", label=_("Through")))
    panels = (
        HelpPanel(
            _(
                "These dates hold for every place that has not written its own hours for them. "
                "Public holidays need no dates here: Settings, Network says once what places do then."
            )
        ),
        *DATED_PANELS,
    )
