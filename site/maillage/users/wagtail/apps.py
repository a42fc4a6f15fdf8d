"""Wagtail's accounts app, with our accounts: the settings name this class instead of `wagtail.users`."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "maillage.users.wagtail.viewsets.AccountViewSet"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from maillage.users.wagtail.policy import AdministratorsOnly

        for model in (get_user_model(), Group):
            register_permission_policy(model, AdministratorsOnly(model))
