"""The page of an event, and of one of its dates."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from events.agenda.models import Event
from events.agenda.pages.event import EventPage
from events.agenda.services.dates import planned


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """An event with its dates to come. 404 for whoever may not see it."""
    found = get_object_or_404(_events(request), slug=slug)
    dates = list(found.occurrences.all()) if found.is_published else planned(found)
    return _shown(EventPage(request, found, dates))


@require_safe
def occurrence(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """One date of an event; a date that has moved leads to where it is now."""
    found = get_object_or_404(_events(request), slug=slug)
    dates = list(found.occurrences.all())
    if any(one.first_on == day for one in dates):
        return _shown(EventPage(request, found, dates, day))
    moved = next((one for one in dates if day in one.days_before), None)
    if moved is None:
        raise Http404
    return redirect(moved)


def show_draft(request: HttpRequest, event: Event) -> HttpResponse:
    """The page with the words of `event` as they stand in memory, and the dates that they would give."""
    return _shown(EventPage(request, event, planned(event)))


def _shown(page: EventPage) -> HttpResponse:
    return render(page.request, "agenda/pages/event.html", page.context())


def _events(request: HttpRequest) -> Any:
    return (
        Event.objects.visible_to(request.user)
        .select_related("space", "picture", "habilitation")
        .prefetch_related("types", "organisers", "audiences", "schedules")
    )
