"""The pages where coordinators check what people submit."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.utils.decorators import xframe_options_sameorigin_override

from maillage.base.errors import DomainError
from maillage.curation.models import AuditEvent, Listed
from maillage.curation.services import moderation
from maillage.curation.wagtail import registry, waiting
from maillage.curation.wagtail.views import TitledInWords
from maillage.users.permissions import is_coordinator
from maillage.users.requests import MemberRequest


class CoordinatorsOnly:
    """For anybody else these pages do not exist."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_coordinator(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view's


class WaitingListView(CoordinatorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """All that waits, oldest first."""

    template_name = "curation/wagtail/to_check.html"
    header_icon = "check"
    page_title = gettext_lazy("To check")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=waiting.oldest_first(), **kwargs)


class _OneRecord(CoordinatorsOnly):
    kwargs: dict[str, Any]

    @cached_property
    def record(self) -> Listed:
        model = registry.listed_model(self.kwargs["app_label"], self.kwargs["model_name"])
        record = model.objects.filter(pk=self.kwargs["pk"]).first()
        if record is None:
            raise Http404
        return record


class CheckView(TitledInWords, _OneRecord, WagtailAdminTemplateMixin, TemplateView):
    """One submitted record: what it says, what the public would see, publish or send back."""

    template_name = "curation/wagtail/check.html"
    header_icon = "check"
    page_title = gettext_lazy("Check")

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("curation_to_check"), "label": _("To check")},
            {"url": "", "label": str(self.record)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.record
        history = AuditEvent.objects.filter(subject_type=record._meta.label_lower, subject_uuid=record.uuid)
        return super().get_context_data(
            record=record,
            kind=record._meta.verbose_name,
            owners=list(record.owners()),
            since=waiting.submitted_since(record),
            history=history.select_related("actor")[:10],
            has_preview=record.is_previewable(),
            preview_url=reverse("curation_check_preview", kwargs=self.kwargs),
            edit_url=reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]),
            **kwargs,
        )

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        try:
            if "refuse" in request.POST:
                moderation.decline(self.record, by=request.user, reason=reason)
                done = _("“%(name)s” goes back to its owner with your reason.")
            else:
                moderation.accept(self.record, by=request.user)
                done = _("“%(name)s” is published; its owner is told.")
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return self.render_to_response(self.get_context_data(reason=reason))
        messages.success(request, done % {"name": self.record})
        return redirect("curation_to_check")


class CheckPreviewView(_OneRecord, TemplateView):
    """The public page of a record that is not public, inside the page above."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.record.is_previewable():
            raise Http404
        return _framed(request, self.record.get_latest_revision_as_object())


@xframe_options_sameorigin_override
def _framed(request: HttpRequest, record: Listed) -> HttpResponse:
    return record.make_preview_request(request)
