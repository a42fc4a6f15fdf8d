"""The home page: search, places, what happens in the next days, figures."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.agenda.items import by_day
from events.agenda.models import Occurrence
from maillage.base import clock
from maillage.base.models import Network
from maillage.home.figures import figures
from maillage.home.places import featured
from members.directory.models import Organisation
from spaces.catalogue.models import Space

DAYS = 7
MOST_DATES = 8
ORGANISATIONS = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one may want to do here, and what is alive now."""
    spaces = Space.objects.listed_for(request.user)
    days = _seven_days(request)
    context: dict[str, Any] = {
        "search_fields": _search_fields(),
        "cards": featured(spaces),
        "days": days,
        "is_more": bool(days) or Occurrence.objects.visible_to(request.user).upcoming(clock.now()).exists(),
        "organisations": Organisation.objects.public().for_listing().order_by("-updated_at")[:ORGANISATIONS],
        "figures": figures(),
    }
    return render(request, "home/pages/home.html", context)


def _search_fields() -> list[dict[str, Any]]:
    return [{"name": "q", "label": _("What, where"), "placeholder": _("A fablab, a meeting room, a town…")}]


def _seven_days(request: HttpRequest) -> list[dict[str, Any]]:
    """The next dates of the seven days to come."""
    now = clock.now()
    zone = Network.for_request(request).zone
    today = clock.today(zone)
    dates = Occurrence.objects.visible_to(request.user).on_days(today, today + timedelta(days=DAYS - 1)).upcoming(now)
    return by_day(dates.for_listing()[:MOST_DATES], first_on=today, zone=zone)
