from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    name = "spaces.pricing"
    label = "pricing"
    verbose_name = _("Prices")

    def ready(self) -> None:
        from spaces.pricing import panels
        from spaces.pricing.models import guarantee

        post_migrate.connect(guarantee.ensure, sender=self, dispatch_uid="ledger_guarantee")
        panels.register()
