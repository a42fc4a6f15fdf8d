"""The team of a space says who has come to a training."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.agenda.attendance_form import AttendanceForm
from events.agenda.models import Event, Occurrence
from events.agenda.permissions import can_say_who_came
from events.agenda.services.attendance import attended, note_attendance, valid_until
from maillage.base import dates
from maillage.base.errors import DomainError

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def attendance(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """Tick people who are known here, paste names and addresses; see who has it already."""
    found = Event.objects.visible_to(request.user).select_related("space", "habilitation")
    event = get_object_or_404(found, slug=slug)
    occurrence = event.occurrences.filter(first_on=day).order_by("start_at", "pk").first()
    if occurrence is None or event.space is None or not can_say_who_came(request.user, event):
        raise Http404
    occurrence.event = event
    given = list(attended(occurrence))
    form = AttendanceForm(
        request.POST if request.method == "POST" else None, space=event.space, had=[one.person_id for one in given]
    )
    if form.is_valid():
        try:
            new = note_attendance(occurrence, form.people, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _said(len(new)))
            return redirect("agenda:attendance", slug=slug, day=day)
    context = {
        "event": event,
        "breadcrumb": [
            {"label": pgettext("section", "Events"), "url": reverse("agenda:list")},
            {"label": event.title, "url": event.get_absolute_url()},
            {"label": capfirst(dates.day_long(day)), "url": occurrence.get_absolute_url()},
            {"label": _("Who came")},
        ],
        "when": dates.when(occurrence.start_at, occurrence.end_at, event.zone),
        "until": _until(event, occurrence),
        "form": form,
        "given": given,
        "back_url": occurrence.get_absolute_url(),
    }
    return render(request, "agenda/pages/attendance.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _said(count: int) -> str:
    if not count:
        return _("These people had it already.")
    return ngettext("%(count)s person has the training now.", "%(count)s people have the training now.", count) % {
        "count": count
    }


def _until(event: Event, occurrence: Occurrence) -> str:
    until = valid_until(occurrence.last_on, event.habilitation_months)
    return _("valid until %(day)s") % {"day": dates.day_short(until)} if until else _("valid for good")
