"""What things cost, in Wagtail: each space for itself, coordinators for the network."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from maillage.base import figures
from maillage.curation.wagtail import RecordViewSet
from maillage.curation.wagtail.columns import DayColumn
from maillage.curation.wagtail.panels import RowsPanel
from maillage.users.permissions import Anyone
from spaces.catalogue.wagtail.fields import InlineBoxes
from spaces.pricing.models import Audience, Membership, Plan
from spaces.pricing.permissions import can_set_prices, can_set_some_prices
from spaces.pricing.record_forms import AudienceForm, EntitlementForm, EntitlementFormSet, MembershipForm, PlanForm


def whose(record: Any) -> Any:
    """The space, or the network."""
    return record.space or gettext_lazy("The whole network")


class OfSpaceViewSet(RecordViewSet):
    """Records of a space, or of the network where `space` is empty."""

    list_display: tuple[Any, ...] = ("__str__", Column("space", label=gettext_lazy("Place"), accessor=whose))

    def can_add(self, user: Anyone) -> bool:
        return can_set_some_prices(user)

    def can_delete(self, user: Anyone, record: Any) -> bool:
        """Not while something refers to it: Wagtail says what."""
        return can_set_prices(user, record.space) if record.pk else self.can_add(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("space")


def price_of(plan: Plan) -> str:
    """« 110 € TTC »; nothing for a list of people."""
    if not plan.price_cents:
        return ""
    return gettext("%(amount)s incl. VAT") % {"amount": figures.cents(plan.price_cents)}


class LastDayColumn(DayColumn):
    """Through which day somebody has a pass, and whether that is over."""

    def get_value(self, instance: Membership) -> str:
        said = super().get_value(instance)
        return gettext("%(day)s, over") % {"day": said} if instance.is_over() else said


class AudienceViewSet(OfSpaceViewSet):
    """For whom there are prices: members, students, associations…"""

    model = Audience
    form_base_class = AudienceForm
    icon = "group"
    menu_label = gettext_lazy("Price groups")
    new_label = gettext_lazy("New price group")
    purpose = gettext_lazy("People who pay prices of their own: members, students, associations.")
    menu_name = "price-audiences"
    menu_order = 208
    panels = (
        FieldPanel("space"),
        FieldPanel("name", help_text=gettext_lazy("“Members”, “Students”, “Associations”…")),
    )


class PlanViewSet(OfSpaceViewSet):
    """Subscriptions and passes, and lists of people who have prices of their own."""

    model = Plan
    form_base_class = PlanForm
    icon = "tag"
    menu_label = gettext_lazy("Plans")
    new_label = gettext_lazy("New plan")
    purpose = gettext_lazy("What people subscribe to or buy in advance: hours, days, prices of their own.")
    menu_name = "plans"
    menu_order = 209
    list_display = (
        "__str__",
        Column("price", label=gettext_lazy("Price"), accessor=price_of),
        Column("space", label=gettext_lazy("Place"), accessor=whose),
    )
    panels: tuple[Any, ...] = (
        FieldPanel("space"),
        FieldPanel("name", help_text=gettext_lazy("“Ten hours”, “Resident”, “Members 2026”…")),
        FieldPanel("price"),
        FieldPanel("audience"),
        RowsPanel(
            "entitlements",
            row_form=EntitlementForm,
            formset=EntitlementFormSet,
            panels=[
                FieldRowPanel([FieldPanel("hours"), FieldPanel("unit"), FieldPanel("every")]),
                FieldPanel("kinds"),
            ],
            heading=gettext_lazy("What it gives"),
            label=gettext_lazy("Hours or days"),
            add_label=gettext_lazy("Add hours or days"),
            help_text=gettext_lazy(
                "Bookings take from it first; what is more is paid. "
                "An hour is one seat for one hour, "
                "a day is one seat for a day of the calendar, in one booking or in several."
            ),
        ),
        FieldPanel("reach"),
        FieldPanel("spaces", widget=InlineBoxes, attrs={"data-shown-when": f"reach={Plan.Reach.LISTED}"}),
    )


class MembershipViewSet(RecordViewSet):
    """Who has which plan: their space's managers say so."""

    model = Membership
    form_base_class = MembershipForm
    icon = "user"
    menu_label = gettext_lazy("Passes")
    new_label = gettext_lazy("New pass")
    purpose = gettext_lazy("Who has which plan, and until when. Write a plan first.")
    menu_name = "memberships"
    menu_order = 210
    list_display = (
        "__str__",
        DayColumn("valid_from", label=gettext_lazy("From")),
        LastDayColumn("valid_through", label=gettext_lazy("Through")),
    )
    panels = (
        FieldPanel("plan"),
        FieldPanel("email"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_through")]),
    )

    def can_add(self, user: Anyone) -> bool:
        return can_set_some_prices(user)

    def can_delete(self, user: Anyone, record: Membership) -> bool:
        """Not once something was used: it ends then, on a day."""
        if not record.pk:
            return self.can_add(user)
        return can_set_prices(user, record.plan.space) and not record.entries.exists()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("plan__space", "person")


register_snippet(AudienceViewSet)
register_snippet(PlanViewSet)
register_snippet(MembershipViewSet)
