from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "maillage.editorial"
    label = "editorial"
    verbose_name = _("Texts of the site")
