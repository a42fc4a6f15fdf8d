from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.base import chores


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    label = "accounts"
    verbose_name = _("My account")

    def ready(self) -> None:
        from maillage.accounts.services.retention import forget_unused_accounts

        chores.daily["unused accounts"] = forget_unused_accounts
