"""The page of an event, and of one of its dates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.agenda.models import Event


def show_event(request: HttpRequest, event: Event) -> HttpResponse:
    """The page with the words of `event`, published or not: previews use it too."""
    return render(request, "agenda/pages/event.html", {"event": event})
