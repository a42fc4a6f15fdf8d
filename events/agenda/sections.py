"""What the page of a space says of its agenda."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from events.agenda.items import by_day
from events.agenda.models import Occurrence
from maillage.base import clock
from maillage.base.zones import get_zone
from spaces.catalogue import sections
from spaces.catalogue.models import Space

SHOWN = 5


def coming_here(request: HttpRequest, space: Space) -> dict[str, Any] | None:
    """The next dates in this space; nothing where none is announced. Three queries."""
    dates = Occurrence.objects.visible_to(request.user).filter(event__space=space).upcoming(clock.now())
    shown = list(dates.for_listing()[:SHOWN])
    if not shown:
        return None
    zone = get_zone(space.time_zone)
    return {
        "days": by_day(shown, first_on=clock.today(zone), zone=zone, here=space),
        "agenda_url": f"{reverse('agenda:list')}?lieu={space.slug}",
        "calendar_url": reverse("agenda:space-ics", args=[space.slug]),
    }


def register() -> None:
    """Called once, when the app is ready."""
    sections.register(sections.Section("agenda", "agenda/parts/coming_here.html", coming_here, order=60))
