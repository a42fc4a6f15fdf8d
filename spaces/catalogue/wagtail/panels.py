"""Panels of the editors' forms, and those that rooms above add to a resource."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel

from maillage.curation.wagtail.panels import RowsPanel
from spaces.catalogue.wagtail.hours_forms import DatedHoursForm, WeekFormSet, WeekHoursForm


def _needed(name: str) -> FieldPanel:
    """A field without which a row means nothing, in a draft too."""
    return FieldPanel(name, required_on_save=True)


DATED_PANELS = (
    FieldRowPanel([_needed("first_on"), FieldPanel("last_on")]),
    FieldRowPanel([FieldPanel("windows"), FieldPanel("label")]),
)


def week_panel(**kwargs: Any) -> RowsPanel:
    """The usual week: a row is some days, from when to when."""
    return RowsPanel(
        "opening_hours",
        row_form=WeekHoursForm,
        formset=WeekFormSet,
        panels=[
            _needed("days"),
            FieldRowPanel([_needed("opens"), _needed("closes"), FieldPanel("valid_from"), FieldPanel("valid_through")]),
        ],
        heading=_("Usual hours"),
        label=_("Hours"),
        add_label=_("Add hours"),
        help_text=_(
            "One row for days with the same hours; two rows where there is a break at noon. "
            "A closing time at or before the opening is on the next day. Dates only for hours of a season."
        ),
        **kwargs,
    )


def exceptions_panel(**kwargs: Any) -> RowsPanel:
    """Dates that differ from the week."""
    return RowsPanel(
        "exceptions",
        row_form=DatedHoursForm,
        panels=DATED_PANELS,
        heading=_("Closures and special hours"),
        label=_("Dates"),
        add_label=_("Add dates"),
        help_text=_("These dates replace the usual hours. Leave the hours empty for a closure."),
        **kwargs,
    )


_resource_panels: dict[str, Panel] = {}


def register_resource_panel(name: str, panel: Panel) -> None:
    """Add a panel to the form of resources: prices, quotas… Called from `AppConfig.ready`."""
    _resource_panels[name] = panel


def resource_panels() -> list[Panel]:
    """The panels of other rooms."""
    return list(_resource_panels.values())
