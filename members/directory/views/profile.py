"""`/compte/profil/`: somebody's own page in the directory."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.base.errors import DomainError
from maillage.base.models import Network
from maillage.base.pictures import Shown
from maillage.curation.services import lifecycle
from maillage.users.requests import MemberRequest
from members.directory.forms import PersonForm
from members.directory.models import Person
from members.directory.portraits import PersonPortrait
from members.directory.services import records
from members.directory.states import standing
from members.directory.views.writing import SUBMITTABLE, keep_picture, save


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_profile(request: MemberRequest) -> HttpResponse:
    """Write one's profile, save it as a draft, submit it, or publish its changes."""
    found = Person.objects.filter(user=request.user).select_related("territory", "photo").first()
    person = found or Person(user=request.user, display_name=request.user.name)
    form = PersonForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST":
        if form.is_valid():
            if save(request, form):
                return redirect("directory:my-profile")
        else:
            keep_picture(request, form)
    return render(request, "directory/pages/my_profile.html", _context(request, found, form))


@login_required
@require_POST
def withdraw_profile(request: MemberRequest) -> HttpResponse:
    """Back to draft: it no longer shows."""
    return _move(request, lifecycle.withdraw, _("Your profile no longer shows. It is kept as a draft."))


@login_required
@require_POST
def restore_profile(request: MemberRequest) -> HttpResponse:
    """An archived profile back as a draft."""
    return _move(request, lifecycle.restore, _("Your profile is a draft again."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_profile(request: MemberRequest) -> HttpResponse:
    """Remove it for good, after a page that says what that means."""
    person = get_object_or_404(Person, user=request.user)
    if request.method == "POST":
        records.delete(person, by=request.user)
        messages.success(request, _("Your profile is deleted."))
        return redirect("directory:my-profile")
    return render(request, "directory/pages/delete.html", {"record": person, "back_url": person.get_edit_url()})


def _move(request: MemberRequest, move: Callable[..., None], done: str) -> HttpResponse:
    person = get_object_or_404(Person, user=request.user)
    try:
        move(person, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("directory:my-profile")


def _photo(request: MemberRequest, person: Person) -> Shown | None:
    return PersonPortrait(person, request.user, Network.for_request(request).today).photo


def _context(request: MemberRequest, person: Person | None, form: PersonForm) -> dict[str, Any]:
    return {
        "section": "account",
        "form": form,
        "person": person,
        "photo": _photo(request, person) if person and not form.is_bound else None,
        "standing": standing(person) if person else None,
        "can_submit": person is None or person.state in SUBMITTABLE,
    }
