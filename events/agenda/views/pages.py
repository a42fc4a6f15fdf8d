"""The page of an event, and of one of its dates."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.agenda import permissions
from events.agenda.documents import json_ld
from events.agenda.items import facts_of, item
from events.agenda.models import Event, Occurrence
from events.agenda.services.dates import planned
from maillage.base import clock, pictures
from maillage.base.jsonld import script_text

SHOWN = 12


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """An event with its dates to come. 404 for whoever may not see it."""
    found = get_object_or_404(_events(request), slug=slug)
    return show_event(request, found)


@require_safe
def occurrence(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """One date of an event."""
    found = get_object_or_404(_events(request), slug=slug)
    dates = list(found.occurrences.filter(first_on=day))
    if not dates:
        raise Http404
    return show_event(request, found, chosen=dates)


def show_event(request: HttpRequest, event: Event, chosen: list[Occurrence] | None = None) -> HttpResponse:
    """The page with the words of `event`, published or not: previews use it too."""
    dates = _dates(event)
    shown = chosen or [one for one in dates if one.end_at > clock.now()] or dates[-1:]
    context: dict[str, Any] = {
        "event": event,
        "breadcrumb": [{"label": _("Agenda"), "url": reverse("agenda:list")}, {"label": event.title}],
        "picture": pictures.shown(event.picture, widths=(800, 1600), ratio=(21, 9)) if event.picture else None,
        "facts": facts_of(event),
        "chosen": [item(one) for one in shown[:1]],
        "others": [item(one) for one in dates if one not in shown[:1] and one.end_at > clock.now()][:SHOWN],
        "types": [concept.label for concept in event.types.all()],
        "organisers": [organisation for organisation in event.organisers.all() if organisation.is_public],
        "json_ld": script_text(json_ld(event, shown[:SHOWN], request.build_absolute_uri)) if event.is_public else "",
        "is_past": bool(shown) and shown[0].end_at <= clock.now(),
        "edit_url": _edit_url(request, event),
    }
    return render(request, "agenda/pages/event.html", context)


def _edit_url(request: HttpRequest, event: Event) -> str:
    """Where those who may edit it do so."""
    if event.pk is None or not permissions.can_edit(request.user, event):
        return ""
    return reverse(event.snippet_viewset.get_url_name("edit"), args=[event.pk])


def _dates(event: Event) -> list[Occurrence]:
    """The dates that are written, or those that a draft would have."""
    if event.is_published and not event.has_unpublished_changes:
        return list(event.occurrences.all())
    return planned(event)


def _events(request: HttpRequest) -> Any:
    return (
        Event.objects.visible_to(request.user)
        .select_related("space", "picture")
        .prefetch_related("types", "organisers")
    )
