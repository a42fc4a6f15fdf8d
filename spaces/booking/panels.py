"""What booking adds to the form of a resource in Wagtail."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from maillage.curation.wagtail.panels import FoldedPanel, RowsPanel
from spaces.booking.admission_forms import AdmissionForm, AdmissionFormSet
from spaces.booking.quota_forms import QuotaForm, QuotaFormSet
from spaces.catalogue.wagtail.panels import register_resource_panel


def register() -> None:
    """Called once, when the app is ready."""
    register_resource_panel(
        "admissions",
        RowsPanel(
            "admissions",
            row_form=AdmissionForm,
            formset=AdmissionFormSet,
            panels=[FieldPanel("audience")],
            heading=_("Who may book"),
            label=pgettext_lazy("who may book", "People"),
            add_label=_("Add people"),
            help_text=_("Those of whom somebody has to be one, by a plan that they have. Without any: everybody."),
        ),
    )
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
