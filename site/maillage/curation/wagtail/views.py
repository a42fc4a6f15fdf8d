"""Wagtail's views of records, where they must do otherwise than for any snippet."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from maillage.base.errors import DomainError
from maillage.curation.models import Listed, State
from maillage.curation.services import lifecycle
from maillage.curation.wagtail.filters import RecordFilterSet
from maillage.curation.wagtail.search import find
from maillage.users.requests import MemberRequest


class RecordIndexView(snippets.IndexView):
    base_filterset_class = RecordFilterSet
    is_searchable = True
    purpose: Any = ""  # said where there is none yet

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return find(queryset, self.search_query) if self.is_searching else queryset

    # Every line is a record that the person may edit: nothing is asked again for each.

    def get_edit_url(self, instance: Any) -> str:
        return reverse(self.edit_url_name, args=[quote(instance.pk)])

    def get_delete_url(self, instance: Any) -> str | None:
        policy = policy_registry.get_by_type(self.model)
        if policy.rights.can_delete(self.request.user, instance):
            return reverse(self.delete_url_name, args=[quote(instance.pk)])
        return None


class TitledInWords:
    """Titles with the colon that the language writes."""

    def get_header_title(self) -> str:
        title, subtitle = self.get_page_title(), self.get_page_subtitle()  # type: ignore[attr-defined]  # the view's
        return f"{_('%(label)s:') % {'label': title}} {subtitle}" if subtitle else str(title)


class _PublishesThroughLifecycle(TitledInWords):
    """The button "Publish" is the same move as everywhere: verified today, one line of history."""

    request: MemberRequest
    object: Any
    new_revision: Any
    edit_url_name: str

    def publish_action(self) -> HttpResponse | None:
        try:
            lifecycle.publish(self.object, by=self.request.user, revision=self.new_revision)
        except DomainError as refusal:
            # The words were saved as a draft just before: nothing is lost.
            said = {"reason": refusal.message}
            messages.error(self.request, _("Not published: %(reason)s Your changes are kept as a draft.") % said)
            return redirect(reverse(self.edit_url_name, args=[quote(self.object.pk)]))
        for doubt in policy_registry.get_by_type(type(self.object)).rights.doubts(self.object):
            messages.warning(self.request, doubt)
        return None

    def get_error_message(self) -> str:
        return _("Nothing is saved yet: correct what is marked below.")

    def get_success_buttons(self) -> list[Any]:
        buttons = super().get_success_buttons()  # type: ignore[misc]  # the view's
        if isinstance(self.object, Listed) and self.object.is_published:
            buttons.append(messages.button(self.object.get_absolute_url(), _("See it on the site")))
        return buttons


class _NamedNew:
    """Says "New place" in words of the record's own."""

    new_label: Any = ""

    def get_page_title(self) -> str:
        return str(self.new_label)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, last = super().get_breadcrumbs_items()  # type: ignore[misc]  # the view's
        return [*before, {**last, "label": self.new_label}]


class RecordCreateView(_NamedNew, _PublishesThroughLifecycle, snippets.CreateView):
    pass


class RecordCopyView(_NamedNew, _PublishesThroughLifecycle, snippets.CopyView):
    """The form of a new record, filled in. It is sent to "add": sent here, it would overwrite what was copied."""

    http_method_names = ["get", "head", "options"]


class RecordEditView(_PublishesThroughLifecycle, snippets.EditView):
    pass


class RecordUnpublishView(TitledInWords, snippets.UnpublishView):
    def unpublish(self) -> HttpResponse | None:
        if self.object.live:
            lifecycle.unpublish(self.object, by=self.request.user)
        return None


class ArchiveView(TitledInWords, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Takes a record off every list, or brings it back as a draft. Nothing is lost either way."""

    model: Any = None
    index_url_name = edit_url_name = archive_url_name = ""
    permission_required = "change"
    template_name = "curation/wagtail/archive.html"
    header_icon = "bin"
    page_title = gettext_lazy("Archive")

    def get_page_title(self) -> str:
        return _("Restore") if self.is_archived else _("Archive")

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": reverse(self.edit_url_name, args=[quote(self.record.pk)]), "label": str(self.record)}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": self.get_header_title()}]

    @property
    def is_archived(self) -> bool:
        return self.record.state == State.ARCHIVED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = [quote(self.record.pk)]
        return super().get_context_data(
            record=self.record,
            is_archived=self.is_archived,
            action_url=reverse(self.archive_url_name, args=key),
            back_url=reverse(self.edit_url_name, args=key),
            **kwargs,
        )

    def post(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.is_archived:
                lifecycle.restore(self.record, by=request.user)
                done = _("“%(name)s” is a draft again.")
            else:
                lifecycle.archive(self.record, by=request.user, reason=request.POST.get("reason", ""))
                done = _("“%(name)s” is archived: it shows on no list, its history stays.")
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, done % {"name": self.record})
        return redirect(reverse(self.index_url_name))
