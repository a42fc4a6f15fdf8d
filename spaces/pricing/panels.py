"""Prices in the form of a resource."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from maillage.curation.wagtail.panels import FoldedPanel, RowsPanel
from spaces.catalogue.wagtail.panels import register_resource_panel
from spaces.pricing.forms import PriceForm, PriceFormSet


def register() -> None:
    """Called once, when the app is ready."""
    register_resource_panel(
        "prices",
        RowsPanel(
            "prices",
            row_form=PriceForm,
            formset=PriceFormSet,
            panels=[
                FieldRowPanel([FieldPanel("amount"), FieldPanel("unit"), FieldPanel("vat_rate")]),
                FoldedPanel(
                    [
                        FieldPanel("audience"),
                        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_through")]),
                        FieldPanel("days"),
                        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    ],
                    summary=_("Only for some people, dates, days or hours"),
                    names=("audience", "valid_from", "valid_through", "days", "starts", "ends"),
                ),
            ],
            heading=_("Prices"),
            label=_("Price"),
            add_label=_("Add a price"),
            help_text=_("Without any, it is free. With several, people pay the cheapest for the time they book."),
        ),
    )
