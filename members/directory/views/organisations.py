"""`/compte/organisations/`: the organisations that somebody keeps."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.services import lifecycle
from maillage.users.permissions import is_member
from maillage.users.requests import MemberRequest
from members.directory.forms import InvitationForm, OrganisationForm
from members.directory.models import Organisation, OrganisationTeam
from members.directory.pages.leave import leaving
from members.directory.permissions import can_manage_organisation
from members.directory.portraits import OrganisationPortrait
from members.directory.services import invitations, records, team
from members.directory.states import standing
from members.directory.views.writing import SUBMITTABLE, keep_picture, save

TEAM = "team"  # the section of the page, and what is said there rather than at its top
MOVES = {"withdraw": lifecycle.withdraw, "restore": lifecycle.restore}


@login_required
@require_safe
def my_organisations(request: MemberRequest) -> HttpResponse:
    mine = Organisation.objects.filter(team__user=request.user).select_related("territory")
    context = {"section": "account", "organisations": [(one, standing(one)) for one in mine]}
    return render(request, "directory/pages/my_organisations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: MemberRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, request.FILES or None, instance=Organisation())
    if request.method == "POST":
        if form.is_valid():
            if save(request, form, records.create_organisation):
                return redirect("directory:edit-organisation", slug=form.instance.slug)
        else:
            keep_picture(request, form)
    context = {"section": "account", "form": form, "organisation": None, "can_submit": True}
    return render(request, "directory/pages/edit_organisation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_organisation(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = _mine(request, slug)
    form = OrganisationForm(request.POST or None, request.FILES or None, instance=organisation)
    if request.method == "POST":
        if form.is_valid():
            if save(request, form):
                return redirect("directory:edit-organisation", slug=organisation.slug)
        else:
            keep_picture(request, form)
    return render(request, "directory/pages/edit_organisation.html", _context(request, organisation, form))


@login_required
@require_POST
def move_organisation(request: MemberRequest, slug: str, move: str) -> HttpResponse:
    """Withdraw it, or bring it back as a draft."""
    organisation = _owned(request, slug)
    try:
        MOVES[move](organisation, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is kept as a draft."))
    return redirect("directory:edit-organisation", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_organisation(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = _owned(request, slug)
    if request.method == "POST":
        records.delete(organisation, by=request.user)
        messages.success(request, _("The organisation is deleted."))
        return redirect("directory:my-organisations")
    context = {"record": organisation, "back_url": organisation.get_edit_url()}
    return render(request, "directory/pages/delete.html", context)


@login_required
@require_POST
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask somebody to join the team."""
    organisation, form = _owned(request, slug), InvitationForm(data=request.POST)
    if form.is_valid():
        try:
            sent = invitations.invite(organisation, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            said = _("The invitation to %(email)s is on its way. It is valid for two weeks.") % {"email": sent.email}
            messages.success(request, said, TEAM)
            return _to_team(organisation)
    context = _context(request, organisation, OrganisationForm(instance=organisation))
    status = 200 if "HX-Request" in request.headers else 422  # what is answered in place is no other page
    return render(request, "directory/pages/edit_organisation.html", {**context, "invitation": form}, status=status)


@login_required
@require_POST
def withdraw_invitation(request: MemberRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Make the link of an invitation count no longer."""
    organisation = _owned(request, slug)
    invitations.withdraw(get_object_or_404(organisation.invitations, uuid=uuid), by=request.user)
    messages.success(request, _("The invitation is withdrawn: its link no longer counts."), TEAM)
    return _to_team(organisation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody out of the team, or leave it: asked once more where there is no script, then done."""
    member = get_object_or_404(OrganisationTeam.objects.select_related("organisation", "user"), pk=pk,
                               organisation=_mine(request, slug))  # fmt: skip
    if request.method != "POST":
        if member.user != request.user and not can_manage_organisation(request.user, member.organisation):
            raise PermissionDenied
        context = {**leaving(member, by=request.user), "back_url": _team_url(member.organisation)}
        return render(request, "directory/pages/leave.html", context)
    try:
        team.leave(member, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message, TEAM)
        return _to_team(member.organisation)
    said = {"person": member.user, "organisation": member.organisation}
    if member.user == request.user:
        messages.success(request, _("You are no longer in the team of “%(organisation)s”.") % said)
        return redirect("directory:my-organisations")
    messages.success(request, _("%(person)s is no longer in the team of “%(organisation)s”.") % said, TEAM)
    return _to_team(member.organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation, which says what it is to whoever holds it."""
    if is_member(request.user):
        return _join(cast(MemberRequest, request), token)
    invitation, here = invitations.read(token), request.get_full_path()
    if invitation is None:  # perhaps they have joined with it
        return redirect_to_login(here)
    going_on = urlencode({"next": here, "email": invitation.email})
    return render(request, "directory/pages/invited.html", {"invitation": invitation, "going_on": going_on})


def _join(request: MemberRequest, token: str) -> HttpResponse:
    """One confirms with a button, for mail programs open links by themselves."""
    if member := invitations.joined(token, by=request.user):
        return redirect(member.organisation.get_edit_url())
    try:
        if request.method != "POST":
            context = {"section": "account", "invitation": invitations.opened(token, by=request.user)}
            return render(request, "directory/pages/join.html", context)
        member = invitations.accept(token, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("directory:my-organisations")
    messages.success(request, _("Welcome to the team of %(name)s.") % {"name": member.organisation})
    return redirect("directory:edit-organisation", slug=member.organisation.slug)


def _mine(request: MemberRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.editable_by(request.user), slug=slug)


def _owned(request: MemberRequest, slug: str) -> Organisation:
    """One that this person may take away; a mere editor gets 403."""
    organisation = _mine(request, slug)
    if not can_manage_organisation(request.user, organisation):
        raise PermissionDenied
    return organisation


def _team_url(organisation: Organisation) -> str:
    return f"{organisation.get_edit_url()}#{TEAM}"


def _to_team(organisation: Organisation) -> HttpResponse:
    return redirect(_team_url(organisation))


def _team(
    request: MemberRequest, organisation: Organisation, *, can_manage: bool
) -> list[tuple[OrganisationTeam, dict[str, Any] | None]]:
    """Each with the question before they go, where this person may ask it; an owner always remains."""
    members = list(organisation.team.select_related("user"))
    owners = [member for member in members if member.role == OrganisationTeam.Role.OWNER]
    may_go = [member for member in members if (can_manage or member.user == request.user) and owners != [member]]
    return [(member, leaving(member, by=request.user) if member in may_go else None) for member in members]


def _context(request: MemberRequest, organisation: Organisation, form: OrganisationForm) -> dict[str, Any]:
    can_manage = can_manage_organisation(request.user, organisation)
    return {
        "section": "account",
        "form": form,
        "organisation": organisation,
        "logo": None if form.is_bound else OrganisationPortrait(organisation, request.user).logo,
        "standing": standing(organisation),
        "can_submit": organisation.state in SUBMITTABLE,
        "can_manage": can_manage,
        "team": _team(request, organisation, can_manage=can_manage),
        "invited": organisation.invitations.standing(clock.now()) if can_manage else [],
        "invitation": InvitationForm(),
    }
