"""The home page: search, places, what happens in the next days, figures."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
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
    days, rest_url = _seven_days(request)
    context: dict[str, Any] = {
        "search_fields": _search_fields(),
        "cards": featured(spaces),
        "days": days,
        "rest_url": rest_url,
        "is_more": bool(days) or Occurrence.objects.visible_to(request.user).upcoming(clock.now()).exists(),
        "organisations": Organisation.objects.public().for_listing().order_by("-updated_at")[:ORGANISATIONS],
        "figures": figures(),
    }
    return render(request, "home/pages/home.html", context)


def _search_fields() -> list[dict[str, Any]]:
    return [{"name": "q", "label": _("What, where"), "placeholder": _("A fablab, a meeting room, a town…")}]


def _seven_days(request: HttpRequest) -> tuple[list[dict[str, Any]], str]:
    """The next dates of the seven days to come; where there are more of them, the address of all."""
    now = clock.now()
    zone = Network.for_request(request).zone
    today = clock.today(zone)
    last = today + timedelta(days=DAYS - 1)
    found = Occurrence.objects.visible_to(request.user).from_now_until(now, last).for_listing()
    dates = list(found[: MOST_DATES + 1])
    rest_url = f"{reverse('agenda:list')}?du={today}&au={last}" if len(dates) > MOST_DATES else ""
    return by_day(dates[:MOST_DATES], first_on=today, zone=zone), rest_url
