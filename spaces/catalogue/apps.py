from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "spaces.catalogue"
    label = "catalogue"
    verbose_name = _("Places")

    def ready(self) -> None:
        from spaces.catalogue import signals  # noqa: F401 - connects the receivers
