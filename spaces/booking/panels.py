"""What booking adds to the form of a resource in Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from maillage.curation.wagtail.panels import FoldedPanel, RowsPanel
from spaces.booking.quota_forms import QuotaForm, QuotaFormSet
from spaces.catalogue.wagtail.panels import register_resource_panel


def register() -> None:
    """Called once, when the app is ready."""
    register_resource_panel(
        "quotas",
        RowsPanel(
            "quotas",
            row_form=QuotaForm,
            formset=QuotaFormSet,
            panels=[
                FieldRowPanel([FieldPanel("hours"), FieldPanel("count"), FieldPanel("period")]),
                FieldRowPanel([FieldPanel("holder"), FieldPanel("whom")]),
                FoldedPanel(
                    [
                        FieldPanel("counts_kind"),
                        FieldPanel("days"),
                        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    ],
                    summary=_("Only at some times, or together with other resources"),
                    names=("counts_kind", "days", "starts", "ends"),
                ),
            ],
            heading=_("How much may be booked"),
            label=_("Limit"),
            add_label=_("Add a limit"),
            help_text=_("2 hours a day, four bookings a month, one hour at noon… Without any, there is no limit."),
        ),
    )
