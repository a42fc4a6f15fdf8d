"""Views of spaces in Wagtail beyond what any record has."""

from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from maillage.base.errors import DomainError
from maillage.base.list_filters import whole_number
from maillage.curation.wagtail.views import RecordEditView, TitledInWords
from maillage.users.requests import MemberRequest
from spaces.catalogue.forms import TeamMemberForm
from spaces.catalogue.models import Resource, SpaceTeam
from spaces.catalogue.services import team


class SpaceEditView(RecordEditView):
    """The form of a space, with the ways to its team, its resources and its page."""

    team_url_name = ""

    @property
    def header_more_buttons(self) -> list[Button]:
        space, resources = self.object, Resource.snippet_viewset
        buttons = [
            Button(_("Team"), reverse(self.team_url_name, args=[quote(space.pk)]), icon_name="group", priority=10),
            Button(
                _("What can be booked"),
                f"{reverse(resources.get_url_name('list'))}?space={space.pk}",
                icon_name="list-ul",
                priority=20,
            ),
        ]
        if space.live:
            buttons.append(Button(_("Public page"), space.get_absolute_url(), icon_name="view", priority=30))
        return [*super().header_more_buttons, *buttons]


class TeamView(TitledInWords, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Who keeps the space: add by e-mail, change part, take away."""

    model: Any = None
    team_url_name = edit_url_name = ""
    permission_required = "change"
    template_name = "catalogue/wagtail/team.html"
    header_icon = "group"
    page_title = gettext_lazy("Team")

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": reverse(self.edit_url_name, args=[quote(self.record.pk)]), "label": str(self.record)}
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.record.team.select_related("user").order_by("role", "user__name", "pk")
        context = {"record": self.record, "members": members, "roles": SpaceTeam.Role, "form": TeamMemberForm()}
        return super().get_context_data(**context | kwargs)

    def post(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TeamMemberForm(request.POST) if "add" in request.POST else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            messages.success(request, self._change(request, form))
        except DomainError as refusal:
            if form is not None:
                form.add_error("email", refusal.message)
                return self.render_to_response(self.get_context_data(form=form))
            messages.error(request, refusal.message)
        return redirect(reverse(self.team_url_name, args=[quote(self.record.pk)]))

    def _change(self, request: MemberRequest, form: TeamMemberForm | None) -> str:
        """Do what the pressed button asks; what to say of it."""
        if form is not None:
            member = team.invite(self.record, by=request.user, **form.cleaned_data)
            return _("%(name)s is in the team.") % {"name": member.user}
        chosen = request.POST.get("remove") or request.POST.get("promote") or request.POST.get("demote") or ""
        member = get_object_or_404(self.record.team.all(), pk=whole_number(chosen))
        if "remove" in request.POST:
            team.leave(member, by=request.user)
            return _("%(name)s is no longer in the team.") % {"name": member.user}
        role = SpaceTeam.Role.MANAGER if "promote" in request.POST else SpaceTeam.Role.HOST
        team.change_role(member, role=role, by=request.user)
        return _("%(name)s is now %(role)s.") % {"name": member.user, "role": role.label}
