"""The plan of a room in Wagtail: numbers for each desk, which dragging it on the plan writes as well."""

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from maillage.base import pictures
from maillage.base.errors import DomainError
from maillage.curation.wagtail.views import RecordEditView, TitledInWords
from maillage.users.requests import MemberRequest
from spaces.catalogue.models import Resource, Spot
from spaces.catalogue.rules.plan import WHOLE, Box, laid_out
from spaces.catalogue.services import plans

PICTURE_WIDTHS = (960, 1600)


class ResourceEditView(RecordEditView):
    """The form of a resource, with the way to the plan of what is inside it."""

    plan_url_name = ""

    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.object.children.exists():
            url = reverse(self.plan_url_name, args=[quote(self.object.pk)])
            buttons = [*buttons, Button(_("Plan"), url, icon_name="grip", priority=10)]
        return buttons


class SpotForm(forms.Form):
    """Where one desk stands, in hundredths of the plan."""

    is_placed = forms.BooleanField(label=gettext_lazy("on the plan"), required=False)
    x = forms.IntegerField(label=gettext_lazy("from the left (%)"), min_value=0, max_value=WHOLE - 1)
    y = forms.IntegerField(label=gettext_lazy("from the top (%)"), min_value=0, max_value=WHOLE - 1)
    width = forms.IntegerField(label=gettext_lazy("width (%)"), min_value=1, max_value=WHOLE)
    height = forms.IntegerField(label=gettext_lazy("height (%)"), min_value=1, max_value=WHOLE)

    def __init__(self, *args: Any, resource: Resource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resource = resource
        for field in self.fields.values():
            said = {"name": resource.name, "label": field.label}
            field.widget.attrs["aria-label"] = _("%(name)s: %(label)s") % said

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["is_placed"] and not self._box.is_inside:
            self.add_error(None, _("This stands beyond the edge of the plan. Move it inside."))
        return data

    @property
    def box(self) -> Box | None:
        """None: on no plan."""
        return self._box if self.cleaned_data["is_placed"] else None

    @property
    def _box(self) -> Box:
        return Box(*(self.cleaned_data[name] for name in ("x", "y", "width", "height")))


class PlanView(TitledInWords, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Puts what is inside a room on its plan, with the mouse or with numbers."""

    model: Any = None
    record: Any
    plan_url_name = edit_url_name = ""
    permission_required = "change"
    template_name = "catalogue/wagtail/plan.html"
    header_icon = "grip"
    page_title = gettext_lazy("Plan")

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": reverse(self.edit_url_name, args=[quote(self.record.pk)]), "label": str(self.record)}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": self.get_header_title()}]

    @cached_property
    def forms(self) -> list[SpotForm]:
        """One for each thing inside. The first time, all of them in rows to begin with."""
        inside = list(self.record.children.select_related("spot"))
        spots: dict[int, Spot] = {one.pk: one.spot for one in inside if hasattr(one, "spot")}
        begin = dict(zip((one.pk for one in inside), laid_out(len(inside)), strict=True))
        return [
            SpotForm(
                self.request.POST if self.request.method == "POST" else None,
                prefix=f"r{one.pk}",
                resource=one,
                initial=self._initial(spots.get(one.pk), begin[one.pk], is_new=not spots),
            )
            for one in inside
        ]

    def _initial(self, spot: Spot | None, begin: Box, *, is_new: bool) -> dict[str, Any]:
        box = spot.box if spot else begin
        return {
            "is_placed": spot is not None or is_new,
            "x": box.x,
            "y": box.y,
            "width": box.width,
            "height": box.height,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        picture = self.record.plan_picture
        context = {
            "record": self.record,
            "forms": self.forms,
            "picture": pictures.shown(picture, widths=PICTURE_WIDTHS) if picture else None,
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not all(form.is_valid() for form in self.forms):
            messages.error(request, _("Nothing is saved yet: correct what is marked below."))
            return self.render_to_response(self.get_context_data())
        try:
            plans.arrange(self.record, {form.resource.pk: form.box for form in self.forms}, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The plan of “%(name)s” is saved.") % {"name": self.record})
        return redirect(reverse(self.plan_url_name, args=[quote(self.record.pk)]))
