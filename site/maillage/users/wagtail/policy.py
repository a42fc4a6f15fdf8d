"""Who may manage accounts and groups: administrators, who never delete them here."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from maillage.users.permissions import is_administrator


class AdministratorsOnly(BasePermissionPolicy):
    """All but deleting. An account is erased by its owner or after its time, keeping what the law asks."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and is_administrator(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return get_user_model().objects.filter(is_active=True, is_superuser=True)
