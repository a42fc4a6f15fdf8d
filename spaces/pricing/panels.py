"""Prices in the form of a resource."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from maillage.curation.wagtail.panels import RowsPanel
from spaces.catalogue.wagtail.panels import register_resource_panel
from spaces.pricing.forms import PriceForm


def register() -> None:
    """Called once, when the app is ready."""
    register_resource_panel(
        "prices",
        RowsPanel(
            "prices",
            row_form=PriceForm,
            panels=[FieldRowPanel([FieldPanel("amount"), FieldPanel("unit"), FieldPanel("vat_rate")])],
            heading=_("Prices"),
            label=_("Price"),
            add_label=_("Add a price"),
            help_text=_("Without any, it is free. With several, people pay the cheapest for the time they book."),
        ),
    )
