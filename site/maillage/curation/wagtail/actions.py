"""The buttons under a record's form. Wagtail's own ask rights per model; these ask the record."""

from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem

from maillage.curation.models import Listed
from maillage.curation.wagtail.policy import RecordPermissionPolicy


class _AsksTheRecord(ActionMenuItem):
    action = "change"
    needs_record = True

    def is_shown(self, context: dict[str, Any]) -> bool:
        record = context.get("instance")
        if context.get("locked_for_user") or (self.needs_record and record is None):
            return False
        policy = policy_registry.get_by_type(context["model"])
        subject = record if record is not None else context["model"]()
        return policy.user_has_permission_for_instance(context["request"].user, self.action, subject)


class PublishRecord(_AsksTheRecord, PublishMenuItem):
    action = "publish"
    needs_record = False


class UnpublishRecord(_AsksTheRecord, UnpublishMenuItem):
    action = "publish"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return super().is_shown(context) and context["view"] == "edit" and context["instance"].live


class ArchiveRecord(_AsksTheRecord):
    name = "action-archive"
    label = _("Archive…")
    icon_name = "bin"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return super().is_shown(context) and isinstance(context["instance"], Listed)

    def get_url(self, context: dict[str, Any]) -> str:
        record = context["instance"]
        return reverse(record.snippet_viewset.get_url_name("archive"), args=[quote(record.pk)])


def arrange(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put our buttons in the place of Wagtail's; the first one is the big one."""
    if not isinstance(policy_registry.get_by_type(context["model"]), RecordPermissionPolicy):
        return
    kept = [item for item in menu_items if not isinstance(item, (PublishMenuItem, UnpublishMenuItem))]
    if context["draftstate_enabled"]:
        ours = [PublishRecord(order=-10), UnpublishRecord(order=20), ArchiveRecord(order=30)]
        kept += [item for item in ours if item.is_shown(context)]
    menu_items[:] = sorted(kept, key=lambda item: item.order)
