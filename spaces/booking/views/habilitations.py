"""Who may use what asks for a training first: the managers of a space say so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.base.errors import DomainError
from maillage.users.requests import MemberRequest
from spaces.booking.pages.habilitations import above, habilitations_page
from spaces.booking.pages.my_habilitations import my_habilitations_page
from spaces.booking.pages.team_frame import frame
from spaces.booking.permissions import can_take_back
from spaces.booking.services import habilitations as services
from spaces.booking.services.recognition import others_giving
from spaces.booking.services.recognition import recognise as recognise_from
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.services.untrained import to_settle
from spaces.booking.training_forms import GrantForm, RecognitionForm, RevocationForm
from spaces.booking.views.finding import find_managed_space


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def habilitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has followed which training; note another one."""
    space = find_managed_space(request, slug)
    form = GrantForm(request.POST if request.method == "POST" else None, space=space)
    if form.is_valid():
        try:
            given = services.grant(by=request.user, space=space, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            said = {"person": given.person, "training": given.habilitation}
            messages.success(request, _("%(person)s may now book what asks for “%(training)s”.") % said)
            return redirect("booking:habilitations", slug=slug)
    context = habilitations_page(request, space, form)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "booking/pages/habilitations.html", context, status=status)


@require_POST
def recognise(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose whose training counts here."""
    space = find_managed_space(request, slug)
    training = get_object_or_404(services.known_to(space), code=request.POST.get("formation", ""))
    others = others_giving([training], besides=space)[training.pk]
    form = RecognitionForm(request.POST, spaces=others, prefix=training.code)
    if not form.is_valid():
        context = habilitations_page(request, space, GrantForm(space=space), asked=(training, form))
        return render(request, "booking/pages/habilitations.html", context, status=UNPROCESSABLE)
    recognise_from(space, training, given_by=form.given_by, by=request.user)
    messages.success(request, _("Noted whose “%(training)s” counts here.") % {"training": training})
    return redirect("booking:habilitations", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a training back, with a reason; then on to the bookings that lack it."""
    space = find_managed_space(request, slug)
    given = get_object_or_404(services.grants_of(space), pk=pk)
    if not can_take_back(request.user, given):
        raise PermissionDenied
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.revoke(given, by=request.user, reason=form.cleaned_data["reason"])
        said = {"person": given.person, "training": given.habilitation}
        messages.success(request, _("%(person)s no longer has “%(training)s”.") % said)
        return redirect("booking:untrained" if to_settle(space) else "booking:habilitations", slug=slug)
    context = {
        **frame(request, space, "habilitations", title=_("Withdraw training"), above=above(space)),
        "given": given,
        "form": form,
        "back_url": reverse("booking:habilitations", args=[slug]),
    }
    return render(request, "booking/pages/revoke.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def mine(request: MemberRequest) -> HttpResponse:
    """What somebody has followed themselves, until when, and what to do."""
    return render(request, "booking/pages/my_habilitations.html", my_habilitations_page(request.user))
