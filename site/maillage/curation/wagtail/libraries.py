"""Pictures and documents in Wagtail's own API: only from collections the person may use.

Wagtail lists them all to anyone who can open its back office.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

ACTIONS = ("choose", "change", "delete")


class _OwnCollections:
    model: Any
    request: HttpRequest

    def get_queryset(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[misc]  # Wagtail's


class PicturesAPI(_OwnCollections, ImagesAdminAPIViewSet):
    pass


class DocumentsAPI(_OwnCollections, DocumentsAdminAPIViewSet):
    pass
