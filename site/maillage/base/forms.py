"""Forms in the look of the site, wherever they come from."""

from typing import Any

from django.forms import CharField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop

from maillage.base.words import one_line

gettext_noop("Enter a valid email address.")  # Django's own words, which say “courriel” in French


class LineField(CharField):
    """Words on one line, whatever is sent: where mails repeat them, what follows is not to look like ours."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Renderer(TemplatesSetting):
    """Every form and field through our components (Wagtail's own forms use their templates)."""

    form_template_name = "components/form.html"
    field_template_name = "components/form_field.html"
