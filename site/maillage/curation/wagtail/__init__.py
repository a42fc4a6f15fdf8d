"""Records in Wagtail, with rights per record. How to use it: docs/developers/curation.md."""

from maillage.curation.wagtail.forms import RecordForm
from maillage.curation.wagtail.policy import RecordPermissionPolicy
from maillage.curation.wagtail.viewsets import RecordViewSet

__all__ = ["RecordForm", "RecordPermissionPolicy", "RecordViewSet"]
