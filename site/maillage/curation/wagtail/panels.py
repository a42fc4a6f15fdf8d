"""Panels of the editors' forms that any room may use."""

from typing import Any

from django.forms import ModelForm
from wagtail.admin.panels import InlinePanel, MultiFieldPanel
from wagtail.admin.panels.base import get_form_for_model

SWITCH = "cog"  # the icon of a yes or no: Wagtail's own is a box that is ticked


class RowsPanel(InlinePanel):
    """Inline rows with words of their own to add one ("Add a date"), and if need be a form and a formset of ours."""

    def __init__(
        self,
        *args: Any,
        add_label: Any,
        row_form: type[ModelForm] | None = None,
        formset: type | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_label = add_label
        self.row_form = row_form
        self.formset = formset

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {
            "add_label": self.add_label,
            "row_form": self.row_form,
            "formset": self.formset,
        }

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        rows = options["formsets"][self.relation_name]
        if self.row_form:
            rows["form"] = get_form_for_model(
                self.db_field.related_model, form_class=self.row_form, defer_required_on_fields=deferred
            )
        if self.formset:
            rows["formset"] = self.formset
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "curation/wagtail/panels/rows.html"


class FoldedPanel(MultiFieldPanel):
    """Fields that few people need, behind a summary; open where one of `names` says something or is wrong."""

    def __init__(self, *args: Any, summary: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.summary = summary
        self.names = names

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"summary": self.summary, "names": self.names}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "curation/wagtail/panels/folded.html"

        @property
        def is_open(self) -> bool:
            fields = [self.form[name] for name in self.panel.names]
            return any(field.value() or field.errors for field in fields)
