"""Panels of the editors' forms, and those that rooms above add to a resource."""

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, Panel
from wagtail.admin.panels.base import get_form_for_model

from spaces.catalogue.wagtail.hours_forms import DatedHoursForm, WeekFormSet, WeekHoursForm


class RowsPanel(InlinePanel):
    """Inline rows edited through a form, and if need be a formset, of ours."""

    def __init__(self, *args: Any, row_form: type[ModelForm], formset: type | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_form = row_form
        self.formset = formset

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"row_form": self.row_form, "formset": self.formset}

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        rows = options["formsets"][self.relation_name]
        rows["form"] = get_form_for_model(
            self.db_field.related_model, form_class=self.row_form, defer_required_on_fields=deferred
        )
        if self.formset:
            rows["formset"] = self.formset
        return options


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
