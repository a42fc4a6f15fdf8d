"""Rights per record, for Wagtail.

Wagtail asks a permission policy about a model or about one instance, and many of its views ask only
about the model. Here every answer comes from the record: from its queryset's `editable_by(user)`
and from the rights its viewset names.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from maillage.users.permissions import coordinators, is_coordinator, is_member


class Rights(Protocol):
    """What a record viewset says beyond `editable_by`.

    A blank record (`record.pk is None`) stands for one that does not exist yet.
    """

    def can_add(self, user: Any) -> bool: ...

    def can_publish(self, user: Any, record: Any) -> bool: ...

    def can_delete(self, user: Any, record: Any) -> bool: ...


class RecordPermissionPolicy(BasePermissionPolicy):
    """Answers Wagtail's questions about a model whose rights are per record."""

    def __init__(self, model: type[Model], rights: Rights) -> None:
        super().__init__(model)
        self.rights = rights

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether there is at least one record, existing or to come, on which `user` may do this."""
        if not is_member(user):
            return False
        if action in ("add", "delete", "publish"):
            return self._allows(user, action, self.model())
        return self.rights.can_add(user) or self._editable(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        if not is_member(user):
            return False
        if instance.pk is not None and not self._editable(user).filter(pk=instance.pk).exists():
            return False
        return self._allows(user, action, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        return self._editable(user) if is_member(user) else self.model.objects.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        """Those who may do it on every record; teams are not asked here."""
        return coordinators()

    def _allows(self, user: Any, action: str, record: Any) -> bool:
        match action:
            case "add":
                return self.rights.can_add(user)
            case "publish":
                return self.rights.can_publish(user, record)
            case "delete":
                return self.rights.can_delete(user, record)
            case "unlock":  # what somebody else holds; one's own lock Wagtail lets go of by itself
                return is_coordinator(user)
        return record.pk is not None or self.rights.can_add(user)

    def _editable(self, user: Any) -> QuerySet:
        return self.model.objects.editable_by(user)


class OneRecordPolicy(BasePermissionPolicy):
    """The policy seen by a view on one record: questions about the model are answered for the record."""

    def __init__(self, policy: RecordPermissionPolicy, record: Model) -> None:
        super().__init__(policy.model)
        self.policy = policy
        self.record = record

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.policy.user_has_permission_for_instance(user, action, self.record)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.policy.user_has_permission_for_instance(user, action, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        return self.policy.instances_user_has_any_permission_for(user, actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return self.policy.users_with_any_permission(actions)
