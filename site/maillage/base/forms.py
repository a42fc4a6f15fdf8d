"""Forms in the look of the site, wherever they come from."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Every form and field through our components (Wagtail's own forms use their templates)."""

    form_template_name = "components/form.html"
    field_template_name = "components/form_field.html"
