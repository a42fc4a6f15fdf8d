"""Who may use what asks for a training first: the managers of a space say so."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maillage.base.errors import DomainError
from spaces.booking.forms import GrantForm
from spaces.booking.pages.team_frame import frame
from spaces.booking.services import habilitations as services
from spaces.booking.views.finding import find_managed_space
from spaces.catalogue.models import Space

UNPROCESSABLE = 422
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def habilitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has followed which training; note another one."""
    space = find_managed_space(request, slug)
    form = GrantForm(request.POST if request.method == "POST" else None, space=space)
    if form.is_valid():
        try:
            given = services.grant(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            said = {"person": given.person, "training": given.habilitation}
            messages.success(request, _("%(person)s may now book what asks for “%(training)s”.") % said)
            return redirect("booking:habilitations", slug=slug)
    return render(
        request,
        "booking/pages/habilitations.html",
        _context(request, space, form),
        status=UNPROCESSABLE if form.is_bound else 200,
    )


@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a training back."""
    space = find_managed_space(request, slug)
    given = get_object_or_404(services.grants_of(space), pk=pk)
    services.revoke(given, by=request.user)
    said = {"person": given.person, "training": given.habilitation}
    messages.success(request, _("%(person)s no longer has “%(training)s”.") % said)
    return redirect("booking:habilitations", slug=slug)


def _context(request: HttpRequest, space: Space, form: GrantForm) -> dict[str, Any]:
    return {
        **frame(request, space, "habilitations", title=_("Trainings")),
        "form": form,
        "grants": list(services.grants_of(space)[:SHOWN]),
        "trainings": list(services.known_to(space)),
    }
