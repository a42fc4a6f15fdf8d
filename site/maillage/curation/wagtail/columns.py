"""Columns of the record lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from maillage.base import dates
from maillage.curation.models import Source


class StateColumn(Column):
    """Where the record stands in its lifecycle, as a tag."""

    cell_template_name = "curation/wagtail/state_cell.html"

    def __init__(self) -> None:
        super().__init__("state", label=_("State"), sort_key="state", width="12%")


class SourceColumn(Column):
    """Where the record comes from: written here, or the name of a list or feed."""

    def __init__(self) -> None:
        super().__init__("source", label=_("Source"), sort_key="source", width="15%")

    def get_value(self, instance: Any) -> str:
        if instance.source == Source.OWN:
            return instance.get_source_display()
        return instance.source_name or instance.get_source_display()


class DayColumn(Column):
    """A day, as pages say it; nothing where there is none."""

    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return dates.day_short(day) if day else ""


class VerifiedColumn(DateColumn):
    """When somebody last said that the record is right; that nobody ever has."""

    cell_template_name = "curation/wagtail/verified_cell.html"

    def __init__(self) -> None:
        super().__init__("verified_at", label=_("Verified"), sort_key="verified_at", width="12%")


class ChangedColumn(DateColumn):
    """When the record last changed."""

    def __init__(self) -> None:
        super().__init__("updated_at", label=_("Last change"), sort_key="updated_at", width="12%")
