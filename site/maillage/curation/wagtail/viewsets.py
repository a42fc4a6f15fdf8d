"""`RecordViewSet`: what an app writes to have its records edited in Wagtail, with rights per record."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.panels import ObjectList, extract_panel_definitions_from_model_class
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from maillage.curation.models import Listed
from maillage.curation.wagtail import registry, views
from maillage.curation.wagtail.choosers import RecordChooserViewSet
from maillage.curation.wagtail.columns import ChangedColumn, SourceColumn, StateColumn, VerifiedColumn
from maillage.curation.wagtail.forms import RecordForm
from maillage.curation.wagtail.guard import guarded
from maillage.curation.wagtail.policy import RecordPermissionPolicy
from maillage.users.permissions import Anyone, is_coordinator

LIFECYCLE_FIELDS = ("slug", "first_published_at", "go_live_at", "expire_at")


class RecordViewSet(SnippetViewSet):
    """Base of every record viewset. The model's queryset says `editable_by(user)`."""

    model: ClassVar[Any]
    form_base_class: ClassVar[type[RecordForm]] = RecordForm

    new_label: ClassVar[Any]  # "New place": words that agree cannot be put together from a name
    purpose: ClassVar[Any]  # what these records are for, where there is none yet

    add_to_admin_menu = True
    on_dashboard = True
    goes_stale = True  # coordinators hear of records that nobody has verified for a year
    copy_view_enabled = False
    list_per_page = 30
    chooser_viewset_class = RecordChooserViewSet
    index_view_class = views.RecordIndexView
    add_view_class = views.RecordCreateView
    copy_view_class = views.RecordCopyView
    edit_view_class = views.RecordEditView
    unpublish_view_class = views.RecordUnpublishView
    archive_view_class = views.ArchiveView
    index_results_template_name = "curation/wagtail/index_results.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not policy_registry.get_by_type(self.model, fallback=False):
            register_permission_policy(self.model, RecordPermissionPolicy(self.model, self), exact_class=True)
        self.is_listed = issubclass(self.model, Listed)
        if self.is_listed:
            self._default("list_display", ["__str__", StateColumn(), SourceColumn(), ChangedColumn(), VerifiedColumn()])
            self._default("list_filter", ["state", "source", "visibility"])
            self._default("ordering", "-updated_at")

    def on_register(self) -> None:
        super().on_register()
        registry.add(self)

    # Rights beyond `editable_by`. `record` may be blank: one that does not exist yet.

    def can_add(self, user: Anyone) -> bool:
        """By default coordinators only."""
        return is_coordinator(user)

    def can_publish(self, user: Anyone, record: Any) -> bool:
        """By default a coordinator checks the first publication; then the team publishes its changes."""
        return is_coordinator(user) or getattr(record, "is_published", False)

    def can_delete(self, user: Anyone, record: Any) -> bool:
        """By default coordinators only: teams archive."""
        return is_coordinator(user)

    def doubts(self, record: Any) -> Iterable[str]:
        """What may be a mistake in a record that has just been published: its publisher is told."""
        return ()

    @property
    def has_preview(self) -> bool:
        """Whether it knows how to show the public page of a record whose words may not be published."""
        return hasattr(self, "preview")

    # What Wagtail asks

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        records = self.model.objects.editable_by(request.user)
        return records.select_related("latest_revision") if self.revision_enabled else records

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=self.new_label, purpose=self.purpose, **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(new_label=self.new_label, **kwargs)

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        return super().construct_view(guarded(view_class), **kwargs)

    def get_edit_handler(self) -> Any:
        """The panels of the viewset or model, on a form limited to what the person may refer to."""
        handler = getattr(self, "edit_handler", None) or getattr(self.model, "edit_handler", None)
        if handler is None:
            panels = getattr(self, "panels", None) or extract_panel_definitions_from_model_class(
                self.model, exclude=LIFECYCLE_FIELDS
            )
            handler = ObjectList(panels)
        handler = handler.clone()
        handler.base_form_class = handler.base_form_class or self.form_base_class
        return handler.bind_to_model(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = super().get_urlpatterns()
        if self.is_listed:
            patterns.append(path(f"archive/<{self.pk_path_converter}:pk>/", self.archive_view, name="archive"))
        return patterns

    @property
    def archive_view(self) -> Any:
        return self.construct_view(self.archive_view_class, archive_url_name=self.get_url_name("archive"))

    def _default(self, name: str, value: Any) -> None:
        if getattr(type(self), name, self.UNDEFINED) is self.UNDEFINED:
            setattr(self, name, value)
