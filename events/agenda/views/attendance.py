"""The team of a space says who has come to a training."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.agenda.attendance_form import AttendanceForm, by_name
from events.agenda.models import Event, Occurrence
from events.agenda.pages.attendance import OCCURRENCE, AttendancePage, attendance_url
from events.agenda.permissions import can_say_who_came
from events.agenda.services.attendance import attended, cannot_yet, note_attendance
from maillage.base.errors import DomainError

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def attendance(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """Tick people who are known here, paste names and addresses; see who has it already.

    Of several dates of one day, the address names one; without, the page asks which.
    """
    found = Event.objects.visible_to(request.user).select_related("space", "habilitation")
    event = get_object_or_404(found, slug=slug)
    of_that_day = list(event.occurrences.filter(first_on=day).order_by("start_at", "pk"))
    if not of_that_day or event.space is None or not can_say_who_came(request.user, event):
        raise Http404
    chosen = _chosen(request, of_that_day)
    if chosen is None:
        return _show(request, AttendancePage(event, day, of_that_day, None))
    chosen.event = event
    given = tuple(sorted(attended(chosen), key=lambda one: by_name(one.person)))
    if refusal := cannot_yet(chosen):
        return _show(request, AttendancePage(event, day, of_that_day, chosen, given=given, refusal=refusal.message))
    had = [one.person_id for one in given]
    form = AttendanceForm(request.POST if request.method == "POST" else None, space=event.space, had=had)
    if form.is_valid():
        try:
            new = note_attendance(chosen, form.people, by=request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _said(len(new)))
            return redirect(attendance_url(event, chosen, of_that_day))
    return _show(request, AttendancePage(event, day, of_that_day, chosen, form, given))


def _chosen(request: HttpRequest, of_that_day: list[Occurrence]) -> Occurrence | None:
    """The one that the address names, or the only one. Raises Http404 for a name that none has."""
    named = request.GET.get(OCCURRENCE)
    if named is None:
        return of_that_day[0] if len(of_that_day) == 1 else None
    for one in of_that_day:
        if str(one.uuid) == named:
            return one
    raise Http404


def _show(request: HttpRequest, page: AttendancePage) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "agenda/pages/attendance.html", page.context(), status=status)


def _said(count: int) -> str:
    if not count:
        return _("These people had it already.")
    return ngettext("%(count)s person has the training now.", "%(count)s people have the training now.", count) % {
        "count": count
    }
