"""One door in front of every Wagtail view of a record.

`RecordViewSet` puts it before each view class it builds, known or yet to come: a record that its
visitor may not edit does not exist for them (404), whatever the view would have asked.
"""

from functools import cache
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.views.generic.edit import BaseCreateView
from wagtail.admin.views.generic.preview import PreviewOnCreate
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from maillage.curation.wagtail.policy import OneRecordPolicy
from maillage.users.permissions import Anyone


class RecordGuard:
    """Mixed in front of a Wagtail view class that has a `model`."""

    model: Any
    record: Model | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if "pk" in kwargs:
            self.record = find_editable(self.model, kwargs["pk"], request.user)
        elif isinstance(self, (BaseCreateView, PreviewOnCreate)):
            self.record = self.model()
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # the view's

    @cached_property
    def permission_policy(self) -> BasePermissionPolicy:
        policy = policy_registry.get_by_type(self.model)
        return policy if self.record is None else OneRecordPolicy(policy, self.record)


@cache
def guarded(view_class: type) -> type:
    """`view_class` behind the guard."""
    if issubclass(view_class, RecordGuard):
        return view_class
    return type(view_class.__name__, (RecordGuard, view_class), {"__module__": view_class.__module__})


def find_editable(model: Any, quoted_pk: Any, user: Anyone) -> Model:
    """The record that `user` may edit, or 404: also for an address that is no number at all."""
    try:
        found = model.objects.editable_by(user).filter(pk=unquote(str(quoted_pk))).first()
    except (ValueError, TypeError, OverflowError) as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found
