"""What a manager answers to requests that were made together: yes to some dates, or no with words."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage.base import dates
from spaces.booking import team_wording
from spaces.booking.forms import RefusalForm
from spaces.booking.models import Booking
from spaces.booking.pages.requests import Answering
from spaces.booking.services.choosing import Answered, accept_together, refuse_together
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.views.finding import find_managed_space

REFUSE = "refuser"


@require_POST
def answer(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Yes or no to the dates that are ticked (`date`: uuid:sequence, as it was read); the others wait on."""
    space = find_managed_space(request, slug)
    of_series = Booking.objects.for_listing().to_decide().filter(resource__space=space, series__uuid=uuid)
    asked = Answering(space, request.POST.getlist("date"), of_series)
    if not asked.bookings:
        changed = _("These requests have been answered or withdrawn meanwhile.")
        messages.error(request, changed if asked.values else _("No date is chosen. Tick one at least."))
        return redirect("booking:requests", space.slug)
    if request.POST.get("acte") != REFUSE:
        return _done(request, slug, accept_together(asked.bookings, by=request.user, seen=asked.seen))
    form = RefusalForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(request, slug, refuse_together(asked.bookings, by=request.user, reason=reason))
    context = asked.refusing() | {"form": form}
    return render(request, "booking/pages/refuse_series.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _done(request: HttpRequest, slug: str, answered: Answered) -> HttpResponse:
    if said := _said(answered):
        messages.success(request, said)
    for booking, refusal in answered.left:
        when = dates.when(booking.start_at, booking.end_at, booking.zone)
        why = team_wording.said(refusal.code, booking.resource, booking.person) or refusal.message
        messages.error(request, _("%(when)s: %(why)s") % {"when": when, "why": why})
    return redirect("booking:requests", slug)


def _said(answered: Answered) -> str:
    """« 3 dates acceptées. 1 demande refusée. … »; nothing where nothing came of it."""
    accepted, refused = len(answered.accepted), len(answered.refused)
    parts = []
    if accepted:
        parts.append(ngettext("%(count)s date accepted.", "%(count)s dates accepted.", accepted) % {"count": accepted})
    if refused and accepted:
        parts.append(
            ngettext(
                "%(count)s request could no longer have its time: it was refused, and other times offered.",
                "%(count)s requests could no longer have their time: they were refused, and other times offered.",
                refused,
            )
            % {"count": refused}
        )
    elif refused:
        parts.append(ngettext("%(count)s date refused.", "%(count)s dates refused.", refused) % {"count": refused})
    return " ".join([*parts, _("All are told by e-mail.")]) if parts else ""
