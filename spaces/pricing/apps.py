from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    name = "spaces.pricing"
    label = "pricing"
    verbose_name = _("Prices")

    def ready(self) -> None:
        from spaces.pricing import panels

        panels.register()
