"""Forms in the look of the site, wherever they come from."""

from typing import Any

from django.forms import CharField
from django.forms.renderers import TemplatesSetting

from maillage.base.words import one_line


class LineField(CharField):
    """Words on one line, whatever is sent: where mails repeat them, what follows is not to look like ours."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Renderer(TemplatesSetting):
    """Every form and field through our components (Wagtail's own forms use their templates)."""

    form_template_name = "components/form.html"
    field_template_name = "components/form_field.html"
