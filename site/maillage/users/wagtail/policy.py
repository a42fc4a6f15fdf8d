"""Who may do what in Wagtail with what belongs to the whole network."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from maillage.users.permissions import coordinators, is_administrator, is_coordinator


class AdministratorsOnly(BasePermissionPolicy):
    """Accounts and groups: all but deleting.

    An account is erased by its owner or after its time, keeping what the law asks.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and is_administrator(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return get_user_model().objects.filter(is_active=True, is_superuser=True)


class KeptByCoordinators(BasePermissionPolicy):
    """Coordinators change all of them; what is `refused` to everybody is not done in Wagtail at all."""

    def __init__(self, model: type[Model], refused: Collection[str] = ("delete",)) -> None:
        super().__init__(model)
        self.refused = refused

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.refused and is_coordinator(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return coordinators()
