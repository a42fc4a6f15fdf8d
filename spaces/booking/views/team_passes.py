"""Passes of a space, kept by its managers: given at the desk, corrected with a reason."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base import clock, dates
from maillage.base.errors import DomainError
from maillage.base.zones import get_zone
from spaces.booking.pages.passes import lot_said
from spaces.booking.pages.team_frame import frame
from spaces.booking.pages.team_passes import TeamPassesPage, above
from spaces.booking.pass_forms import CorrectPassForm, EndPassForm, GivePassForm
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.views.finding import find_managed_space
from spaces.catalogue.models import Space
from spaces.pricing.services import ledger, lots, memberships
from spaces.pricing.services.lots import Source


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def team_passes(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has which pass and what is left of it; give another one."""
    space = find_managed_space(request, slug)
    page = TeamPassesPage(request, space)
    if request.method != "POST":
        return _show(page)
    form = GivePassForm(request.POST, space=space, today=page.today)
    if form.is_valid():
        try:
            given = memberships.give(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("email" if refusal.code == "no_account" else "valid_through", refusal.message)
        else:
            messages.success(request, _("%(person)s has “%(plan)s”.") % {"person": given.person, "plan": given.plan})
            return redirect("booking:team_passes", slug=slug)
    return _show(TeamPassesPage(request, space, form), status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correct_pass(request: HttpRequest, slug: str, pk: int, entitlement_pk: int) -> HttpResponse:
    """More or less of what is left today."""
    space = find_managed_space(request, slug)
    today = clock.today(get_zone(space.time_zone))
    lot = _find_lot(space, pk, entitlement_pk, today)
    form = CorrectPassForm(request.POST or None, unit=lot.entitlement.unit)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            ledger.adjust(
                lot.membership, lot.entitlement, typed["change"], on=today, reason=typed["reason"], by=request.user
            )
        except DomainError as refusal:
            form.add_error("change", refusal.message)
        else:
            messages.success(request, _("“%(plan)s” is adjusted.") % {"plan": lot.membership.plan})
            return redirect("booking:team_passes", slug=slug)
    context = {
        **frame(request, space, "", title=_("Adjust a pass"), above=above(space)),
        "form": form,
        "membership": lot.membership,
        "lot": lot_said(lot, lot.membership),
    }
    return render(request, "booking/pages/correct_pass.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end_pass(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say on which day it counts for the last time."""
    space = find_managed_space(request, slug)
    today = clock.today(get_zone(space.time_zone))
    held = get_object_or_404(memberships.memberships_of(space, today), pk=pk)
    form = EndPassForm(request.POST or None, initial={"last_on": max(today, held.valid_from)})
    if form.is_valid():
        try:
            memberships.end(held, last_on=form.cleaned_data["last_on"], today=today, by=request.user)
        except DomainError as refusal:
            form.add_error("last_on", refusal.message)
        else:
            said = {"plan": held.plan, "day": dates.day_long(form.cleaned_data["last_on"])}
            messages.success(request, _("“%(plan)s” ends on %(day)s.") % said)
            return redirect("booking:team_passes", slug=slug)
    context = {
        **frame(request, space, "", title=_("End a pass"), above=above(space)),
        "form": form,
        "membership": held,
        "back_url": reverse("booking:team_passes", args=[slug]),
    }
    return render(request, "booking/pages/end_pass.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _find_lot(space: Space, pk: int, entitlement_pk: int, today: date) -> Source:
    """What is left today of one thing that a pass of this space gives."""
    held = memberships.memberships_of(space, today).filter(pk=pk, valid_from__lte=today).first()
    found = lots.sources([held.pk], today) if held else []
    for source in found:
        if source.entitlement.pk == entitlement_pk:
            return source
    raise Http404


def _show(page: TeamPassesPage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/team_passes.html", page.context(), status=status)
