"""Bulk actions that know nothing of what the person may not touch.

Wagtail's name the refused objects on the confirmation page, and "all" means all of the model. Here
an object of somebody else in the selection is a 404, and "all" is all that one may edit.
"""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocuments
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction as MoveDocuments
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagPictures
from wagtail.images.views.bulk_actions import AddToCollectionBulkAction as MovePictures
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeletePictures
from wagtail.snippets.bulk_actions import DeleteBulkAction as DeleteSnippets

SELECTION_LIMIT = 500


class OnlyOwn:
    """Refuses the whole selection when a part of it is not the person's."""

    request: HttpRequest

    def get_actionable_objects(self) -> tuple[list[Model], dict[str, list[Model]]]:
        ids = self.request.GET.getlist("id")
        if len(ids) > SELECTION_LIMIT or not all(value.isdecimal() or value == "all" for value in ids):
            raise Http404
        objects, refused = super().get_actionable_objects()  # type: ignore[misc]  # the view's
        if refused["items_with_no_access"]:
            raise Http404
        return objects, refused


class DeleteRecords(OnlyOwn, DeleteSnippets):
    """Deletes records, for those who may."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        allowed = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["delete"])
        return allowed.values_list("pk", flat=True)


def _limited(action: type) -> type:
    return type(action.__name__, (OnlyOwn, action), {"__module__": __name__})


ACTIONS = [
    DeleteRecords,
    *map(_limited, [TagPictures, MovePictures, DeletePictures]),
    *map(_limited, [TagDocuments, MoveDocuments, DeleteDocuments]),
]
