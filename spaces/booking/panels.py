"""What booking adds to the form of a resource in Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from maillage.curation.wagtail.panels import RowsPanel
from spaces.catalogue.wagtail.panels import register_resource_panel


def register() -> None:
    """Called once, when the app is ready."""
    limits = [FieldPanel("audience"), FieldPanel("period"), FieldPanel("minutes"), FieldPanel("count")]
    register_resource_panel(
        "quotas",
        RowsPanel(
            "quotas",
            panels=[FieldRowPanel(limits)],
            heading=_("How much one person may book"),
            label=_("Limit"),
            add_label=_("Add a limit"),
            help_text=_("120 minutes a day, four bookings a month… Without any, there is no limit."),
        ),
    )
