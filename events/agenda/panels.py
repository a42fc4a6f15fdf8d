"""Panels of the editors' form."""

from typing import Any

from django.forms import ModelForm
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model


class FormInlinePanel(InlinePanel):
    """An inline panel whose rows are edited through a form of ours."""

    def __init__(self, *args: Any, row_form: type[ModelForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_form = row_form

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"row_form": self.row_form}

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model, form_class=self.row_form, defer_required_on_fields=deferred
        )
        return options
